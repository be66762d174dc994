"""The ballot box (urne): from the opening of a secret poll to the proof of its result."""
