-- Routing rules of an organisation: conditions on mail that comes in, and where it goes.

CREATE TABLE routing_rules (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    mode text NOT NULL,
    name text NOT NULL,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'paused')),
    priority integer NOT NULL,
    category text,
    from_pattern text,
    subject_pattern text,
    inbox_id uuid,
    target_agent_id uuid,
    target_inbox_id uuid,
    target_role text NOT NULL DEFAULT 'owner',
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX routing_rules_order ON routing_rules (org_id, priority DESC, id);
