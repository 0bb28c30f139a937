-- Organisations, keys, users. Key hashes are global: a secret is looked up before anybody knows whose it is.

CREATE TABLE organisations (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
    is_operator boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX organisations_operator ON organisations (is_operator) WHERE is_operator;

CREATE TABLE keys (
    org_id uuid NOT NULL REFERENCES organisations (id),
    id uuid NOT NULL,
    kind text NOT NULL,
    label text NOT NULL DEFAULT '',
    mode text NOT NULL CHECK (mode IN ('live', 'test')),
    display_prefix text NOT NULL,
    last_four text NOT NULL,
    secret_sha256 bytea NOT NULL,
    scopes text[] NOT NULL,
    dialect_scopes jsonb NOT NULL DEFAULT '{}',
    agent_id uuid,
    inbox_ids uuid[],
    policies jsonb NOT NULL DEFAULT '{}',
    creator_id uuid,
    rotated_from uuid,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX keys_newest ON keys (org_id, created_at DESC, id DESC);

CREATE TABLE key_hashes (
    sha256 bytea PRIMARY KEY,
    org_id uuid NOT NULL,
    key_id uuid NOT NULL,
    FOREIGN KEY (org_id, key_id) REFERENCES keys (org_id, id) ON DELETE CASCADE
);

-- People are a kind of principal from the start; their sign-in surfaces come with the console.
CREATE TABLE users (
    org_id uuid NOT NULL REFERENCES organisations (id),
    id uuid NOT NULL,
    email text NOT NULL,
    name text NOT NULL DEFAULT '',
    role text NOT NULL DEFAULT 'member',
    status text NOT NULL DEFAULT 'active',
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE TABLE sign_ins (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    secret_sha256 bytea NOT NULL UNIQUE,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id) ON DELETE CASCADE
);
