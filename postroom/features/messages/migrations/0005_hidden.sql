-- Mail that the house hid: why, and by which rule. Cleared when it is released; the folder says whether it is hidden now.
ALTER TABLE message_state ADD COLUMN hidden_reason text, ADD COLUMN hidden_rule_id uuid;
-- `message_count` counts what everybody may see.
ALTER TABLE threads ADD COLUMN hidden_count integer NOT NULL DEFAULT 0;
