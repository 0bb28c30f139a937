-- Who an inbox has to do with, so that a first contact and a look-alike can be told (by hash: the addresses themselves are in the messages).

CREATE TABLE correspondents (
    org_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    who uuid NOT NULL,
    PRIMARY KEY (org_id, inbox_id, who)
);

-- Their domains by the halves of their skeletons: of two names that differ by one letter, one half is the same in both.
CREATE TABLE correspondent_domains (
    org_id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    half text NOT NULL,
    domain text NOT NULL,
    PRIMARY KEY (org_id, inbox_id, half, domain)
);
