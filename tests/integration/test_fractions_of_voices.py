"""Parts of a voice in an assembly, on both databases: open and secret polls, minutes, archive."""

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from ballots.services import board
from ballots.services.elections import load_election
from governance.db import Database
from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.polls import OpenVote, Poll
from governance.rules.minutes import draft_minutes
from governance.rules.ruleset import preset, with_value
from governance.services import imports
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.electorate.electorate import frozen_of, of_meeting
from governance.services.entry.vault import Vault
from governance.services.minutes import minutes_facts
from governance.services.polls import poll_rights, polls, results
from governance.services.post.post import Post
from governance.services.sitting import attendance
from tests.integration.called_members import install
from tests.integration.small_assembly import INES, OPENED, YACINE, SmallAssembly
from tests.web.visits import Visit

REGISTER = """type;categorie;nom;region;titulaire;titulaire_email;audience;cotisation_2026
institution;syndicat;A;;Ta;a@m.example;;payée
institution;employeurs;C;;Tc;c@m.example;60;payée
institution;employeurs;D;;Td;d@m.example;25;payée
institution;employeurs;E;;Te;e@m.example;15;payée
institution;syndicat;B;;Tb;b@m.example;;payée
"""  # the employers share four voices: 2.4, 1 and 0.6, counted in fifths
BORROWED = ("body.can_be_called_by", "vote.remote_allowed", "vote.revote")


def load(session: Session, now: datetime) -> None:
    """Write an AGFPN of two unions and three employers."""
    about = {"name": "AGFPN", "short_name": "AGFPN", "seat": "Paris", "website": ""}
    session.add(Association(id=1, **about, email="a@m.example"))
    for name, role in ((INES.name, "secretary"), (YACINE.name, "scrutineer")):
        account = Account(email=f"{role}@m.example", name=name)
        account.roles.append(AccountRole(role=role))
        session.add(account)
    session.flush()
    rules = preset("agfpn")
    for path in BORROWED:
        rules = with_value(rules, path, preset("la27eregion").parameters()[path])
    install(session, rules)
    imports.import_file(session, "r.csv", REGISTER.encode(), actor=INES, now=now)


@pytest.fixture
def played(any_settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallAssembly]:
    """The assembly up to its closing: A, C, D, E are there; E votes against, then blank."""
    monkeypatch.setattr("tests.integration.small_assembly.load_register", load)
    database = Database(any_settings)
    post = Post(Vault(any_settings.vault_key), any_settings.public_url)
    yield SmallAssembly(database, post).play()
    database.engine.dispose()


def read(played: SmallAssembly) -> Session:
    return played.database.session(read_only=True)


def two_polls(session: Session) -> tuple[Poll, Poll]:
    opened, secret = polls.polls_of(session, 1)
    return opened, secret


def test_the_roll_is_frozen_in_fifths_and_the_quorum_stated_in_voices(played):
    with read(played) as session:
        meeting = meetings.get_meeting(session, 1)
        assert meeting.voice_scale == 5
        assert [line.voices for line in roll.lines_of(session, 1)] == [10, 12, 5, 3, 10]
        drawn = roll.roll_at(session, meeting, OPENED)
        voices = {line.name: drawn.voices_of(line) for line in drawn.lines}
        assert voices == {"A": 2, "B": 2, "C": Fraction(12, 5), "D": 1, "E": Fraction(3, 5)}
        frozen = frozen_of(session, meeting)
        assert frozen is not None
        assert (frozen.is_intact, frozen.scale) == (True, 5)
        assert of_meeting(session, meeting, OPENED).voices == 8
    with read(played) as session:
        meeting = meetings.get_meeting(session, 1)
        stated = attendance.quorum_now(session, meeting, OPENED)
        assert (stated.onsite_voices, stated.online_voices) == (Fraction(27, 5), Fraction(3, 5))
        again = type(stated).from_facts(stated.to_facts())
        assert again == stated
        opened, _ = two_polls(session)
        assert (opened.quorum_at_opening or {})["onsite_voices"] == "27/5"


def test_an_open_vote_is_decided_in_exact_voices_and_its_receipts_show_them(played):
    with read(played) as session:
        opened, _ = two_polls(session)
        result = results.read_result(opened)
        assert result is not None
        assert (opened.voice_scale, result["voice_scale"]) == (5, 5)
        told = {"Pour": Fraction(27, 5), "Contre": Fraction(3, 5), "Abstention": 0}
        assert result["counts"] == told
        assert result["voted"] == {"heads": 4, "voices": 6}
        assert result["entitled"] == {"heads": 5, "voices": 8}
        decision = result["decision"]
        assert (decision["numerator"], decision["denominator"]) == (Fraction(27, 5), 6)
        assert decision["needed"] == Fraction(16, 5)  # more than half of six, in fifths
        assert decision["adopted"]
    with read(played) as session:
        opened, _ = two_polls(session)
        lines = {line.name: line for line in opened.lines}
        votes = session.scalars(select(OpenVote)).all()
        signed = {line.name: line.voices for line in poll_rights.signatures(session, opened)}
        assert signed["C"] == Fraction(12, 5)
        receipt = next(one for one in votes if one.line_id == lines["C"].id).receipt
    payload = receipt.split(".")[1]
    told = b64decode(payload + "=" * (-len(payload) % 4), altchars="-_").decode()
    assert '"voices":"12/5"' in told.replace(" ", "")


def test_a_secret_vote_is_counted_in_whole_parts_and_printed_in_voices(played):
    with read(played) as session:
        _, secret = two_polls(session)
        result = results.read_result(secret)
        assert result is not None
        counts = {"Anne Sorel": Fraction(27, 5), "Paul Estève": 0, "Blanc": Fraction(3, 5)}
        assert result["counts"] == counts
        ranking = {one["name"]: one["voices"] for one in result["seats"]["ranking"]}
        assert ranking["Anne Sorel"] == Fraction(27, 5)
        assert result["seats"]["elected"] == ["Anne Sorel"]
        found = board.read_board(session, secret.election or "")
        assert found.total_weight == 40  # fifths of eight voices
        election = load_election(session, secret.election or "").election
        assert "5 font une voix" in election.description
    with read(played) as session:
        facts, entries = minutes_facts.gather(session, meetings.get_meeting(session, 1))
        text = "\n".join(
            f"{one.text} {one.table}"
            for section in draft_minutes(facts, entries)
            for one in section.paragraphs
        )
    assert "5,4" in text and "2,4" in text and "0,6" in text
    assert "27/5" not in text and "Fraction" not in text
    assert date(2026, 6, 26) == facts.date


def test_the_public_board_tells_voices_and_how_the_archive_counts_them(played, any_settings):
    with read(played) as session:
        _, secret = two_polls(session)
        address = f"/urnes/{secret.election}"
    app = create_app(any_settings)
    page = re.sub(r"<[^>]+>", " ", Visit(app).get(address).text)
    app.extensions["database"].engine.dispose()
    assert "5,4" in page and "0,6" in page
    assert "5 parts font une voix" in page
    assert " 27 " not in page and " 40 " not in page
