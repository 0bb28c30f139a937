-- What looked like a code and was not chosen; read with the message, never alone.
ALTER TABLE message_bodies ADD COLUMN rivals jsonb;
