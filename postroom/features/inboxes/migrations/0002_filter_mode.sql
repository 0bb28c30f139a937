-- Who may write where no contact rule matches; the second, where it is set, to whom the inbox may write.
ALTER TABLE inboxes ADD COLUMN filter_mode text NOT NULL DEFAULT 'blacklist' CHECK (filter_mode IN ('blacklist', 'whitelist')),
    ADD COLUMN outbound_filter_mode text CHECK (outbound_filter_mode IN ('blacklist', 'whitelist'));
