"""Coverage-guided fuzzing of every parser of the ballot box: ``python -m tests.fuzz``."""
