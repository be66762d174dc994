"""Text from outside as a report may show it (texte sûr)."""


def plain(value: object) -> str:
    """Return text without anything a terminal or a reader could be fooled by."""
    return "".join(sign if sign.isprintable() else "�" for sign in str(value))
