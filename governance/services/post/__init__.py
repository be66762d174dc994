"""The post (courrier): owed, sent, remembered."""
