"""A small assembly played through the services up to its closing: an open vote, a secret one."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.services import casting
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner, new_receipt_key
from ballots.voting.credentials import derive_secret
from ballots.voting.prepare import prepare_ballot
from governance.db import Database
from governance.demo.register import DATA
from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.convening import agenda, meetings, notices
from governance.services.convening.agenda import Draft
from governance.services.convening.meetings import Plan
from governance.services.convening.notices import Convener
from governance.services.dues import dues
from governance.services.electorate import roll
from governance.services.electorate.roll_port import SqlRoll
from governance.services.office import credentials, office_keys, outside_codes
from governance.services.polls import open_votes, poll_closing, poll_opening, polls
from governance.services.post.post import Post
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

CONVENED = datetime(2026, 6, 2, 7, tzinfo=UTC)
OPENED = datetime(2026, 6, 26, 12, 5, tzinfo=UTC)
CLOSED = datetime(2026, 6, 26, 14, 15, tzinfo=UTC)
INES, YACINE = Actor("Inès Marchetti"), Actor("Yacine Ferhat")
HEADING = "type;categorie;nom;region;titulaire;titulaire_email;tarif;cotisation_2026"
MEMBERS = ("Lyon", "Metz", "Nantes", "Corse", "Isère")
TEXT = "L’assemblée générale approuve les comptes 2025."
FIGURES = {
    "title": "Dépenses 2025",
    "columns": ["Poste", "Montant"],
    "rows": [["Salaires", "300 €"], ["Loyer", "26 €"]],
    "total": ["Total", "326 €"],
}
AGENDA = (
    Draft("report", "Rapport moral", "Le rapport de l’année."),
    Draft("resolution", "Comptes 2025", "Les comptes.", TEXT, figures=FIGURES),
    Draft("election", "Conseil", secret=True, seats=1, candidates=("Anne Sorel", "Paul Estève")),
    Draft("debate", "Stratégie à dix ans", "Débat ouvert."),
)


@dataclass(slots=True)
class SmallAssembly:
    """The assembly of five members, of which four take part; ``now`` moves on with each act."""

    database: Database
    post: Post
    now: datetime = CONVENED
    meeting_id: int = 0
    authority: str = ""  # who makes the codes, outside
    agenda: tuple[Draft, ...] = AGENDA

    def play(self) -> "SmallAssembly":
        """Convene, gather, vote twice and close."""
        secret = self.convene()
        self.gather()
        for poll_id in self.planned():
            self.vote(poll_id, secret)
        self.now = CLOSED
        with self.database.transaction() as session:
            meetings.close_meeting(session, self.meeting_id, actor=INES, now=self.now)
        return self

    def convene(self) -> bytes:
        """Load five members and convene them; return the scrutineer's secret."""
        with self.database.transaction() as session:
            load_register(session, self.now)
            meeting = prepared(session, self.agenda, self.now)
            self.meeting_id = meeting.id
            if self.authority:
                outside_codes.choose_authority(
                    session, meeting, self.authority, actor=INES, now=self.now
                )
            scrutineer = session.query(Account).filter_by(name=YACINE.name).one()
            secret, key = box_trustees.new_trustee()
            keys = {box_trustees.DEFAULT_GROUP: key}
            office_keys.add_scrutineer_keys(
                session, self.post.vault, meeting, scrutineer.id, keys, actor=YACINE, now=self.now
            )
            convener = Convener(INES.name, "secretary")
            notices.convene(session, self.post, meeting, convener, actor=INES, now=self.now)
        return secret

    def gather(self) -> None:
        """Four members come, one of them online; the meeting opens."""
        self.now = OPENED
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.meeting_id)
            for place, line in enumerate(roll.lines_of(session, meeting.id)[:4]):
                how = Movement.ONLINE if place == 3 else Movement.ONSITE
                attendance.note_movement(
                    session, meeting, line.member_id, how, actor=INES, now=self.now
                )
            meetings.open_meeting(
                session, meeting.id, "Gabriel Ortega", INES.name, actor=INES, now=self.now
            )

    def planned(self) -> list[int]:
        """Return the polls in their order."""
        with self.database.session(read_only=True) as session:
            return [poll.id for poll in polls.polls_of(session, self.meeting_id)]

    def vote(self, poll_id: int, secret: bytes) -> None:
        """Open a poll, let the four vote, close and announce it, few as they are."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            lines = roll.lines_of(session, self.meeting_id)
            issued = credentials.issue_codes(session, poll.meeting, lines, actor=INES, now=self.now)
            codes = {line.member_id: issued[line.id] for line in lines}
            poll_opening.open_poll(session, poll, actor=INES, now=self.later(), accept=True)
        (self._ballots if poll.secret else self._hands)(poll_id, codes)
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            poll_closing.close_poll(
                session, self.post.vault, poll, actor=INES, now=self.later(), accept=True
            )
            if poll.secret:
                scrutineer = session.query(Account).filter_by(name=YACINE.name).one()
                part = box_trustees.decrypt(session, poll.election or "", secret).decode()
                poll_closing.add_decryption(
                    session, poll, scrutineer.id, part, actor=YACINE, now=self.later()
                )

    def _hands(self, poll_id: int, _codes: dict[int, str]) -> None:
        """Three for, one against."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            signer = KeySigner(new_receipt_key())
            for place, line in enumerate(poll.lines[:4]):
                choice = {line.id: [0, 1, 0] if place == 3 else [1, 0, 0]}
                person = line.exercised_by_id or 0
                open_votes.cast_all(session, signer, poll, person, choice, self.now)

    def _ballots(self, poll_id: int, codes: dict[int, str]) -> None:
        """Three for the first candidate, one blank; the first voter votes twice."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            election = poll.election or ""
            opened = load_election(session, election)
            box = casting.BallotBox(session, SqlRoll(), KeySigner(new_receipt_key()))
            lines = poll.lines[:4]
            for place, line in enumerate([*lines, lines[0]]):
                secret = derive_secret(election, codes[line.member_id], BELENIOS_2048)
                choice = [[1, 0, 0]] if place == 3 else [[0, 1, 0]]
                raw = prepare_ballot(opened.election, opened.fingerprint, secret, choice)
                checked = casting.verify_ballot(session, election, raw)
                casting.cast_ballot(box, checked, line.id, line.exercised_by_id or 0)

    def later(self) -> datetime:
        """Let five minutes pass."""
        self.now += timedelta(minutes=5)
        return self.now


def load_register(session: Session, now: datetime, members: tuple[str, ...] = MEMBERS) -> None:
    """Write the association, its officers, its bylaws and its members."""
    session.add(
        Association(
            id=1,
            name="La 27e Région",
            short_name="La 27e Région",
            seat="Paris",
            email="assemblee@region.example",
            website="",
        )
    )
    for name, role in ((INES.name, "secretary"), (YACINE.name, "scrutineer")):
        account = Account(email=f"{role}@region.example", name=name)
        account.roles.append(AccountRole(role=role))
        session.add(account)
    session.flush()
    rulesets.install_preset(session, "la27eregion", actor=INES, now=now)
    dues.load_schedule(session, 2026, (DATA / "bareme-2026.csv").read_bytes(), "adhésion 2026")
    lines = [
        f"institution;ville-metropole;{name};Bretagne;Titulaire {name};{name[:2].lower()}@m.example"
        f";1000;payée"
        for name in members
    ]
    raw = "\n".join([HEADING, *lines]).encode()
    imports.import_file(session, "registre.csv", raw, actor=INES, now=now)


def prepared(session: Session, items: tuple[Draft, ...], now: datetime) -> Meeting:
    """Make the meeting and its agenda."""
    plan = Plan(
        "Assemblée générale 2026",
        datetime(2026, 6, 26, 12, tzinfo=UTC),
        "Oasis 21, Paris",
        "https://visio.example/ag",
    )
    meeting = meetings.create_meeting(session, "AGO", plan, actor=INES, now=now)
    for item in items:
        agenda.add_item(session, meeting, item, actor=INES, now=now)
    return meeting
