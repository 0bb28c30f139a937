-- Threads that people and agents put in order: merged, split, assigned; every change can be undone.

-- Where a thread went that was merged into another: its id still leads there.
ALTER TABLE threads ADD COLUMN merged_into uuid;
ALTER TABLE threads ADD CONSTRAINT threads_merged_into FOREIGN KEY (org_id, merged_into) REFERENCES threads (org_id, id) ON DELETE CASCADE;
CREATE INDEX threads_merged ON threads (org_id, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE thread_agents (
    org_id uuid NOT NULL,
    thread_id uuid NOT NULL,
    agent_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'participant', 'observer')),
    rule_id uuid,
    assigned_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, thread_id, agent_id),
    FOREIGN KEY (org_id, thread_id) REFERENCES threads (org_id, id) ON DELETE CASCADE
);
CREATE INDEX thread_agents_agent ON thread_agents (org_id, agent_id, thread_id);

CREATE TABLE thread_changes (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('merge', 'split')),
    thread_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, thread_id) REFERENCES threads (org_id, id) ON DELETE CASCADE
);
CREATE INDEX thread_changes_thread ON thread_changes (org_id, thread_id, id);

CREATE TABLE thread_change_messages (
    org_id uuid NOT NULL,
    change_id uuid NOT NULL,
    message_id uuid NOT NULL,
    from_thread_id uuid NOT NULL,
    to_thread_id uuid NOT NULL,
    PRIMARY KEY (org_id, change_id, message_id),
    FOREIGN KEY (org_id, change_id) REFERENCES thread_changes (org_id, id) ON DELETE CASCADE
);

CREATE TABLE thread_change_links (
    org_id uuid NOT NULL,
    change_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    message_id_sha256 bytea NOT NULL,
    from_thread_id uuid NOT NULL,
    to_thread_id uuid NOT NULL,
    PRIMARY KEY (org_id, change_id, inbox_id, message_id_sha256),
    FOREIGN KEY (org_id, change_id) REFERENCES thread_changes (org_id, id) ON DELETE CASCADE
);
