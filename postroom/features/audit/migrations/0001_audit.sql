-- What was done and what was denied, by whom, from where.

CREATE TABLE audit_entries (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    occurred_at timestamptz NOT NULL,
    key_id uuid NOT NULL,
    operation text NOT NULL,
    outcome text NOT NULL,
    subject text NOT NULL,
    wire text NOT NULL,
    address text NOT NULL,
    request_id text NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX audit_entries_newest ON audit_entries (org_id, occurred_at DESC, id DESC);
