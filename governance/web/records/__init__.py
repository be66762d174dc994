"""Pages of the journal, the open export and personal data."""
