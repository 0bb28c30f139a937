-- What was found out about a message: who sent it, what its text tries, and why it is of its category (read with it, never alone).

-- Flags are words with blanks between them.
ALTER TABLE messages ADD COLUMN category_rule text NOT NULL DEFAULT '', ADD COLUMN flags text NOT NULL DEFAULT '';
ALTER TABLE message_bodies ADD COLUMN summary text NOT NULL DEFAULT '', ADD COLUMN screening jsonb;
ALTER TABLE email_messages ADD COLUMN authentication jsonb;
-- The verdicts may come after the message, and lists and waits filter by them.
ALTER TABLE message_state ADD COLUMN authentication_verdict text, ADD COLUMN screening_verdict text;
