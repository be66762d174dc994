"""What the minutes are drafted from, and what a draft is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from governance.rules.calendar import PARIS
from governance.rules.weights.voices import Amount

Facts = Mapping[str, Any]
PresenceMode = Literal["onsite", "online", "represented", "absent"]
Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the meeting's journal.

    Facts read here: attendance.arrived and attendance.left {name, mode}; proxy.given and
    proxy.withdrawn {principal, holder}; proxy.blank-given and proxy.blank-withdrawn {principal};
    proxy.distributed {given, refused, order}; capacity.chosen {person, member};
    poll.secrecy-asked {position, asked, base, needed, unit, granted, clause};
    incident.noted {text}; item.discussed {position, text}; poll.opened and poll.closed {position};
    credential.codes-destroyed {moment, count, position} and credential.authority-destroyed
    {name, count}. Other kinds are left out.
    """

    kind: str
    at: datetime
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the draft; the first row of ``table`` is its heading."""

    key: str
    kind: Literal["wording", "figures"]
    text: str
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the minutes."""

    key: str
    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """How the meeting was convened; ``days`` are those of notice given, ``clause`` its rule.

    ``urgent``: the reason of a shorter notice. ``asked_by``: members who asked for the meeting, by
    which clause. ``first_on``: the day of the first meeting, where this one is a second call, how
    many were there and how many were needed.
    """

    sent_on: date
    recipients: int
    days: int | None = None
    counting: Literal["clear", "calendar", "business"] = "clear"
    clause: str = ""
    means: str = "courrier électronique"
    urgent: str = ""
    asked_by: str = ""
    asked_clause: str = ""
    first_on: date | None = None
    first_counted: Amount = 0
    first_required: Amount = 0
    second_clause: str = ""


@dataclass(frozen=True, slots=True)
class FailureFacts:
    """A quorum that failed: the count, when, and the second call that the bylaws provide for.

    ``second_clause``: none where they provide for no second call. ``second_on``: its day, once
    its notice has left.
    """

    at: datetime
    statement: Facts
    second_clause: str = ""
    min_days: int = 0
    max_days: int | None = None
    same_agenda: bool = True
    second_on: date | None = None
    is_second: bool = False  # this was the second call already


@dataclass(frozen=True, slots=True)
class QuorumMoment:
    """The quorum was lost or found again during the meeting: when, and by which count."""

    at: datetime
    met: bool
    counted: Amount
    required: Amount


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One line of the attendance sheet (feuille de présence)."""

    name: str
    college: str
    voices: Amount
    mode: PresenceMode
    holder: str = ""
    arrived_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContestRow:
    """One contest of the electoral roll; ``clause`` is what a refusal rests on."""

    member: str
    raised_on: date
    state: Literal["open", "accepted", "refused", "withdrawn"]
    decided_on: date | None = None
    clause: str = ""


@dataclass(frozen=True, slots=True)
class InterestRow:
    """A member personally interested in an item: does it vote, does it count at the quorum."""

    member: str
    blocks_vote: bool
    leaves_quorum: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in which capacity (in French, as it is printed)."""

    capacity: str
    name: str


@dataclass(frozen=True, slots=True)
class VoteRow:
    """The vote of one right at an open poll: in words, and the member that cast it by proxy."""

    member: str
    voices: Amount
    choice: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One item of the agenda and what became of it.

    ``counts`` are those of majority.Count, and who was entitled and voted: {entitled,
    entitled_voices, voters, voters_voices}. ``decision``, ``seats``, ``secrecy`` and the quorums
    are what the to_facts of each returned, ``ranking`` what a result keeps of a count.
    ``quorum_basis``: by what a vote opened without the quorum of that moment.
    ``fingerprint`` and ``election`` name the box of a secret poll, ``trackers`` is the number of
    ballots it shows. ``trustees`` held a key each, the server's first; ``needed`` shares of the
    others' were enough, 0 where every key was needed. ``table`` is the one that the resolution
    puts to the vote.
    """

    position: int
    title: str
    kind: str
    text: str = ""
    reporter: str = ""
    debate: str = ""
    secret: bool = False
    counts: Facts | None = None
    decision: Facts | None = None
    seats: Facts | None = None
    ranking: Facts | None = None
    quorum_opening: Facts | None = None
    quorum_closing: Facts | None = None
    quorum_basis: Facts | None = None
    secrecy: Facts | None = None
    fingerprint: str = ""
    election: str = ""
    trackers: int | None = None
    trustees: tuple[str, ...] = ()
    needed: int = 0
    table: Table | None = None
    table_title: str = ""
    interests: tuple[InterestRow, ...] = ()
    votes: tuple[VoteRow, ...] = ()  # of an open poll, where the bylaws have the names printed

    @property
    def was_voted(self) -> bool:
        """Whether the item was put to a vote that came to a result."""
        return not (self.decision is None and self.seats is None and self.counts is None)


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """A meeting that is closed, or about to be."""

    association: str
    title: str
    body: str
    date: date
    place: str
    chair: str
    secretary: str
    opened_at: datetime
    closed_at: datetime | None
    remote: str = ""
    scrutineers: tuple[str, ...] = ()
    parts_needed: int = 0  # of the scrutineers' shares of a key; 0 where nobody shares one
    notice: NoticeFacts | None = None
    attendance: tuple[AttendanceRow, ...] = ()
    quorum: Facts | None = None
    items: tuple[MinutesItem, ...] = ()
    signers: tuple[Signer, ...] = ()
    college_names: Mapping[str, str] = field(default_factory=dict)  # by college, as printed
    rules_name: str = ""
    rules_version: int | None = None
    rules_digest: str = ""
    rules_assumed: int = 0
    roll_digest: str = ""
    contests: tuple[ContestRow, ...] = ()
    failure: FailureFacts | None = None
    quorum_moments: tuple[QuorumMoment, ...] = ()
    zone: str = PARIS
