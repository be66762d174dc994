"""An assembly on its day, as the rehearsal brings it there: roll frozen, codes mailed, open."""

import shutil
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from flask import Flask

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.services import casting
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner
from ballots.voting.credentials import derive_secret
from ballots.voting.prepare import prepare_ballot
from governance import clock
from governance.db import Database
from governance.demo.rehearsal import MINUTE, SECRETARY, Rehearsal
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.models.polls import Poll
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.electorate.roll_port import SqlRoll
from governance.services.entry import links, tour
from governance.services.entry.vault import Vault
from governance.services.polls import open_votes, poll_closing, poll_opening, poll_rights, polls
from governance.services.polls.signers import signer_of
from governance.services.post.post import Post
from governance.services.records.journal import Actor
from governance.services.sitting import attendance
from governance.settings import Settings
from tests.simulators.databases import settings_for

MEMBERS = 16  # of whom 13 in good standing; 4 and 14 gave a proxy, held by 13 and 9
ACCOUNTS, ELECTION = 3, 6  # positions on the agenda: an open resolution, a secret election


class Right(NamedTuple):
    """One line of an opened poll, and what its holder needs to vote."""

    line: int
    name: str
    voices: int
    person: int
    by_proxy: bool
    code: str


@dataclass(frozen=True)
class Scene:
    """The assembly of a test, over the services that the pages call."""

    settings: Settings
    number: int
    codes: dict[int, str]
    secret: bytes
    now: Any

    @cached_property
    def database(self) -> Database:
        return Database(self.settings)

    @cached_property
    def signer(self) -> KeySigner:
        return signer_of(self.settings)

    @cached_property
    def vault(self) -> Vault:
        return Vault(self.settings.vault_key)

    def app(self) -> Flask:
        """The application over this assembly; the demonstration's clock is on the day."""
        from app import create_app

        app = create_app(self.settings)
        if self.settings.demo:
            clock.move_demo_clock(self.settings, self.now)
        return app

    def token(self, person_id: int) -> str:
        """Return the token of a new personal link of a person."""
        with self.database.transaction() as session:
            return links.make_meeting_link(session, person_id, self.number, self.now)

    def poll_id(self, position: int) -> int:
        with self.database.session(read_only=True) as session:
            return next(
                poll.id
                for poll in polls.polls_of(session, self.number)
                if poll.item.position == position
            )

    def poll(self, position: int) -> Poll:
        with self.database.session(read_only=True) as session:
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            _ = poll.item, poll.meeting, poll.lines
            return poll

    def open(self, position: int, *, accept: bool = False) -> int:
        """Open the poll of an item and return its number."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            poll_opening.open_poll(session, poll, actor=SECRETARY, now=self.now, accept=accept)
            return poll.id

    def close(self, position: int, *, accept: bool = False) -> None:
        """Close the poll; ``accept`` few ballots where the test is about something else."""
        now = self.now + MINUTE
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            poll_closing.close_poll(
                session, self.vault, poll, actor=SECRETARY, now=now, accept=accept
            )

    def arrive(self, *members: int, movement: Movement = Movement.ONSITE) -> None:
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.number)
            for member_id in members:
                attendance.note_movement(
                    session, meeting, member_id, movement, actor=SECRETARY, now=self.now
                )

    def rights(self, position: int) -> list[Right]:
        """Return the lines of an opened poll in the order of the roll."""
        with self.database.session(read_only=True) as session:
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            rolls = poll_rights.roll_line_ids(session, poll)
            return [
                Right(
                    line.id,
                    line.name,
                    line.voices,
                    line.exercised_by_id or 0,
                    line.holder_member_id is not None,
                    self.codes.get(rolls[line.id], ""),
                )
                for line in poll.lines
            ]

    def voters(self, position: int) -> list[Right]:
        """Return the rights whose voter is there now, in the order of the roll."""
        with self.database.session(read_only=True) as session:
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            there = {line.id for line in poll.lines if open_votes.may_vote_now(session, poll, line)}
        return [right for right in self.rights(position) if right.line in there]

    def everybody_arrives(self) -> None:
        """Let in every member that neither is there nor gave a proxy."""
        with self.database.session(read_only=True) as session:
            there = attendance.places(session, self.number)
            given = roll.standing_holders(session, self.number)
            members = [line.member_id for line in roll.lines_of(session, self.number)]
        self.arrive(*(one for one in members if one not in there and one not in given))

    def holder(self, position: int) -> list[Right]:
        """Return all the rights of a person who carries a proxy, her own first."""
        rights = self.rights(position)
        person = next(right.person for right in rights if right.by_proxy)
        return sorted((r for r in rights if r.person == person), key=lambda r: r.by_proxy)

    def ballot(self, position: int, code: str, choice: list[int]) -> bytes:
        """Make a ballot as the booth does."""
        election = self.poll(position).election or ""
        with self.database.session(read_only=True) as session:
            opened = load_election(session, election)
        secret = derive_secret(election, code, BELENIOS_2048)
        return prepare_ballot(opened.election, opened.fingerprint, secret, [choice])

    def cast(self, position: int, right: Right, raw: bytes) -> casting.CastOutcome:
        """Put a ballot into the box, as the endpoint does."""
        election = self.poll(position).election or ""
        with self.database.session(read_only=True) as session:
            checked = casting.verify_ballot(session, election, raw)
        with self.database.transaction() as session:
            box = casting.BallotBox(session, SqlRoll(), self.signer)
            return casting.cast_ballot(box, checked, right.line, right.person)

    def vote_openly(self, position: int, right: Right, choice: list[int]) -> None:
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            open_votes.cast_all(
                session, self.signer, poll, right.person, {right.line: choice}, self.now
            )

    def part(self, position: int) -> str:
        """Return the scrutineer's partial decryption, as her browser makes it."""
        with self.database.session(read_only=True) as session:
            return box_trustees.decrypt(
                session, self.poll(position).election or "", self.secret
            ).decode()

    def decrypt(self, position: int, raw: str | None = None) -> None:
        """Hand in the scrutineer's part."""
        part = self.part(position) if raw is None else raw
        with self.database.transaction() as session:
            account = tour.account_of(session, Role.SCRUTINEER)
            poll = polls.get_poll(session, self.number, self.poll_id(position))
            actor = Actor(account.name)
            poll_closing.add_decryption(
                session, poll, account.id, part, actor=actor, now=self.now + 2 * MINUTE
            )


def assembly_on_its_day(settings: Settings, members: int = MEMBERS) -> Scene:
    """Bring an assembly to the opening of its first poll, in the empty database of ``settings``."""
    database = Database(settings)
    vault = Vault(settings.vault_key)
    post = Post(vault, settings.public_url)
    seal: Any = None  # nothing is sealed before the minutes
    played = Rehearsal(database, post, signer_of(settings), seal, settings.instance)
    number = played.up_to_the_day(members)
    database.engine.dispose()
    return Scene(
        settings,
        number,
        played.mailbox.codes,
        played.secrets[box_trustees.DEFAULT_GROUP],
        played.now,
    )


class Template:
    """One assembly on SQLite, played once; each test gets a copy of its files."""

    def __init__(self, sqlite_template: Path, folder: Path) -> None:
        self._instance = folder / "instance"
        self._instance.mkdir()
        shutil.copyfile(sqlite_template, self._instance / "pleniere.sqlite")
        self._scene = assembly_on_its_day(self._settings(self._instance))

    def copy(self, folder: Path) -> Scene:
        """Return the assembly in a folder of its own."""
        instance = folder / "assembly"
        shutil.copytree(self._instance, instance)
        return replace(self._scene, settings=self._settings(instance))

    def _settings(self, instance: Path) -> Settings:
        return settings_for(
            f"sqlite:///{instance / 'pleniere.sqlite'}", instance, PLENIERE_DEMO="1"
        )
