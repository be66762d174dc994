"""Ten members called to an assembly: two colleges, one unpaid, one whom no mail reaches."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.services import trustees as box_trustees
from governance.db import Database
from governance.models.accounts import Role
from governance.models.association import Association
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.members import Person
from governance.models.outbox import OutboxMessage
from governance.models.roll import CredentialAssignment
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import RuleSet, digest, encode_ruleset, preset
from governance.services import imports
from governance.services.convening import agenda, meetings, notices
from governance.services.convening.agenda import Draft
from governance.services.convening.meetings import Plan
from governance.services.convening.notices import Convener
from governance.services.electorate import rights, roll
from governance.services.entry import tour
from governance.services.entry.vault import Vault
from governance.services.office import office_keys
from governance.services.polls import poll_opening, polls
from governance.services.post.post import Post
from governance.services.proxies import proxies
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import arrivals
from governance.settings import Settings

CONVENED = datetime(2026, 6, 2, 7, tzinfo=UTC)
STARTS = datetime(2026, 6, 26, 12, tzinfo=UTC)
INES = Actor("Inès Marchetti")
HEADING = (
    "type;categorie;nom;region;titulaire;titulaire_email;suppleant;suppleant_email;email;tarif;"
    "cotisation_2025;cotisation_2026"
)
INSTITUTIONS = ("Lyon", "Metz", "Nantes", "Corse", "Isère", "Brest")
PERSONS = ("Anne Sorel", "Paul Estève")
UNPAID, UNREACHED = "Toulon", "Sète"
LINK = re.compile(r"/lien#t=([\w-]+)&c=([\w:,-]*)")


@dataclass(slots=True)
class Called:
    """The assembly of a test: convened, its members by name."""

    database: Database
    post: Post
    number: int = 0
    members: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def acting(self) -> Iterator[tuple[Session, Meeting]]:
        """Yield a transaction and its meeting."""
        with self.database.transaction() as session:
            yield session, meetings.get_meeting(session, self.number)

    def give(self, principal: str, holder: str, now: datetime = CONVENED) -> None:
        with self.acting() as (session, meeting):
            proxies.give_proxy(
                session,
                self.post,
                meeting,
                self.members[principal],
                self.members[holder],
                actor=INES,
                now=now,
            )

    def withdraw(self, principal: str, now: datetime = CONVENED) -> str | None:
        with self.acting() as (session, meeting):
            return proxies.withdraw_proxy(
                session, self.post, meeting, self.members[principal], actor=INES, now=now
            )

    def move(
        self, name: str, movement: Movement, person: str | None = None, now: datetime = STARTS
    ) -> arrivals.Arrival:
        with self.acting() as (session, meeting):
            return arrivals.check_in(
                session,
                self.post,
                meeting,
                self.members[name],
                movement,
                person_id=self.person(person) if person else None,
                actor=INES,
                now=now,
            )

    def rights(self, person: str) -> list[tuple[str, bool]]:
        """Return what a person exercises now: names, and whether each is her own."""
        with self.acting() as (session, meeting):
            found = rights.rights_of(session, meeting, self.person(person))
            return [(right.name, right.own) for right in found]

    def person(self, name: str) -> int:
        with self.database.session(read_only=True) as session:
            return session.scalars(select(Person.id).where(Person.name == name)).one()

    def leave_without_address(self, name: str) -> None:
        with self.database.transaction() as session:
            session.scalars(select(Person).where(Person.name == name)).one().email = None

    def codes(self, name: str) -> set[str]:
        """Return the public credentials that stand for a right in the elections to come."""
        with self.database.session(read_only=True) as session:
            wanted = select(CredentialAssignment.public_credential).where(
                CredentialAssignment.roll_line_id == self.lines[name]
            )
            return set(session.scalars(wanted))

    def mails(self, person: str) -> list[str]:
        """Return the kinds of the mails owed to a person, oldest first."""
        return [kind for kind, _ in self._messages(person)]

    def last_link(self, person: str) -> tuple[str, dict[str, str]]:
        """Return token and codes (by member) of the newest link mailed to a person."""
        sealed = self._messages(person)[-1][1] or b""
        found = LINK.search(json.loads(self.post.vault.open(sealed))["text"])
        assert found is not None
        names = {str(number): name for name, number in self.lines.items()}
        pairs = (pair.split(":") for pair in found[2].split(",") if pair)
        return found[1], {names[line]: code for line, code in pairs}

    def kinds(self) -> list[str]:
        """Return the kinds of the journal's lines of the meeting."""
        with self.database.session(read_only=True) as session:
            return [line.kind for line in journal.lines_of(session, self.number)]

    def open_meeting(self) -> None:
        with self.database.transaction() as session:
            meetings.open_meeting(session, self.number, "G. O.", INES.name, actor=INES, now=STARTS)

    def open_poll(self, place: int) -> int:
        """Open a poll: 0 the named vote, 1 the secret one, few as the members are."""
        with self.acting() as (session, meeting):
            poll = polls.polls_of(session, meeting.id)[place]
            poll_opening.open_poll(session, poll, actor=INES, now=STARTS, accept=True)
            return poll.id

    def voters(self, poll_id: int) -> dict[str, int | None]:
        """Return who exercises each right of an opened poll."""
        with self.acting() as (session, meeting):
            poll = polls.get_poll(session, meeting.id, poll_id)
            return {line.name: line.exercised_by_id for line in poll.lines}

    def _messages(self, person: str) -> list[tuple[str, bytes | None]]:
        wanted = select(OutboxMessage.kind, OutboxMessage.sealed_body).where(
            OutboxMessage.person_id == self.person(person)
        )
        with self.database.session(read_only=True) as session:
            return [
                (kind, body) for kind, body in session.execute(wanted.order_by(OutboxMessage.id))
            ]


def call_members(settings: Settings, rules: RuleSet | None = None) -> Called:
    """Load the register and convene, in the empty database of ``settings``, under some bylaws."""
    called = Called(Database(settings), Post(Vault(settings.vault_key), settings.public_url))
    with called.database.transaction() as session:
        _load(session, rules)
        plan = Plan("Assemblée 2026", STARTS, "Oasis 21, Paris", "https://visio.example/ag")
        meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)
        for item in (
            Draft("resolution", "Comptes 2025", "Les comptes.", "L’assemblée approuve."),
            Draft("election", "Conseil", secret=True, seats=1, candidates=("A. B.", "C. D.")),
        ):
            agenda.add_item(session, meeting, item, actor=INES, now=CONVENED)
        scrutineer = tour.account_of(session, Role.SCRUTINEER)
        _, key = box_trustees.new_trustee()
        keys = {box_trustees.DEFAULT_GROUP: key}
        office_keys.add_scrutineer_keys(
            session, called.post.vault, meeting, scrutineer.id, keys, actor=INES, now=CONVENED
        )
        convener = Convener(INES.name, "secretary")
        notices.convene(session, called.post, meeting, convener, actor=INES, now=CONVENED)
        called.number = meeting.id
        for line in roll.lines_of(session, meeting.id):
            called.members[line.name], called.lines[line.name] = line.member_id, line.id
    called.leave_without_address(f"Titulaire {UNREACHED}")
    return called


def _load(session: Session, rules: RuleSet | None) -> None:
    row = Association(
        id=1, name="Les Communs", short_name="Les Communs", seat="", email="a@m.example", website=""
    )
    session.add(row)
    session.flush()
    install(session, rules or preset("la27eregion"))
    lines = [_institution(name, "payée") for name in (*INSTITUTIONS, UNREACHED)]
    lines.append(_institution(UNPAID, "appelée"))
    lines += [
        f"individu;personne-physique;{name};;;;;;p{place}@m.example;;payée;appelée"
        for place, name in enumerate(PERSONS)
    ]
    raw = "\n".join([HEADING, *lines]).encode()
    imports.import_file(session, "registre.csv", raw, actor=INES, now=CONVENED)


def install(session: Session, rules: RuleSet) -> RuleSetVersion:
    """Write bylaws as the version that new meetings pin."""
    version = RuleSetVersion(
        name=rules.name,
        version=rules.version,
        document=encode_ruleset(rules).decode(),
        sha256=digest(rules),
        created_at=CONVENED,
        chosen_at=CONVENED,
    )
    session.add(version)
    session.flush()
    return version


def _institution(name: str, dues: str) -> str:
    address = f"{name.encode('ascii', 'ignore').decode().lower()}@m.example"
    start = f"institution;ville-metropole;{name};;Titulaire {name};{address}"
    return f"{start};Suppléant {name};s.{address};;;{dues};{dues}"
