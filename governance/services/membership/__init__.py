"""The register (registre): members, persons, mandates, and its memory."""
