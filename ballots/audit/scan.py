"""First pass over an archive: its bytes, its chain, its order, and where each event lies."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ballots.audit.box_index import BoxIndex
from ballots.audit.outcomes import Fault
from ballots.audit.progress import Progress, silent
from ballots.errors import MalformedError, RefusedError
from ballots.protocol.archive import ArchiveReader, Entry
from ballots.protocol.events import EventType
from ballots.voting.box import require_event_order

CHECKED_BYTES = "archive"
CHECKED_CHAIN = "chain"
CHECKED_ORDER = "order"
SHOWN_EVERY = 200  # events between two signs of progress


@dataclass(frozen=True, slots=True)
class Place:
    """Where one event that is no ballot lies."""

    kind: EventType
    height: int
    offset: int


@dataclass(slots=True)
class Scan:
    """Where the events are, and the first fault of each kind; payloads are not kept."""

    reader: ArchiveReader
    places: list[Place] = field(default_factory=list)  # ballots left out
    box: BoxIndex = field(default_factory=BoxIndex)
    events: int = 0
    head: str = ""
    faults: dict[str, Fault] = field(default_factory=dict)  # by check

    def count(self, kind: EventType) -> int:
        """Count the events of one type."""
        if kind is EventType.BALLOT:
            return len(self.box)
        return sum(place.kind is kind for place in self.places)

    def entries(self, kind: EventType) -> Iterator[Entry]:
        """Read again every entry of one type that is no ballot, one at a time."""
        for place in self.places:
            if place.kind is kind:
                yield self.reader.read_at(place.offset)


def scan(reader: ArchiveReader, progress: Progress = silent) -> Scan:
    """Read the whole archive once, keeping places only."""
    found = Scan(reader)
    last: EventType | None = None
    try:
        for entry in reader:
            kind = entry.event.type
            _check_order(found, last, kind)
            _keep_place(found, entry)
            last = kind
            if found.events % SHOWN_EVERY == 0:
                progress("scan", entry.offset, reader.size)
    except MalformedError as fault:
        broken = fault.code.startswith("chain.")
        found.faults[CHECKED_CHAIN if broken else CHECKED_BYTES] = Fault.of(fault)
    if last is None and not found.faults:
        found.faults[CHECKED_ORDER] = Fault("box.empty", {})
    progress("scan", reader.size, reader.size)
    return found


def _keep_place(found: Scan, entry: Entry) -> None:
    event = entry.event
    if event.type is EventType.BALLOT:
        found.box.add(entry.offset, entry.data[0], bytes.fromhex(event.payload or ""))
    else:
        found.places.append(Place(event.type, found.events, entry.offset))
    found.events += 1
    found.head = event.hash


def _check_order(found: Scan, last: EventType | None, kind: EventType) -> None:
    try:
        require_event_order(last, kind)
    except RefusedError as refusal:
        found.faults.setdefault(CHECKED_ORDER, Fault.of(refusal, height=found.events))
