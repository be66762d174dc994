"""Pages of the minutes (procès-verbal) and of publications."""
