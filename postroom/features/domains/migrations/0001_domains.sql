-- Domains that organisations own. The house's own domains are settings and stand in no table.

CREATE TABLE domains (
    org_id uuid NOT NULL REFERENCES organisations (id),
    id uuid NOT NULL,
    mode text NOT NULL,
    domain text NOT NULL,
    status text NOT NULL CHECK (status IN ('pending', 'verified')),
    verification_token text NOT NULL,
    subdomains boolean NOT NULL DEFAULT false,
    catch_all_inbox_id uuid,
    created_at timestamptz NOT NULL,
    verified_at timestamptz,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX domains_mine ON domains (org_id, domain);
-- Only one organisation owns a name; others may only try to prove it.
CREATE UNIQUE INDEX domains_verified ON domains (domain) WHERE status = 'verified';
CREATE INDEX domains_newest ON domains (org_id, created_at DESC, id DESC);
