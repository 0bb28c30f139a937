-- Who may write to whom. A rule is of an inbox, of an agent, or of the whole organisation; its target is in normal form.

CREATE TABLE contact_rules (
    org_id uuid NOT NULL REFERENCES organisations (id),
    id uuid NOT NULL,
    mode text NOT NULL,
    agent_id uuid,
    inbox_id uuid,
    action text NOT NULL CHECK (action IN ('allow', 'block')),
    match_type text NOT NULL,
    match_target text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound', 'both')),
    requires_authentication boolean NOT NULL DEFAULT false,
    status text NOT NULL CHECK (status IN ('active', 'paused')),
    note text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    CHECK (agent_id IS NULL OR inbox_id IS NULL)
);
CREATE UNIQUE INDEX contact_rules_target ON contact_rules (org_id, mode, coalesce(inbox_id, agent_id, org_id), match_type, match_target, direction);
CREATE INDEX contact_rules_newest ON contact_rules (org_id, created_at DESC, id DESC);
-- What ends with inboxes, of many organisations at once.
CREATE INDEX contact_rules_inbox ON contact_rules (inbox_id) WHERE inbox_id IS NOT NULL;

-- Locked by whoever changes rules; the version says to every process whether what it remembers is still right.
CREATE TABLE contact_rule_heads (
    org_id uuid PRIMARY KEY,
    version bigint NOT NULL,
    rule_count integer NOT NULL
) WITH (fillfactor = 50);
