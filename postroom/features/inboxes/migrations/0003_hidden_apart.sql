-- Hidden mail has room of its own: `message_count` and `size_bytes` count what everybody may see.
ALTER TABLE inbox_usage ADD COLUMN hidden_count bigint NOT NULL DEFAULT 0, ADD COLUMN hidden_bytes bigint NOT NULL DEFAULT 0;
