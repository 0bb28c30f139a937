-- Since when a message is hidden; null where it is not. Marks leave it alone, so they stay cheap. The indexes hold hidden mail only.
ALTER TABLE message_state ADD COLUMN hidden_at timestamptz;
UPDATE message_state SET hidden_at = changed_at WHERE folder IN ('blocked', 'quarantine', 'spam');
CREATE INDEX message_state_hidden ON message_state (org_id, hidden_at) WHERE hidden_at IS NOT NULL;
CREATE INDEX message_state_hidden_of_inbox ON message_state (org_id, inbox_id, hidden_at) WHERE hidden_at IS NOT NULL;

UPDATE inbox_usage u SET message_count = u.message_count - h.n, size_bytes = u.size_bytes - h.bytes, hidden_count = h.n, hidden_bytes = h.bytes
FROM (SELECT m.org_id, m.inbox_id, count(*) AS n, sum(m.size_bytes) AS bytes FROM message_state s
      JOIN messages m ON m.org_id = s.org_id AND m.id = s.id WHERE s.hidden_at IS NOT NULL GROUP BY m.org_id, m.inbox_id) h
WHERE u.org_id = h.org_id AND u.inbox_id = h.inbox_id;

-- When the hidden mail of an organisation is looked through next: a row for each that ever had some.
CREATE TABLE hidden_purges (
    org_id uuid PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX hidden_purges_due ON hidden_purges (due_at);
INSERT INTO hidden_purges (org_id, due_at) SELECT org_id, min(hidden_at) FROM message_state WHERE hidden_at IS NOT NULL GROUP BY org_id;

-- Who has no row keeps hidden mail for as long as the house says.
CREATE TABLE retention_policies (
    org_id uuid PRIMARY KEY REFERENCES organisations (id),
    hidden_days integer NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL
);
