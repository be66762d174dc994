"""Convening (convocation): meetings, agenda, candidates, notices, answers."""
