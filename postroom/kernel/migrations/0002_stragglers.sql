-- Events that a follower could not handle: set aside so that the log goes on, and tried again by themselves.

CREATE TABLE event_stragglers (
    follower text NOT NULL,
    org_id uuid NOT NULL,
    seq bigint NOT NULL,
    tries integer NOT NULL,
    due_at timestamptz NOT NULL,
    last_error text NOT NULL,
    PRIMARY KEY (follower, org_id, seq)
);
CREATE INDEX event_stragglers_due ON event_stragglers (follower, due_at);
