"""A small assembly whose one election is ranked, graded or on lists; nine members, all there."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ballots.services import archive, casting, shuffling
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner, new_receipt_key
from ballots.voting.credentials import derive_secret
from ballots.voting.prepare import Choice, prepare_ballot
from governance.models.accounts import Account
from governance.models.attendance import Movement
from governance.models.polls import Poll
from governance.rules.questions import BallotRule
from governance.services.convening import meetings, notices
from governance.services.convening.agenda import Draft
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.electorate.roll_port import SqlRoll
from governance.services.office import credentials, office, office_keys
from governance.services.polls import poll_closing, poll_mixing, poll_opening, polls
from governance.services.sitting import attendance
from tests.integration.small_assembly import (
    INES,
    OPENED,
    YACINE,
    SmallAssembly,
    load_register,
    prepared,
)

CANDIDATES = ("Anne Sorel", "Paul Estève", "Nadia Roux")
NAMES = ("Lyon", "Metz", "Nantes", "Corse", "Isère", "Brest", "Tulle", "Gap", "Pau")


def ranked(rule: BallotRule, seats: int = 1, candidates: Sequence[str] = CANDIDATES) -> Draft:
    """Return an election whose candidates are ranked or graded."""
    return Draft(
        "election",
        "Présidence",
        secret=True,
        seats=seats,
        candidates=tuple(candidates),
        ballot=rule,
    )


@dataclass(slots=True)
class ChosenBallots(SmallAssembly):
    """The assembly; ``secrets`` are the scrutineer's, by group."""

    secrets: dict[str, bytes] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)  # by member
    archive: bytes = b""

    def convene(self) -> bytes:
        """Load nine members and convene them; the scrutineer makes her keys."""
        with self.database.transaction() as session:
            load_register(session, self.now, NAMES)
            meeting = prepared(session, self.agenda, self.now)
            self.meeting_id = meeting.id
            scrutineer = self.scrutineer(session)
            keys = {}
            for group in office.form_of(session, meeting.id).groups:
                self.secrets[group], keys[group] = box_trustees.new_trustee(group)
            office_keys.add_scrutineer_keys(
                session, self.post.vault, meeting, scrutineer, keys, actor=YACINE, now=self.now
            )
            notices.convene(
                session,
                self.post,
                meeting,
                Convener(INES.name, "secretary"),
                actor=INES,
                now=self.now,
            )
        return b""

    def gather(self) -> None:
        """Everybody comes; the meeting opens."""
        self.now = OPENED
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.meeting_id)
            for line in roll.lines_of(session, meeting.id):
                attendance.note_movement(
                    session, meeting, line.member_id, Movement.ONSITE, actor=INES, now=self.now
                )
            meetings.open_meeting(
                session, meeting.id, "Gabriel Ortega", INES.name, actor=INES, now=self.now
            )

    def opened(self) -> "ChosenBallots":
        """Convene, gather and open the election."""
        self.convene()
        self.gather()
        with self.database.transaction() as session:
            poll = self.poll(session)
            lines = roll.lines_of(session, self.meeting_id)
            issued = credentials.issue_codes(session, poll.meeting, lines, actor=INES, now=self.now)
            self.codes = {line.member_id: issued[line.id] for line in lines}
            poll_opening.open_poll(session, poll, actor=INES, now=self.later(), accept=True)
        return self

    def cast(self, choices: Sequence[Choice]) -> None:
        """Let the first members vote, one after the other."""
        with self.database.transaction() as session:
            poll = self.poll(session)
            election = poll.election or ""
            opened = load_election(session, election)
            group = opened.election.group
            box = casting.BallotBox(session, SqlRoll(), KeySigner(new_receipt_key()))
            for line, choice in zip(poll.lines, choices, strict=False):
                secret = derive_secret(election, self.codes[line.member_id], group)
                raw = prepare_ballot(opened.election, opened.fingerprint, secret, [choice])
                checked = casting.verify_ballot(session, election, raw)
                casting.cast_ballot(box, checked, line.id, line.exercised_by_id or 0)

    def close(self) -> None:
        """Close the poll, few as the ballots may be."""
        with self.database.transaction() as session:
            poll_closing.close_poll(
                session,
                self.post.vault,
                self.poll(session),
                actor=INES,
                now=self.later(),
                accept=True,
            )

    def mix(self, raw: bytes | None = None) -> None:
        """Hand in the scrutineer's shuffle, as her browser makes it."""
        with self.database.transaction() as session:
            poll = self.poll(session)
            made = shuffling.make_shuffle(session, poll.election or "")
            poll_mixing.add_shuffle(
                session,
                self.post.vault,
                poll,
                self.scrutineer(session),
                made if raw is None else raw,
                actor=YACINE,
                now=self.later(),
            )

    def decrypt(self) -> None:
        """Hand in the scrutineer's part of the tally."""
        with self.database.transaction() as session:
            poll = self.poll(session)
            election = poll.election or ""
            group = load_election(session, election).election.group
            part = box_trustees.decrypt(session, election, self.secrets[group.name]).decode()
            poll_closing.add_decryption(
                session, poll, self.scrutineer(session), part, actor=YACINE, now=self.later()
            )
            self.archive = archive.read_archive(session, election)

    def played(self, choices: Sequence[Choice]) -> "ChosenBallots":
        """Play the election from its opening to the scrutineer's last act."""
        self.opened()
        self.cast(choices)
        self.close()
        with self.database.session(read_only=True) as session:
            mixing = poll_mixing.mixing_of(session, self.poll(session))
        if mixing is not None:
            self.mix()
        self.decrypt()
        return self

    def poll(self, session) -> Poll:
        """Return the one poll."""
        (poll,) = polls.polls_of(session, self.meeting_id)
        return poll

    def scrutineer(self, session) -> int:
        """Return the scrutineer's account."""
        return session.query(Account).filter_by(name=YACINE.name).one().id
