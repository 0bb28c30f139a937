-- Agents and their versioned instructions.

CREATE TABLE agents (
    org_id uuid NOT NULL REFERENCES organisations (id),
    id uuid NOT NULL,
    mode text NOT NULL,
    handle text NOT NULL,
    display_name text NOT NULL DEFAULT '',
    description text NOT NULL DEFAULT '',
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused', 'deleted')),
    instructions_version integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX agents_handle ON agents (org_id, handle) WHERE status <> 'deleted';
CREATE INDEX agents_newest ON agents (org_id, created_at DESC, id DESC);

CREATE TABLE agent_instructions (
    org_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    version integer NOT NULL,
    markdown text NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, agent_id, version),
    FOREIGN KEY (org_id, agent_id) REFERENCES agents (org_id, id) ON DELETE CASCADE
);
