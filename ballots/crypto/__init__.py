"""Pure mathematics of the ballot box: groups, encryption, proofs. No format, no network."""
