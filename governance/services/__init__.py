"""Use-cases of the assembly: load, ask the rules, write, journal, flush."""
