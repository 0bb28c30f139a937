-- A message in narrow tables (FOUNDATIONS §2): immutable facts apart from state, bodies, raw bytes and evidence.

CREATE TABLE messages (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    mode text NOT NULL,
    inbox_id uuid,
    agent_id uuid,
    channel text NOT NULL,
    direction text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    received_at timestamptz NOT NULL,
    sent_at timestamptz,
    from_address text NOT NULL,
    from_name text NOT NULL,
    subject text NOT NULL,
    category text NOT NULL,
    code_count smallint NOT NULL,
    link_count smallint NOT NULL,
    attachment_count smallint NOT NULL,
    code_expires_at timestamptz,
    is_ambiguous boolean NOT NULL,
    size_bytes bigint NOT NULL,
    raw_id uuid,
    parse_error text,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX messages_inbox ON messages (org_id, inbox_id, received_at DESC, id DESC);
CREATE INDEX messages_newest ON messages (org_id, received_at DESC, id DESC);

CREATE TABLE message_state (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    inbox_id uuid,
    thread_id uuid,
    state text NOT NULL,
    is_read boolean NOT NULL DEFAULT false,
    is_starred boolean NOT NULL DEFAULT false,
    claimed_until timestamptz,
    labels text[] NOT NULL DEFAULT '{}',
    folder text NOT NULL DEFAULT 'inbox',
    notice text,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
) WITH (fillfactor = 80);
CREATE INDEX message_state_thread ON message_state (org_id, thread_id);

CREATE TABLE message_bodies (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    body text NOT NULL,
    segments jsonb NOT NULL,
    html text,
    PRIMARY KEY (org_id, id)
);

-- Several messages of one organisation share the raw bytes of one mail. Large ones move to the blob store later.
CREATE TABLE message_raw (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    compressed bytea,
    blob_key text,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (org_id, id)
);
ALTER TABLE message_raw ALTER COLUMN compressed SET STORAGE EXTERNAL;
CREATE INDEX messages_raw ON messages (org_id, raw_id);

CREATE TABLE extractions (
    org_id uuid NOT NULL,
    message_id uuid NOT NULL,
    place smallint NOT NULL,
    sort text NOT NULL CHECK (sort IN ('code', 'link')),
    value text NOT NULL,
    kind text NOT NULL,
    confidence real NOT NULL,
    span_start integer NOT NULL,
    span_end integer NOT NULL,
    source text NOT NULL,
    rule text NOT NULL,
    anchor text NOT NULL DEFAULT '',
    host text NOT NULL DEFAULT '',
    target text,
    PRIMARY KEY (org_id, message_id, place)
);

CREATE TABLE attachments (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    message_id uuid NOT NULL,
    place smallint NOT NULL,
    path text NOT NULL,
    filename text,
    content_type text NOT NULL,
    content_id text,
    is_inline boolean NOT NULL,
    size_bytes bigint NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX attachments_message ON attachments (org_id, message_id, place);

-- The detail table of the medium e-mail.
CREATE TABLE email_messages (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    envelope_from text NOT NULL,
    recipient text NOT NULL,
    tag text,
    message_id text,
    in_reply_to text NOT NULL,
    reference_ids text NOT NULL,
    reply_to jsonb NOT NULL,
    to_addresses jsonb NOT NULL,
    cc_addresses jsonb NOT NULL,
    bcc_addresses jsonb NOT NULL,
    headers jsonb NOT NULL,
    remote_address text NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE threads (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    mode text NOT NULL,
    inbox_id uuid,
    subject text NOT NULL,
    message_count integer NOT NULL,
    created_at timestamptz NOT NULL,
    last_message_at timestamptz NOT NULL,
    PRIMARY KEY (org_id, id)
) WITH (fillfactor = 80);
CREATE INDEX threads_newest ON threads (org_id, inbox_id, last_message_at DESC, id DESC);

-- Which thread a Message-ID belongs to, known also before its mail arrives. By SHA-256: never raw, never unique to a message.
CREATE TABLE thread_links (
    org_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    message_id_sha256 bytea NOT NULL,
    thread_id uuid NOT NULL,
    PRIMARY KEY (org_id, inbox_id, message_id_sha256)
);
CREATE INDEX thread_links_thread ON thread_links (org_id, thread_id);

-- Filled after the answer, by a follower of the event log.
CREATE TABLE message_search (
    org_id uuid NOT NULL,
    id uuid NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX message_search_words ON message_search USING gin (words);
