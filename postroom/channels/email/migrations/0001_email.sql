-- Intake receipts, and what is sent.

-- A mail whose 250 may not have reached its sender: a repeat of it is a duplicate (FOUNDATIONS §6). Deleted as soon as the sender goes on.
CREATE TABLE intake_receipts (
    id uuid PRIMARY KEY,
    key bytea NOT NULL,
    queue_id text NOT NULL,
    process_number integer NOT NULL,
    is_lost boolean NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX intake_receipts_key ON intake_receipts (key);
CREATE INDEX intake_receipts_age ON intake_receipts (created_at);

CREATE TABLE outbound_recipients (
    org_id uuid NOT NULL,
    message_id uuid NOT NULL,
    address text NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'sent', 'captured', 'deferred', 'failed', 'outcome_unknown')),
    driver text,
    detail text,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, message_id, address)
);

-- Committed before a connection opens (FOUNDATIONS §5): started and not finished means that nobody knows.
CREATE TABLE delivery_attempts (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    message_id uuid NOT NULL,
    number integer NOT NULL,
    driver text NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    outcome text,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX delivery_attempts_message ON delivery_attempts (org_id, message_id, number);

-- What was sent a moment ago, so that an agent that tries again does not send twice.
CREATE TABLE recent_sends (
    org_id uuid NOT NULL,
    content_sha256 bytea NOT NULL,
    message_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, content_sha256)
);
CREATE INDEX recent_sends_age ON recent_sends (created_at);
