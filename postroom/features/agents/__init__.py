"""AI agents: handle, names, status, versioned instructions."""
