"""Minutes (procès-verbal): facts, words, paper, publication."""
