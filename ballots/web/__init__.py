"""Pages of the ballot box (urne): cast, and read what is public."""
