"""Who votes, with how many voices, and why (corps électoral, liste électorale)."""
