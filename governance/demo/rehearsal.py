"""The rehearsal (répétition): the whole assembly of June 2026 without a browser, files at the end.

Everything goes through the services that the pages call. Codes are read where members read them:
in the mails. Ballots are made by the Python twin of the booth.
"""

import random
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

from sqlalchemy.orm import Session

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.services import archive, casting
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner
from ballots.voting.credentials import derive_secret
from ballots.voting.prepare import prepare_ballot
from governance.db import Database
from governance.demo import assembly, seed
from governance.mail.smtp import Accepted
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.models.meetings import Meeting
from governance.models.notices import Answer
from governance.models.polls import Poll
from governance.rules.lifecycle import PollState
from governance.services.convening import agenda, answers, meetings, notices
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.electorate.roll_port import SqlRoll
from governance.services.entry import tour
from governance.services.minutes import minutes
from governance.services.minutes.minutes import Seal
from governance.services.office import office, office_keys
from governance.services.polls import open_votes, poll_closing, poll_opening, polls, results
from governance.services.post import deliveries, outbox
from governance.services.post.post import Post
from governance.services.proxies import proxies
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.sitting import attendance

LINK = re.compile(r"/assemblees/\d+/lien#t=[\w-]+&c=([\w:,-]+)")
SEED = 2026  # of the invented behaviour alone; ballots draw their own randomness
MINUTE = timedelta(minutes=1)
REVOTES = 3
SECRETARY = Actor("Inès Marchetti")
NOTES = {
    1: "Le rapport moral est présenté et reçoit l’accord de la salle.",
    7: "Plusieurs membres demandent que la stratégie à dix ans serve d’abord les petites "
    "collectivités ; d’autres souhaitent un programme commun avec les régions.",
}


@dataclass(slots=True)
class Mailbox:
    """A transport that keeps nothing but the codes it carried, as members would."""

    codes: dict[int, str] = field(default_factory=dict)
    mails: int = 0

    def send(self, raw: bytes, sender: str, recipient: str) -> Accepted:  # noqa: ARG002
        """Read the personal link of one mail."""
        self.mails += 1
        body = message_from_bytes(raw, policy=SMTP).get_body(("plain",))
        found = LINK.search(body.get_content()) if body else None
        if found:
            pairs = (pair.partition(":") for pair in found[1].split(","))
            self.codes.update({int(line): code for line, _, code in pairs})
        return Accepted(250, "kept")


@dataclass(slots=True)
class Rehearsal:
    """One assembly being played; ``now`` moves on with each act."""

    database: Database
    post: Post
    signer: KeySigner
    seal: Seal
    out: Path
    mailbox: Mailbox = field(default_factory=Mailbox)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311
    now: datetime = assembly.START
    secrets: dict[str, bytes] = field(default_factory=dict)  # the scrutineer's, by group
    receipts: dict[str, str] = field(default_factory=dict)

    @property
    def secretary(self) -> Actor:
        """Who runs the meeting."""
        return SECRETARY

    def play(self, members: int) -> Path:
        """Play the assembly with so many members and write its files; return the folder."""
        number = self.up_to_the_day(members)
        for poll_id in self._planned(number):
            self._vote(number, poll_id)
        self._end(number)
        self._write(number)
        return self.out

    def up_to_the_day(self, members: int) -> int:
        """Load, convene, let members answer and arrive, open the meeting; return its number."""
        with self.database.transaction() as session:
            meeting = seed.load(session, self.now, members)
            if meeting is None:
                raise ValueError("a rehearsal needs a database of its own")
            number = meeting.id
        self._prepare(number)
        self._answer(number)
        self._gather(number)
        return number

    def _prepare(self, number: int) -> None:
        """The scrutineer makes her key, then the secretary convenes."""
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, number)
            account = tour.account_of(session, Role.SCRUTINEER)
            groups = office.form_of(session, number).groups
            made = {group: box_trustees.new_trustee(group) for group in groups}
            self.secrets = {group: secret for group, (secret, _) in made.items()}
            office_keys.add_scrutineer_keys(
                session,
                self.post.vault,
                meeting,
                account.id,
                {group: public_key for group, (_, public_key) in made.items()},
                actor=Actor(account.name),
                now=self._later(),
            )
            convener = Convener(SECRETARY.name, "secretary")
            now = self._later()
            notices.convene(session, self.post, meeting, convener, actor=SECRETARY, now=now)
        self._deliver()

    def _answer(self, number: int) -> None:
        """Members answer: a tenth gives a proxy, some come, some connect, some stay away."""
        self.now += timedelta(days=3)
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, number)
            lines = roll.lines_of(session, number)
            for place, line in enumerate(lines):
                answer, holder = self._chosen_answer(session, meeting, line.member_id, place)
                answers.give_answer(
                    session,
                    self.post,
                    meeting,
                    line.member_id,
                    answer,
                    holder_id=holder,
                    person_id=None,
                    actor=Actor(line.name),
                    now=self._later(),
                )
        self._deliver()

    def _chosen_answer(
        self, session: Session, meeting: Meeting, member_id: int, place: int
    ) -> tuple[Answer, int | None]:
        if place % 10 == 3:
            holders = proxies.possible_holders(session, meeting, member_id, self.now)
            lawful = [holder for holder, _, refusal in holders if refusal is None]
            principal_may = lawful and member_id not in roll.standing_holders(session, meeting.id)
            if principal_may:
                return Answer.PROXY, lawful[(place * 3) % len(lawful)]
        return (Answer.PRESENT, Answer.REMOTE, Answer.PRESENT, Answer.ABSENT)[place % 4], None

    def _gather(self, number: int) -> None:
        """On the day: members arrive, the meeting is opened, reports are presented."""
        self.now = assembly.DAY - 20 * MINUTE
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, number)
            answered = answers.answers_of(session, number)
            held = set(roll.standing_holders(session, number).values())
            for member_id, answer in sorted(answered.items()):
                movement = _movement(answer, member_id in held)
                if movement is not None:
                    attendance.note_movement(
                        session, meeting, member_id, movement, actor=SECRETARY, now=self.now
                    )
            self.now = assembly.DAY + 5 * MINUTE
            meetings.open_meeting(
                session, number, "Gabriel Ortega", SECRETARY.name, actor=SECRETARY, now=self.now
            )
            self._note(session, meeting, 1)

    def _planned(self, number: int) -> list[int]:
        with self.database.session(read_only=True) as session:
            return [poll.id for poll in polls.polls_of(session, number)]

    def _vote(self, number: int, poll_id: int) -> None:
        """Open, vote, close and announce one poll."""
        self.now += 15 * MINUTE
        with self.database.transaction() as session:
            poll = polls.get_poll(session, number, poll_id)
            poll_opening.open_poll(session, poll, actor=SECRETARY, now=self.now)
        self.now += 5 * MINUTE
        with self.database.session(read_only=True) as session:
            is_secret = polls.get_poll(session, number, poll_id).secret
        (self._cast_secretly if is_secret else self._cast_openly)(number, poll_id)
        self.now += 5 * MINUTE
        with self.database.transaction() as session:
            poll = polls.get_poll(session, number, poll_id)
            poll_closing.close_poll(session, self.post.vault, poll, actor=SECRETARY, now=self.now)
            if poll.state is PollState.CLOSED:
                self._decrypt(session, poll)

    def _cast_openly(self, number: int, poll_id: int) -> None:
        """Each person in the room or online votes for all her rights in one pass."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, number, poll_id)
            for person_id in self._voters(session, poll):
                lines = open_votes.lines_of(session, poll, person_id)
                choices = {line.id: self._choice(poll) for line in lines}
                if not choices:  # in the room, but not in good standing
                    continue
                open_votes.cast_all(session, self.signer, poll, person_id, choices, self.now)

    def _cast_secretly(self, number: int, poll_id: int) -> None:
        """Each right casts its own ballot; a few change their mind."""
        with self.database.session(read_only=True) as session:
            poll = polls.get_poll(session, number, poll_id)
            rolls = {line.member_id: line.id for line in roll.lines_of(session, number)}
            rights = [
                (line.id, self.mailbox.codes[rolls[line.member_id]], person_id)
                for person_id in self._voters(session, poll)
                for line in open_votes.lines_of(session, poll, person_id)
            ]
            election = poll.election or ""
        for line, code, person_id in [*rights, *rights[:REVOTES]]:
            outcome = self._cast(poll_id, election, line, code, person_id)
            self.receipts[outcome.tracker] = outcome.receipt

    def _cast(
        self, poll_id: int, election: str, line: int, code: str, person_id: int
    ) -> casting.CastOutcome:
        with self.database.session(read_only=True) as session:
            poll = session.get_one(Poll, poll_id)
            opened = load_election(session, election)
            secret = derive_secret(election, code, BELENIOS_2048)
            choices = [self._choice(poll)]
            raw = prepare_ballot(opened.election, opened.fingerprint, secret, choices)
            checked = casting.verify_ballot(session, election, raw)
        with self.database.transaction() as session:
            box = casting.BallotBox(session, SqlRoll(), self.signer)
            return casting.cast_ballot(box, checked, line, person_id)

    def _decrypt(self, session: Session, poll: Poll) -> None:
        """The scrutineer's part, as her browser would send it."""
        account = tour.account_of(session, Role.SCRUTINEER)
        election = poll.election or ""
        group = load_election(session, election).election.group.name
        part = box_trustees.decrypt(session, election, self.secrets[group])
        poll_closing.add_decryption(
            session, poll, account.id, part.decode(), actor=Actor(account.name), now=self._later()
        )

    def _voters(self, session: Session, poll: Poll) -> list[int]:
        """Return the persons who vote: those of members that are there now."""
        acting = roll.acting_persons(session, poll.meeting_id)
        places = attendance.places(session, poll.meeting_id)
        present = sorted(one for one, place in places.items() if attendance.is_presence(place))
        return list(dict.fromkeys(acting[member].id for member in present if member in acting))

    def _choice(self, poll: Poll) -> list[int]:
        """Return an invented choice: most for, a few against; or up to as many names as seats."""
        answers_ = len(poll.question["answers"])
        if not poll.question["blank"]:
            chosen = self.chance.choices(range(answers_), [80, 12, 8])[0]
            return [int(place == chosen) for place in range(answers_)]
        if self.chance.random() < 0.05:
            return [1] + [0] * answers_
        names = self.chance.sample(range(answers_), self.chance.randint(1, poll.question["max"]))
        return [0] + [int(place in names) for place in range(answers_)]

    def _end(self, number: int) -> None:
        """The debate, the closing, the minutes."""
        self.now += 30 * MINUTE
        with self.database.transaction() as session:
            self._note(session, meetings.get_meeting(session, number), 7)
            meetings.close_meeting(session, number, actor=SECRETARY, now=self._later())
        self.now += 60 * MINUTE
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, number)
            minutes.publish(session, self.post, self.seal, meeting, actor=SECRETARY, now=self.now)
        self._deliver()

    def _note(self, session: Session, meeting: Meeting, position: int) -> None:
        item = agenda.items_of(session, meeting.id)[position - 1]
        text = NOTES[position]
        meetings.note_discussion(
            session, meeting.id, item.id, text, actor=SECRETARY, now=self._later()
        )

    def _deliver(self) -> None:
        """Hand every owed mail over, as the worker does."""
        with self.database.session(read_only=True) as session:
            owed = outbox.due(session, self.now)
        for message_id in owed:
            with self.database.transaction() as session:
                claimed = outbox.claim(session, self.post.vault, message_id, self.now)
            if claimed is None:
                continue
            outcome = deliveries.hand_over(
                self.mailbox, claimed, "assemblee@27eregion.example", "La 27e Région", self.now
            )
            with self.database.transaction() as session:
                deliveries.remember(session, message_id, outcome, self.now)

    def _write(self, number: int) -> None:
        """Write archives, receipts, documents, results and public keys."""
        for folder in ("receipts", "keys"):
            (self.out / folder).mkdir(parents=True, exist_ok=True)
        with self.database.session(read_only=True) as session:
            for poll in polls.polls_of(session, number):
                if poll.election:
                    content = archive.read_archive(session, poll.election)
                    (self.out / f"{poll.election}.bel").write_bytes(content)
            notice = notices.notice_of(session, number)
            published = minutes.published_of(session, number)[0]
            if notice is None or published.document is None:
                raise ValueError("the rehearsal did not reach its end")
            (self.out / "notice.pdf").write_bytes(notice.document.content)
            (self.out / "minutes.pdf").write_bytes(published.document.content)
            (self.out / "results.json").write_bytes(results.all_results(session, number))
            trustees = office.trustees_for(session, number, box_trustees.DEFAULT_GROUP)
            if not journal.is_intact(session):
                raise ValueError("the journal of the rehearsal is broken")
        for place, token in enumerate(sorted(self.receipts.values()), 1):
            (self.out / "receipts" / f"{place:04}.jws").write_text(token)
        keys = self.out / "keys"
        (keys / "receipts.pem").write_text(self.signer.public_key)
        (keys / "seal.pem").write_bytes(minutes.seal_certificate(self.seal))
        (keys / "trustees.json").write_text(trustees + "\n")

    def _later(self) -> datetime:
        self.now += MINUTE / 10
        return self.now


def _movement(answer: Answer, holds_proxy: bool) -> Movement | None:
    """Return how a member comes, from its answer; whoever holds a proxy comes."""
    if answer is Answer.PRESENT or (holds_proxy and answer is Answer.ABSENT):
        return Movement.ONSITE
    return Movement.ONLINE if answer is Answer.REMOTE else None
