-- The event log, the jobs, the idempotency rows, the cursors of those who follow the log.

CREATE TABLE event_heads (
    org_id uuid PRIMARY KEY,
    epoch integer NOT NULL DEFAULT 1,
    seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE events (
    org_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    version smallint NOT NULL,
    mode text NOT NULL,
    inbox_id uuid,
    agent_id uuid,
    thread_id uuid,
    message_id uuid,
    data jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, seq)
);
-- What a wait asks: the mails of one inbox after a cursor.
CREATE INDEX events_received ON events (org_id, inbox_id, seq) WHERE type = 'message.received';
-- And without a cursor: the newest of the last minutes, however much the inbox holds.
CREATE INDEX events_received_newest ON events (org_id, inbox_id, occurred_at, seq) WHERE type = 'message.received';

CREATE TABLE event_cursors (
    follower text NOT NULL,
    org_id uuid NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (follower, org_id)
) WITH (fillfactor = 50);

CREATE TABLE jobs (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    mode text NOT NULL,
    name text NOT NULL,
    version smallint NOT NULL DEFAULT 1,
    args jsonb NOT NULL,
    state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'running', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    lease_until timestamptz,
    last_error text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
) WITH (fillfactor = 70);
CREATE INDEX jobs_ready ON jobs (due_at) WHERE state = 'ready';
CREATE INDEX jobs_running ON jobs (lease_until) WHERE state = 'running';

CREATE TABLE idempotency_keys (
    org_id uuid NOT NULL,
    principal_id uuid NOT NULL,
    key text NOT NULL,
    operation text NOT NULL,
    body_sha256 bytea NOT NULL,
    state text NOT NULL DEFAULT 'done' CHECK (state IN ('claimed', 'done')),
    answer bytea,
    sealed boolean NOT NULL DEFAULT false,
    lease_until timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, principal_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
