"""The sitting (séance): who is there, the desk, what is noted meanwhile."""
