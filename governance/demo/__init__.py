"""The demonstration (démonstration): La 27e Région's public data, and its assembly of June 2026."""
