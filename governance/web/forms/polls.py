"""The paper of a named vote as a browser sends it: what was ticked for each right, and its faults.

Which choices a question allows is asked here to say it beside the right; the service asks again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

BLANK = "blank"
SAME = "same-for-all"


@dataclass(frozen=True, slots=True)
class Paper:
    """One right on the page: whose, its voices, what is ticked, what is wrong with it."""

    line_id: int
    name: str
    by_proxy: bool
    voices: int
    ticked: tuple[str, ...] = ()
    fault: str = ""

    @property
    def field(self) -> str:
        """The name of its boxes."""
        return f"choice-{self.line_id}"


def empty_papers(lines: Sequence[Any]) -> list[Paper]:
    """Return one paper per right, nothing ticked."""
    return [_paper(line) for line in lines]


def read_papers(
    fields: MultiDict[str, str], question: Mapping[str, Any], lines: Sequence[Any]
) -> list[Paper]:
    """Read what was ticked; « same for all » speaks for every right that ticks nothing itself."""
    first = fields.getlist(f"choice-{lines[0].id}") if lines else []
    papers = []
    for line in lines:
        ticked = fields.getlist(f"choice-{line.id}")
        if not ticked and fields.get(SAME):
            ticked = first
        papers.append(_paper(line, tuple(ticked), choice_fault(question, ticked)))
    return papers


def choice_fault(question: Mapping[str, Any], ticked: Sequence[str]) -> str:
    """Say what is wrong with these boxes; nothing when the question allows them."""
    names = [one for one in ticked if one != BLANK]
    if not ticked:
        return gettext("Choisissez une réponse.")
    known = {str(place) for place in range(len(question["answers"]))}
    if not known.issuperset(names) or (BLANK in ticked and not question["blank"]):
        return gettext("Ce choix n’est pas sur le bulletin.")
    if BLANK in ticked and names:
        return gettext("Un vote blanc ne s’ajoute pas à un nom : gardez l’un ou l’autre.")
    if len(names) > question["max"]:
        return ngettext(
            "Cochez une réponse au plus.", "Cochez %(num)s réponses au plus.", question["max"]
        )
    return ""


def boxes_of(paper: Paper, question: Mapping[str, Any]) -> list[int]:
    """Return 0 or 1 per box, the blank first where the question has one."""
    answers = [int(str(place) in paper.ticked) for place in range(len(question["answers"]))]
    return [int(BLANK in paper.ticked), *answers] if question["blank"] else answers


def _paper(line: Any, ticked: tuple[str, ...] = (), fault: str = "") -> Paper:
    by_proxy = line.holder_member_id is not None
    return Paper(line.id, line.name, by_proxy, line.voices, ticked, fault)
