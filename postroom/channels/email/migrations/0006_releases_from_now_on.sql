-- What was released before there was a follower for it stays as it was: it is not routed anew by the rules of today.
INSERT INTO event_cursors (follower, org_id, seq) SELECT 'email.released', org_id, seq FROM event_heads ON CONFLICT DO NOTHING;
