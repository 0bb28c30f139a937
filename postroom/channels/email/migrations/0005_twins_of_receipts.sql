-- Equal mails have receipts of different numbers. Two processes that take the same mail at once give it the same number: the second waits for
-- the first, and then looks at what it said.
ALTER TABLE intake_receipts ADD COLUMN twin integer NOT NULL DEFAULT 0;
UPDATE intake_receipts r SET twin = n.twin FROM (SELECT id, row_number() OVER (PARTITION BY key ORDER BY id) - 1 AS twin FROM intake_receipts) n
    WHERE n.id = r.id;
CREATE UNIQUE INDEX intake_receipts_twin ON intake_receipts (key, twin);
DROP INDEX intake_receipts_key;
