"""Papers announced with a notice: checked, listed with their fingerprint, carried on."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.meetings import Meeting
from governance.rules.ruleset import Ruled, Source, preset, with_value
from governance.services.convening import meetings, notice_paper, notices, papers
from governance.services.convening.meetings import Plan
from tests.integration.called_members import CONVENED, INES, STARTS, Called, call_members

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
DIGEST = hashlib.sha256(PDF).hexdigest()
CONVENER = notices.Convener(INES.name, "secretary")


@pytest.fixture
def called(any_settings) -> Iterator[Called]:
    asked = Ruled(("date", "documents"), Source.STATUTS, "statuts, art. 8")
    rules = with_value(preset("la27eregion"), "notice.mandatory_fields", asked)
    made = call_members(any_settings, rules)
    yield made
    made.database.engine.dispose()


def draft(session) -> Meeting:
    plan = Plan("Suivante", STARTS + timedelta(days=60), "Paris")
    return meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)


def announce(session, meeting: Meeting, title: str, raw: bytes = b"") -> Any:
    return papers.announce(session, meeting, title, raw, actor=INES, now=CONVENED)


def paper_check(session, meeting: Meeting) -> Any:
    found = notices.examine(session, meeting, "secretary", CONVENED)
    return next(check for check in found if check.code == "notice.papers")


def test_a_paper_announced_without_its_file_stops_a_notice_that_must_have_it(called):
    with called.database.transaction() as session:
        meeting = draft(session)
        assert paper_check(session, meeting).ok
        announce(session, meeting, "Rapport moral")
        check = paper_check(session, meeting)
        assert (check.ok, check.blocking, check.clause) == (False, True, "statuts, art. 8")
        assert check.facts["papers"] == ["Rapport moral"]
        paper = announce(session, meeting, "rapport  moral", PDF)
        assert paper_check(session, meeting).ok
        assert paper.document.sha256 == DIGEST
        assert papers.printed(session, meeting.id) == (f"Rapport moral (PDF) — SHA-256 {DIGEST}",)
        assert papers.get_file(session, meeting.id, paper.id).content == PDF
        assert notice_paper.preview(session, meeting, CONVENER, CONVENED).startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("title", "raw", "code"),
    [
        ("Comptes", b"GIF89a", "meeting-paper.not-pdf"),
        ("Comptes", b"%PDF-1.7 cut", "meeting-paper.not-pdf"),
        ("Comptes", PDF + b" " * papers.MAX_BYTES + b"%%EOF", "meeting-paper.too-large"),
        (" ", PDF, "meeting-paper.title"),
        ("x" * 201, PDF, "meeting-paper.title"),
        ("Budget", PDF, "meeting-paper.taken"),
        ("Budget", b"", "meeting-paper.taken"),
    ],
)
def test_what_is_no_paper_is_refused(called, title, raw, code):
    with called.database.transaction() as session:
        meeting = draft(session)
        announce(session, meeting, "Budget", PDF)
        with pytest.raises(InvalidInputError) as refusal:
            announce(session, meeting, title, raw)
        assert refusal.value.code == code


def test_a_meeting_has_so_many_papers_and_no_more(called):
    with called.database.transaction() as session:
        meeting = draft(session)
        for place in range(papers.MOST_PAPERS):
            announce(session, meeting, f"Pièce {place}")
        with pytest.raises(InvalidInputError, match="many"):
            announce(session, meeting, "Une de plus")


def test_nothing_changes_once_the_notice_has_left(called):
    with called.acting() as (session, meeting), pytest.raises(StateError, match="not-now"):
        announce(session, meeting, "Budget", PDF)


def test_a_paper_is_of_its_meeting_alone_and_goes_when_withdrawn(called):
    with called.database.transaction() as session:
        meeting, other = draft(session), draft(session)
        paper = announce(session, meeting, "Budget", PDF)
        with pytest.raises(NotFoundError):
            papers.get_file(session, other.id, paper.id)
        with pytest.raises(NotFoundError):
            papers.withdraw(session, other, paper.id, actor=INES, now=CONVENED)
        papers.carry(session, meeting, other, CONVENED)
        (carried,) = papers.papers_of(session, other.id)
        papers.withdraw(session, meeting, paper.id, actor=INES, now=CONVENED)
        assert papers.papers_of(session, meeting.id) == []
        assert papers.get_file(session, other.id, carried.id).sha256 == DIGEST
