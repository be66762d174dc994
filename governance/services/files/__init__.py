"""Tables and texts as people bring them: read with limits, or refused."""
