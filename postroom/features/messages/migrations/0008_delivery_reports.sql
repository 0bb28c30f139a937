-- What a delivery report says (read with its message, never alone).

ALTER TABLE email_messages ADD COLUMN delivery_report jsonb;
