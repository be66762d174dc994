"""The document of a case: one meeting and its facts, as JSON; every part typed and bounded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from governance.rules.cases.call_facts import (
    CALL,
    REQUEST,
    SECOND_CALL,
    CallFacts,
    RequestFacts,
    SecondCallFacts,
)
from governance.rules.cases.kinds import (
    DAY,
    MOST_MEMBERS,
    TIME,
    Anything,
    Numbers,
    RulesName,
    Table,
)
from governance.rules.cases.persons import (
    BOARD,
    CANDIDACY,
    COMPOSITION,
    ELECTION,
    BoardFacts,
    CandidacyFacts,
    CompositionFacts,
    ElectionFacts,
)
from governance.rules.cases.register_facts import (
    CAPACITY,
    CONTEST,
    MEMBER,
    OTHER,
    CapacityFacts,
    ContestFacts,
    MemberLine,
    OtherFacts,
)
from governance.rules.cases.sitting_facts import ATTENDANCE, PROXY, AttendanceFacts, ProxyFacts
from governance.rules.cases.vote_facts import VOTE, VoteFacts
from governance.rules.ruleset.convening import BodyKind
from governance.rules.ruleset.kinds import TEXT, Listing, Member, Optional, Pattern, Record, Text


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One meeting of one body under one set of bylaws, and what is expected of it.

    ``starts_at``: the time in the notice; ``opened_at``: when the chair opened the sitting;
    ``blank_order``: who comes first among equals where proxies without a name are shared out.
    """

    title: str
    rules: str | Mapping[str, object]
    body: BodyKind
    on: date
    source: str | None = None
    says: str | None = None
    changes: Mapping[str, object] = field(default_factory=dict)
    noticed_on: date | None = None
    starts_at: str | None = None
    opened_at: str | None = None
    members: tuple[MemberLine, ...] = ()
    others: tuple[OtherFacts, ...] = ()
    capacities: tuple[CapacityFacts, ...] = ()
    contests: tuple[ContestFacts, ...] = ()
    attendance: tuple[AttendanceFacts, ...] = ()
    proxies: tuple[ProxyFacts, ...] = ()
    blank_order: tuple[int, ...] = ()
    votes: tuple[VoteFacts, ...] = ()
    elections: tuple[ElectionFacts, ...] = ()
    candidacies: tuple[CandidacyFacts, ...] = ()
    composition: CompositionFacts | None = None
    board: BoardFacts | None = None
    call: CallFacts | None = None
    second_call: SecondCallFacts | None = None
    item_requests: tuple[RequestFacts, ...] = ()
    expected: object = None


CASE = Record(
    CaseDocument,
    {
        "title": TEXT,
        "source": Optional(Text(2000)),
        "says": Optional(Text(2000)),
        "rules": RulesName(),
        "changes": Table(Anything(), Pattern(r"[A-Za-z_.-]{1,100}", "the path of a parameter")),
        "body": Member(BodyKind),
        "on": DAY,
        "noticed_on": Optional(DAY),
        "starts_at": Optional(TIME),
        "opened_at": Optional(TIME),
        "members": Listing(MEMBER, at_most=MOST_MEMBERS),
        "others": Listing(OTHER, at_most=1000),
        "capacities": Listing(CAPACITY, at_most=1000),
        "contests": Listing(CONTEST, at_most=1000),
        "attendance": Listing(ATTENDANCE, at_most=MOST_MEMBERS),
        "proxies": Listing(PROXY, at_most=MOST_MEMBERS),
        "blank_order": Numbers(),
        "votes": Listing(VOTE),
        "elections": Listing(ELECTION),
        "candidacies": Listing(CANDIDACY, at_most=1000),
        "composition": Optional(COMPOSITION),
        "board": Optional(BOARD),
        "call": Optional(CALL),
        "second_call": Optional(SECOND_CALL),
        "item_requests": Listing(REQUEST),
        "expected": Anything(),
    },
)
