-- The event of a calendar that came with a mail; found by its UID to see whether it was called off since.

ALTER TABLE email_messages ADD COLUMN invitation jsonb;
CREATE INDEX email_messages_invitation ON email_messages (org_id, md5(invitation ->> 'uid')) WHERE invitation IS NOT NULL;
