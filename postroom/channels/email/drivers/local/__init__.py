"""Local delivery: mail between inboxes of this house never leaves the process."""
