-- What is kept of a sending goes when its message goes: after the end of an inbox nobody's address stays behind.

DELETE FROM outbound_recipients r WHERE NOT EXISTS (SELECT FROM messages m WHERE m.org_id = r.org_id AND m.id = r.message_id);
DELETE FROM delivery_attempts a WHERE NOT EXISTS (SELECT FROM messages m WHERE m.org_id = a.org_id AND m.id = a.message_id);

ALTER TABLE outbound_recipients ADD CONSTRAINT outbound_recipients_of_message
    FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id) ON DELETE CASCADE;
ALTER TABLE delivery_attempts ADD CONSTRAINT delivery_attempts_of_message
    FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id) ON DELETE CASCADE;
