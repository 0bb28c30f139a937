-- What search finds: words with places, and short pieces of short texts, all of them bound to the organisation by their spelling, so that the
-- size of one organisation costs another nothing (docs/adr/0010). Made of the messages anew: the follower
-- `messages.index` begins at the first event.

TRUNCATE message_search;
DROP INDEX message_search_words;
ALTER TABLE message_search
    ADD COLUMN received_at timestamptz NOT NULL DEFAULT '-infinity',
    ADD COLUMN place integer NOT NULL DEFAULT 0,
    ADD COLUMN grams integer[] NOT NULL DEFAULT '{}',
    ADD COLUMN sender text NOT NULL DEFAULT '',
    ADD COLUMN recipients text NOT NULL DEFAULT '',
    ADD COLUMN subject text NOT NULL DEFAULT '';
ALTER TABLE message_search ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN grams SET STORAGE EXTERNAL;
-- One index for both, so that a rare word, a window of time and a piece of an address narrow each other. The list of what is not merged yet
-- is read by every search, so it is kept short.
CREATE INDEX message_search_found ON message_search USING gin (words, grams) WITH (gin_pending_list_limit = 512);

-- 1,024 messages each, in the order in which they were indexed, which is nearly that of their arrival.
CREATE TABLE search_spans (
    org_id uuid NOT NULL,
    span integer NOT NULL,
    message_count integer NOT NULL,
    oldest timestamptz NOT NULL,
    newest timestamptz NOT NULL,
    PRIMARY KEY (org_id, span)
) WITH (fillfactor = 50);
