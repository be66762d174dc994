"""Pages of the sitting (séance): desk, cockpit, room screen, member's page."""
