-- Thresholds of an organisation, for live and for test mail apart. Who has no row has the defaults of the house.

CREATE TABLE screening_policies (
    org_id uuid NOT NULL REFERENCES organisations (id),
    mode text NOT NULL,
    is_enabled boolean NOT NULL,
    review real NOT NULL,
    block real NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid NOT NULL,
    PRIMARY KEY (org_id, mode)
);
