"""Pages of polls (scrutins): for officers, for voters, for readers of results."""
