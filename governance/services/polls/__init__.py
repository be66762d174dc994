"""Polls (scrutins): opened on a quorum, closed, counted, put to the rules."""
