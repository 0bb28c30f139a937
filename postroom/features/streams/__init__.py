"""The event log as others follow it: by cursor now; live streams come with their wires."""
