"""Pure formats of the ballot box: bytes to frozen dataclasses and back, canonical or refused."""
