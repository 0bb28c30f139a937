-- The sweeper asks whether a row names a blob.

CREATE INDEX message_raw_blob ON message_raw (blob_key) WHERE blob_key IS NOT NULL;
