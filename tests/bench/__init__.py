"""Figures measured in one run and printed as a table: ratios to what the same run measured."""
