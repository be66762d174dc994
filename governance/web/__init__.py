"""Pages of the assembly: parse, call one service, render or redirect."""
