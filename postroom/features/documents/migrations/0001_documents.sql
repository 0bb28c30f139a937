-- What was read in the files of messages, page by page; it goes with its message.

CREATE TABLE attachment_documents (
    org_id uuid NOT NULL,
    attachment_id uuid NOT NULL,
    message_id uuid NOT NULL,
    read_at timestamptz NOT NULL,
    type text NOT NULL,
    status text NOT NULL,
    -- One of each a page: labels say what a page is beyond its number.
    labels text[] NOT NULL,
    texts text[] NOT NULL,
    notices text[] NOT NULL,
    is_truncated boolean NOT NULL,
    token_count integer NOT NULL,
    -- What a person would not have seen: screened, and never shown.
    hidden_text text NOT NULL,
    screening jsonb,
    screening_verdict text,
    PRIMARY KEY (org_id, attachment_id),
    CONSTRAINT attachment_documents_of_message FOREIGN KEY (org_id, message_id) REFERENCES messages (org_id, id) ON DELETE CASCADE
);
CREATE INDEX attachment_documents_message ON attachment_documents (org_id, message_id);
