"""A small assembly that elects its board under bylaws of one's choice; nine members, all there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from ballots.services import casting
from ballots.services import trustees as box_trustees
from ballots.services.elections import load_election
from ballots.services.signer import KeySigner, new_receipt_key
from ballots.voting.credentials import derive_secret
from ballots.voting.prepare import prepare_ballot
from governance.models.journal import JournalLine
from governance.models.polls import Poll
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import (
    ElectionRule,
    RoundThreshold,
    Ruled,
    Source,
    TieRule,
    digest,
    encode_ruleset,
    preset,
    with_value,
)
from governance.services.bylaws import rulesets
from governance.services.convening import notices
from governance.services.convening.agenda import Draft
from governance.services.convening.notices import Convener
from governance.services.electorate import roll
from governance.services.electorate.roll_port import SqlRoll
from governance.services.office import credentials, office_keys
from governance.services.polls import open_votes, poll_closing, poll_opening, polls, results
from tests.integration.chosen_ballots import NAMES, ChosenBallots
from tests.integration.small_assembly import INES, YACINE, load_register, prepared

ANNE, PAUL, NADIA, OMAR = BOARD = ("Anne Sorel", "Paul Estève", "Nadia Roux", "Omar Benali")
CLAUSE = "statuts, art. 12"


def election(seats: int = 1, names: Sequence[str] = BOARD, title: str = "Conseil") -> Draft:
    """Return the election of a board by boxes to tick."""
    return Draft("election", title, seats=seats, candidates=tuple(names))


def by_rounds(rounds: int, tie: TieRule, *thresholds: RoundThreshold) -> dict[str, Any]:
    """Return bylaws that elect by so many rounds, openly."""
    rule = ElectionRule("plurinominal", rounds, tie, thresholds)
    return {"election.rule": rule, "vote.secrecy": "open"}


@dataclass(slots=True)
class BoardElection(ChosenBallots):
    """The assembly; ``bylaws`` are values by path, all under one clause."""

    bylaws: Mapping[str, Any] = field(default_factory=dict)

    def convene(self) -> bytes:
        """Choose the bylaws, load nine members and convene them."""
        with self.database.transaction() as session:
            load_register(session, self.now, NAMES)
            self._choose_bylaws(session)
            meeting = prepared(session, self.agenda, self.now)
            self.meeting_id = meeting.id
            self.before_the_notice(session, meeting)
            secret, key = box_trustees.new_trustee()
            self.secrets = {box_trustees.DEFAULT_GROUP: secret}
            keys = {box_trustees.DEFAULT_GROUP: key}
            scrutineer = self.scrutineer(session)
            office_keys.add_scrutineer_keys(
                session, self.post.vault, meeting, scrutineer, keys, actor=YACINE, now=self.now
            )
            convener = Convener(INES.name, "secretary")
            notices.convene(session, self.post, meeting, convener, actor=INES, now=self.now)
        return secret

    def before_the_notice(self, session, meeting) -> None:
        """Do what a test does between the agenda and the notice."""

    def start(self) -> "BoardElection":
        """Convene and gather; issue the codes again, so that the test holds them."""
        self.convene()
        self.gather()
        with self.database.transaction() as session:
            lines = roll.lines_of(session, self.meeting_id)
            meeting = polls.polls_of(session, self.meeting_id)[0].meeting
            issued = credentials.issue_codes(session, meeting, lines, actor=INES, now=self.now)
            self.codes = {line.member_id: issued[line.id] for line in lines}
        return self

    def open(self, poll_id: int) -> None:
        """Open a poll, few as the voters are."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            poll_opening.open_poll(session, poll, actor=INES, now=self.later(), accept=True)

    def tick(self, poll_id: int, votes: Sequence[Sequence[str]]) -> None:
        """Let the first members tick names, one list of names each; an empty one votes blank."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            answers = poll.question["answers"]
            for line, names in zip(poll.lines, votes, strict=False):
                choice = [int(not names), *(int(one in names) for one in answers)]
                if poll.secret:
                    self._cast(session, poll, line, choice)
                    continue
                signer, person = KeySigner(new_receipt_key()), line.exercised_by_id or 0
                open_votes.cast_all(session, signer, poll, person, {line.id: choice}, self.now)

    def end(self, poll_id: int) -> None:
        """Close a poll; the scrutineer adds her part to a secret one."""
        with self.database.transaction() as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            poll_closing.close_poll(
                session, self.post.vault, poll, actor=INES, now=self.later(), accept=True
            )
            if poll.secret:
                secret = self.secrets[box_trustees.DEFAULT_GROUP]
                part = box_trustees.decrypt(session, poll.election or "", secret).decode()
                scrutineer = self.scrutineer(session)
                poll_closing.add_decryption(
                    session, poll, scrutineer, part, actor=YACINE, now=self.later()
                )

    def hold(self, poll_id: int, votes: Sequence[Sequence[str]]) -> dict[str, Any]:
        """Open, vote and close; return how the seats were filled, if it was announced."""
        self.open(poll_id)
        self.tick(poll_id, votes)
        self.end(poll_id)
        return self.seats(poll_id)

    def seats(self, poll_id: int) -> dict[str, Any]:
        """Return how a poll filled its seats; nothing before it is announced."""
        with self.database.session(read_only=True) as session:
            poll = polls.get_poll(session, self.meeting_id, poll_id)
            return (results.read_result(poll) or {}).get("seats") or {}

    def told(self, kind: str) -> list[dict[str, Any]]:
        """Return the facts of the journal's lines of a kind, in their order."""
        with self.database.session(read_only=True) as session:
            wanted = select(JournalLine).where(JournalLine.kind == kind)
            lines = session.scalars(wanted.order_by(JournalLine.height))
            return [line.facts for line in lines]

    def _cast(self, session, poll: Poll, line, choice: Sequence[int]) -> None:
        opened = load_election(session, poll.election or "")
        group = opened.election.group
        secret = derive_secret(poll.election or "", self.codes[line.member_id], group)
        raw = prepare_ballot(opened.election, opened.fingerprint, secret, [list(choice)])
        checked = casting.verify_ballot(session, poll.election or "", raw)
        box = casting.BallotBox(session, SqlRoll(), KeySigner(new_receipt_key()))
        casting.cast_ballot(box, checked, line.id, line.exercised_by_id or 0)

    def _choose_bylaws(self, session) -> None:
        rules = preset("la27eregion")
        for path, value in self.bylaws.items():
            rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
        version = RuleSetVersion(
            name="Statuts d’essai",
            version=rules.version,
            document=encode_ruleset(rules).decode(),
            sha256=digest(rules),
            created_at=self.now,
        )
        session.add(version)
        session.flush()
        rulesets.choose(session, version.id, actor=INES, now=self.later())
