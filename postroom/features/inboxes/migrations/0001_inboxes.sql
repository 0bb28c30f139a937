-- Inboxes, the global table of addresses, and what each inbox holds.

CREATE TABLE inboxes (
    org_id uuid NOT NULL REFERENCES organisations (id),
    id uuid NOT NULL,
    mode text NOT NULL,
    address text NOT NULL,
    label text NOT NULL DEFAULT '',
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'expired', 'deleted')),
    metadata jsonb NOT NULL DEFAULT '{}',
    session_id text,
    agent_id uuid,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX inboxes_newest ON inboxes (org_id, created_at DESC, id DESC) WHERE status IN ('active', 'paused');
CREATE INDEX inboxes_session ON inboxes (org_id, session_id) WHERE session_id IS NOT NULL AND status IN ('active', 'paused');
CREATE INDEX inboxes_agent ON inboxes (org_id, agent_id) WHERE agent_id IS NOT NULL AND status IN ('active', 'paused');
CREATE INDEX inboxes_metadata ON inboxes USING gin (metadata jsonb_path_ops);
-- What the expiry timer asks: which is the next to end.
CREATE INDEX inboxes_due ON inboxes (expires_at) WHERE status IN ('active', 'paused') AND expires_at IS NOT NULL;

-- Global: an address belongs to one organisation, also after its inbox is gone (nobody inherits its codes).
CREATE TABLE addresses (
    address text PRIMARY KEY,
    org_id uuid NOT NULL,
    inbox_id uuid,
    released_at timestamptz
);

CREATE TABLE inbox_usage (
    org_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    message_count bigint NOT NULL DEFAULT 0,
    size_bytes bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, inbox_id)
) WITH (fillfactor = 50);
