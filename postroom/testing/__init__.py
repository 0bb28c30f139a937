"""The test kit: a database server, a running house, accounts, mails. For tests only."""
