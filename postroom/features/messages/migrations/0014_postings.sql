-- What of the state of messages few of them have: a label, a star, a folder that is not the inbox. Newest first, so that a search for a rare
-- label does not look at every message. An index of `message_state`, but that it is in the order of lists; so it is kept by the database,
-- whoever writes, and its rows are only a hint: who finds a message by them asks its state again.

CREATE TABLE message_postings (
    org_id uuid NOT NULL,
    posting text NOT NULL,
    received_at timestamptz NOT NULL,
    id uuid NOT NULL,
    PRIMARY KEY (org_id, posting, received_at, id)
);

CREATE FUNCTION postings_of(labels text[], is_starred boolean, folder text) RETURNS SETOF text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'label ' || l FROM unnest(labels) AS l
    UNION SELECT 'is starred' WHERE is_starred
    UNION SELECT 'in ' || folder WHERE folder <> 'inbox'
$$;

-- A message that is deleted loses its state first, so that its arrival is still known here.
CREATE FUNCTION write_postings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM message_postings p USING messages m, postings_of(OLD.labels, OLD.is_starred, OLD.folder) AS o(posting)
        WHERE m.org_id = OLD.org_id AND m.id = OLD.id
            AND p.org_id = m.org_id AND p.posting = o.posting AND p.received_at = m.received_at AND p.id = m.id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO message_postings (org_id, posting, received_at, id)
        SELECT m.org_id, n.posting, m.received_at, m.id FROM messages m, postings_of(NEW.labels, NEW.is_starred, NEW.folder) AS n(posting)
        WHERE m.org_id = NEW.org_id AND m.id = NEW.id ON CONFLICT DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER message_state_posted AFTER INSERT ON message_state FOR EACH ROW
    WHEN (NEW.labels <> '{}' OR NEW.is_starred OR NEW.folder <> 'inbox') EXECUTE FUNCTION write_postings();
CREATE TRIGGER message_state_reposted AFTER UPDATE ON message_state FOR EACH ROW
    WHEN (OLD.labels <> NEW.labels OR OLD.is_starred <> NEW.is_starred OR OLD.folder <> NEW.folder) EXECUTE FUNCTION write_postings();
CREATE TRIGGER message_state_unposted AFTER DELETE ON message_state FOR EACH ROW
    WHEN (OLD.labels <> '{}' OR OLD.is_starred OR OLD.folder <> 'inbox') EXECUTE FUNCTION write_postings();

INSERT INTO message_postings (org_id, posting, received_at, id)
SELECT m.org_id, p.posting, m.received_at, m.id FROM message_state s JOIN messages m ON m.org_id = s.org_id AND m.id = s.id
CROSS JOIN LATERAL postings_of(s.labels, s.is_starred, s.folder) AS p(posting)
WHERE s.labels <> '{}' OR s.is_starred OR s.folder <> 'inbox';
