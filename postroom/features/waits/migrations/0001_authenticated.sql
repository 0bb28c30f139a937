-- Waits that demand a proven sender also look at the facts that came after the mail; these are few, and so is what the indexes hold.
CREATE INDEX events_authenticated ON events (org_id, inbox_id, seq) WHERE type = 'message.authenticated';
CREATE INDEX events_authenticated_newest ON events (org_id, inbox_id, occurred_at, seq) WHERE type = 'message.authenticated';
