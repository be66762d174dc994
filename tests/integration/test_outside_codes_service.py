"""Codes made by an outside authority: the roll goes out, the lists come back, ballots count."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from ballots import credentials as command
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.errors import BallotsError
from ballots.protocol.authority import parse_roll
from ballots.protocol.canonical import encode
from ballots.services import board
from ballots.services import credentials as box_credentials
from governance.db import Database
from governance.errors import GovernanceError
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.entry.vault import Vault
from governance.services.office import outside_codes
from governance.services.polls import poll_opening, polls
from governance.services.post import outbox
from governance.services.post.post import Post
from governance.services.proxies import proxies
from governance.services.records import journal
from governance.settings import Settings
from tests.integration.small_assembly import CLOSED, INES, SmallAssembly

AUTHORITY = "Maître Odile Ferrand"


class Outside:
    """The small assembly, its secretary, and the authority at her own desk."""

    def __init__(self, played: SmallAssembly, desk: Path) -> None:
        self.played, self.desk = played, desk
        self.secret = played.convene()
        self.roll = self.read_roll()
        (desk / "roll.json").write_bytes(self.roll)
        assert command.main(["make", str(desk / "roll.json"), "--out", str(desk)]) == 0
        self.lists = (desk / command.PUBLIC).read_bytes()

    def read_roll(self) -> bytes:
        with self.played.database.session(read_only=True) as session:
            return outside_codes.roll_file(session, meetings.get_meeting(session, self.number))

    @property
    def number(self) -> int:
        return self.played.meeting_id

    def codes(self) -> dict[int, str]:
        rows = csv.DictReader(io.StringIO((self.desk / command.PRIVATE).read_text()))
        return {int(row["right"]): row["code"] for row in rows}

    def take(self, raw: bytes) -> int:
        checked = box_credentials.check_lists(raw)
        with self.played.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.number)
            now = self.played.now
            return outside_codes.take_lists(session, meeting, checked, actor=INES, now=now)

    def note(self, raw: bytes) -> None:
        with self.played.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.number)
            outside_codes.note_destroyed(session, meeting, raw, actor=INES, now=self.played.now)

    def rows(self) -> list[tuple[object, ...]]:
        """Return everything that the database knows of credentials."""
        with self.played.database.engine.connect() as connection:
            wanted = text("SELECT * FROM credential_assignment ORDER BY id")
            return [tuple(row) for row in connection.execute(wanted)]

    def kinds(self) -> list[str]:
        with self.played.database.session(read_only=True) as session:
            return [line.kind for line in journal.lines_of(session, self.number)]


@pytest.fixture
def outside(any_settings: Settings, tmp_path) -> Iterator[Outside]:
    database = Database(any_settings)
    try:
        post = Post(Vault(any_settings.vault_key), "https://ag.example")
        yield Outside(SmallAssembly(database, post, authority=AUTHORITY), tmp_path)
    finally:
        database.dispose()


def changed(raw: bytes, change) -> bytes:
    """Return the lists with one credential line changed, of the first election."""
    found = json.loads(raw)
    lines = found["elections"][0]["credentials"]
    lines[:] = change(lines)
    return encode(found)


def test_the_server_makes_no_code_and_the_letters_carry_none(outside):
    assert outside.rows() == []
    assert "credential.issued" not in outside.kinds()
    with outside.played.database.transaction() as session:
        owed = outbox.due(session, outside.played.now)
        claimed = [outbox.claim(session, outside.played.post.vault, one, outside.played.now)
                   for one in owed]  # fmt: skip
    assert len(claimed) == 5
    for letter in filter(None, claimed):
        assert "&c=&n=" in letter.text
        assert f"{AUTHORITY} vous les envoie à part" in " ".join(letter.text.split())
        assert f"{AUTHORITY} vous les envoie à part" in letter.html
        assert "Ce lien porte" not in letter.text + letter.html


def test_the_roll_names_every_right_and_every_election_that_may_open(outside):
    handed = parse_roll(outside.roll)
    with outside.played.database.session(read_only=True) as session:
        lines = roll.lines_of(session, outside.number)
        wanted = {(line.id, line.voices, line.name) for line in lines}
    assert {(one.number, one.weight, one.label) for one in handed.rights} == wanted
    assert all("@" in one.address for one in handed.rights)
    assert len(handed.elections) == 4  # one planned secret poll, three in reserve


def test_ballots_made_with_the_authority_s_codes_are_counted(outside):
    assert outside.take(outside.lists) == 4
    played, codes = outside.played, outside.codes()
    played.gather()
    secret_poll = played.planned()[-1]
    with played.database.transaction() as session:
        poll = polls.get_poll(session, outside.number, secret_poll)
        by_member = {line.member_id: codes[line.id]
                     for line in roll.lines_of(session, outside.number)}  # fmt: skip
        poll_opening.open_poll(session, poll, actor=INES, now=played.now, accept=True)
        election = poll.election or ""
    played._ballots(secret_poll, by_member)
    with played.database.session(read_only=True) as session:
        assert board.read_board(session, election).counted_ballots == 4
    left = {row[2] for row in outside.rows()}
    assert len(left) == 3  # the reserve; the opened poll's are forgotten


def test_the_archive_says_who_made_the_codes(outside):
    outside.take(outside.lists)
    outside.played.gather()
    with outside.played.database.transaction() as session:
        poll = polls.get_poll(session, outside.number, outside.played.planned()[-1])
        poll_opening.open_poll(session, poll, actor=INES, now=outside.played.now, accept=True)
        from ballots.services.elections import election_bytes

        stated = json.loads(election_bytes(session, poll.election or ""))
    assert stated["credential_authority"] == AUTHORITY


def test_lists_taken_again_replace_those_before(outside, tmp_path):
    outside.take(outside.lists)
    again = ["make", str(tmp_path / "roll.json"), "--out", str(tmp_path / "again")]
    assert command.main(again) == 0
    before = {row[3] for row in outside.rows()}
    outside.take((tmp_path / "again" / command.PUBLIC).read_bytes())
    after = {row[3] for row in outside.rows()}
    assert len(after) == len(before) and not before & after


def without_last_election(raw: bytes) -> bytes:
    found = json.loads(raw)
    found["elections"].pop()
    return encode(found)


def weight_of(lines: list[str], weight: str) -> list[str]:
    public, _, number = lines[0].split(",")
    return [f"{public},{weight},{number}", *lines[1:]]


def key_of(lines: list[str], key: object) -> list[str]:
    return [f"{key},{lines[0].partition(',')[2]}", *lines[1:]]


@pytest.mark.parametrize(
    ("tamper", "code"),
    [
        (lambda raw: raw[:-1], "public-lists.malformed"),
        (lambda raw: raw + b" ", "public-lists.not-canonical"),
        (without_last_election, "public-lists.other-elections"),
        (lambda raw: raw.replace(b"BELENIOS-2048", b"Ed25519", 1), "public-lists.malformed"),
        (lambda raw: changed(raw, lambda lines: lines[1:]), "public-lists.other-rights"),
        (lambda raw: changed(raw, lambda lines: [*lines, f"{BELENIOS_2048.g},1,999999"]),
         "public-lists.other-rights"),
        (lambda raw: changed(raw, lambda lines: weight_of(lines, "77")),
         "public-lists.other-weight"),
        (lambda raw: changed(raw, lambda lines: [*lines, lines[0]]), "public-lists.duplicate"),
        (lambda raw: changed(raw, lambda lines: key_of(lines, 1)), "public-lists.not-in-group"),
        (lambda raw: changed(raw, lambda lines: key_of(lines, BELENIOS_2048.p - 1)),
         "public-lists.not-in-group"),
    ],
)  # fmt: skip
def test_lists_that_do_not_match_the_roll_change_nothing(outside, tamper, code):
    outside.take(outside.lists)
    before, told = outside.rows(), outside.kinds()
    with pytest.raises((BallotsError, GovernanceError)) as refused:
        outside.take(tamper(outside.lists))
    assert refused.value.code == code
    assert (outside.rows(), outside.kinds()) == (before, told)


def test_a_proxy_or_a_new_link_leaves_the_authority_s_codes_alone(outside):
    outside.take(outside.lists)
    before = outside.rows()
    with outside.played.database.transaction() as session:
        meeting = meetings.get_meeting(session, outside.number)
        lines = roll.lines_of(session, outside.number)
        proxies.give_proxy(
            session, outside.played.post, meeting, lines[0].member_id, lines[1].member_id,
            actor=INES, now=outside.played.now,
        )  # fmt: skip
    assert outside.rows() == before


def test_the_authority_s_destruction_is_told_in_the_journal_once(outside):
    outside.take(outside.lists)
    desk = outside.desk
    made = [str(desk / command.PRIVATE), "--public", str(desk / command.PUBLIC)]
    assert command.main(["destroy", *made]) == 0
    statement = (desk / command.STATEMENT).read_bytes()
    outside.note(statement)
    assert outside.kinds()[-1] == "credential.authority-destroyed"
    with pytest.raises(GovernanceError) as refused:
        outside.note(statement)
    assert refused.value.code == "destruction.noted"
    with pytest.raises(GovernanceError) as refused:
        outside.note(statement.replace(json.loads(statement)["lists"].encode(), b"0" * 64))
    assert refused.value.code == "destruction.other-lists"


def test_the_authority_is_chosen_before_the_notice_leaves(outside):
    now = outside.played.now
    with outside.played.database.transaction() as session:
        meeting = meetings.get_meeting(session, outside.number)
        with pytest.raises(GovernanceError) as late:
            outside_codes.choose_authority(session, meeting, "", actor=INES, now=now)
    assert late.value.code == "meeting.not-now"


def test_once_the_meeting_is_closed_no_code_is_left_and_none_is_taken(outside):
    outside.take(outside.lists)
    outside.played.gather()
    with outside.played.database.transaction() as session:
        meetings.close_meeting(session, outside.number, actor=INES, now=CLOSED)
    assert outside.rows() == []
    with pytest.raises(GovernanceError) as refused:
        outside.take(outside.lists)
    assert refused.value.code == "meeting.not-now"


def test_a_meeting_that_makes_its_own_codes_hands_nothing_out(any_settings):
    database = Database(any_settings)
    try:
        played = SmallAssembly(database, Post(Vault(any_settings.vault_key), "https://ag.example"))
        played.convene()
        with database.session(read_only=True) as session, pytest.raises(GovernanceError) as refused:
            outside_codes.roll_file(session, meetings.get_meeting(session, played.meeting_id))
        assert refused.value.code == "authority.not-outside"
    finally:
        database.dispose()
