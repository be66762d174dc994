"""Several PDFs as one file for the printer (à imprimer d'un coup); the originals stay as made."""

from collections.abc import Iterable
from io import BytesIO

import pikepdf


def joined(papers: Iterable[bytes]) -> bytes:
    """Return the pages of some PDFs one after the other, without what makes them archives."""
    made = pikepdf.new()
    for raw in papers:
        with pikepdf.open(BytesIO(raw)) as paper:
            made.pages.extend(paper.pages)
    out = BytesIO()
    made.save(out)
    made.close()
    return out.getvalue()
