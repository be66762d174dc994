"""The booth's page for each kind of question: every name has its control, nothing is chosen."""

import json
import re
from typing import Any

import pytest

from governance.models.polls import Poll
from governance.rules.questions import BallotKind, BallotRule, Quota, election_question
from tests.simulators.assemblies import ELECTION, Scene

NAMES = ("Ada Prévost", "Binh Nguyen", "Chloé d’Arc")
LISTS = (("Nord & Sud", NAMES[:2]), ("Élan", NAMES[2:]))


def asked(kind: BallotKind, *, lists: Any = (("", NAMES),)) -> dict[str, Any]:
    """Return the question of an election as a poll keeps it."""
    rule = BallotRule(kind, quota=Quota.DROOP, grades=("Bien", "Passable", "À rejeter"))
    return election_question(rule, "Présidence", lists, 1, commitment="0" * 64)


def page_of(scene: Scene, visit: Any, question: dict[str, Any]) -> tuple[str, int]:
    """Open the booth's page for ``question``; return it with the visitor's own line."""
    scene.open(ELECTION)
    mine, _ = scene.holder(ELECTION)
    with scene.database.transaction() as session:
        session.get_one(Poll, scene.poll_id(ELECTION)).question = question
    address = f"/assemblees/{scene.number}/scrutins/{scene.poll_id(ELECTION)}/vote"
    return visit(mine.person).get(address).text, mine.line


def booth_of(page: str) -> dict[str, Any]:
    block = re.search(r'<script type="application/json" id="booth-data">(.*?)</script>', page)
    assert block
    found: dict[str, Any] = json.loads(block[1])
    return found


def fieldset(page: str, line: int) -> str:
    """Return what the voter's own right may fill in."""
    return page.split(f'id="right-{line}"')[1].split('id="same-for-all"', maxsplit=1)[0]


@pytest.mark.parametrize(
    ("kind", "hint"),
    [(BallotKind.SCHULZE, "même rang"), (BallotKind.STV, "Chaque rang ne sert qu’une fois")],
)
def test_every_name_has_its_ranks_and_its_button(
    scene: Scene, visit: Any, kind: BallotKind, hint: str
) -> None:
    page, line = page_of(scene, visit, asked(kind))
    mine = fieldset(page, line)
    for place, name in enumerate(NAMES):
        assert f'<select id="choice-{line}-{place}" aria-label="Rang de {name}"' in mine
    assert mine.count("data-rank-next") == len(NAMES)
    assert mine.count("<option") == len(NAMES) * (len(NAMES) + 1)
    assert hint in mine and 'value="blank"' in mine
    assert "selected" not in mine and "checked" not in mine
    question = booth_of(page)["question"]
    assert (question["kind"], question["counting"]["method"]) == ("ranked", kind.value)


def test_every_name_has_its_grades(scene: Scene, visit: Any) -> None:
    page, line = page_of(scene, visit, asked(BallotKind.JUDGMENT))
    mine = fieldset(page, line)
    for place, name in enumerate(NAMES):
        assert f"<legend>{name}</legend>" in mine
        assert mine.count(f'name="choice-{line}-{place}"') == 3
    assert "checked" not in mine
    assert booth_of(page)["question"]["grades"] == ["Bien", "Passable", "À rejeter"]


def test_every_list_has_its_names_and_the_button_for_all(scene: Scene, visit: Any) -> None:
    page, line = page_of(scene, visit, asked(BallotKind.LISTS, lists=LISTS))
    mine = fieldset(page, line)
    assert mine.count('type="radio"') == 2 and mine.count("data-whole-list") == 2
    assert "Nord &amp; Sud" in mine
    for name in NAMES:
        assert f"{name}</label>" in mine
    assert "blank" not in mine and "checked" not in mine.replace('"checkbox"', "")
    assert [len(one["candidates"]) for one in booth_of(page)["question"]["lists"]] == [2, 1]
