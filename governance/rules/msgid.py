"""The mark of a French sentence that the catalogues translate (gettext's msgid)."""


def N_(text: str) -> str:  # noqa: N802  (gettext's own name for "translate later")
    """Mark ``text`` for the catalogues without translating it yet."""
    return text
