"""First figures, measured in one run and printed as a table; never asserted as times."""
