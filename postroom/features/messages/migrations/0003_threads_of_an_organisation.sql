-- What the list of threads asks without an inbox: the most recently written ones of the organisation.

CREATE INDEX threads_of_organisation ON threads (org_id, last_message_at DESC, id DESC);
