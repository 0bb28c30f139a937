-- Whether it is worth opening a file unasked; seen in its bytes when the mail is read.
ALTER TABLE attachments ADD COLUMN may_have_text boolean NOT NULL DEFAULT true;
