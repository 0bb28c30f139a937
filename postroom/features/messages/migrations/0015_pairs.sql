-- Which words stand side by side in the messages of a span: a bit each, in slices of 8,192 (docs/adr/0010). Made by a job for spans that
-- are full, also for those that there are already; where there is none, a span may hold any pair.

-- `revision` counts how often a message of the span was indexed anew, `paired` is the revision whose pairs are kept.
-- `form`: how its messages were indexed; what is there has no pieces for parts of two characters, which is looked through as before.
ALTER TABLE search_spans ADD COLUMN revision integer NOT NULL DEFAULT 0, ADD COLUMN paired integer, ADD COLUMN form smallint NOT NULL DEFAULT 0;

CREATE TABLE search_pairs (
    org_id uuid NOT NULL,
    slice smallint NOT NULL,
    span integer NOT NULL,
    bits bytea NOT NULL,
    PRIMARY KEY (org_id, slice, span)
);
