"""The catalogues of sentences, and the French one made anew from the sources.

``python -m tests.architecture.catalogues`` brings the French catalogue up to date: its sentences
are the sources' own; its plurals are filled in, or gettext would count as English does.
"""

import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.architecture.sources import ROOT

CATALOGUES = ROOT / "governance" / "translations"
EXTRACT = ("-m", "babel.messages.frontend", "--quiet", "extract", "-F", "babel.cfg", "-k", "N_")


@lru_cache
def template() -> Catalog:
    """Return the sentences of the sources, read as ``babel.cfg`` says."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.pot"
        options = ("--no-location", "--output-file", str(path), ".")
        subprocess.run([sys.executable, *EXTRACT, *options], cwd=ROOT, check=True)
        with path.open("rb") as stream:
            return read_po(stream)


def place_of(language: str) -> Path:
    """Return where the catalogue of ``language`` is, or would be."""
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def catalogue(language: str) -> Catalog | None:
    """Return the catalogue of ``language``, None where there is none yet."""
    path = place_of(language)
    if not path.exists():
        return None
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def filled_in(sentences: Catalog) -> Catalog:
    """Return the French catalogue of ``sentences``: plurals as written, the rest left to itself."""
    french = Catalog(
        locale="fr",
        project="Plénière",
        header_comment="# Made by python -m tests.architecture.catalogues",
        msgid_bugs_address="",
        last_translator="",
        language_team="",
        fuzzy=False,
    )
    for message in sentences:
        if message.id:
            string = tuple(message.id) if message.pluralizable else ""
            french.add(message.id, string, context=message.context, flags=message.flags)
    return french


def main() -> None:
    """Write the French catalogue."""
    path = place_of("fr")
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, filled_in(template()), sort_output=True, width=None, omit_header=False)
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
