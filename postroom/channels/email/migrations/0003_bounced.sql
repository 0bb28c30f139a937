-- A recipient whose mail came back, and how a report finds the mail that it is about: by its Message-ID.

ALTER TABLE outbound_recipients DROP CONSTRAINT outbound_recipients_state_check;
ALTER TABLE outbound_recipients ADD CONSTRAINT outbound_recipients_state_check
    CHECK (state IN ('queued', 'sent', 'captured', 'deferred', 'failed', 'outcome_unknown', 'bounced'));

ALTER TABLE outbound_recipients ADD COLUMN internet_id_sha256 bytea;
UPDATE outbound_recipients r SET internet_id_sha256 = sha256(convert_to(e.message_id, 'UTF8'))
    FROM email_messages e WHERE e.org_id = r.org_id AND e.id = r.message_id;
CREATE INDEX outbound_recipients_sent ON outbound_recipients (org_id, internet_id_sha256);
