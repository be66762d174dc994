"""Pages of convening (convocation): meetings, agenda, notices."""
