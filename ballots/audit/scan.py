"""First pass over an archive: its bytes, its chain, its order, and where each event lies."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ballots.audit.outcomes import Fault
from ballots.errors import MalformedError, RefusedError
from ballots.protocol.archive import ArchiveReader, Entry
from ballots.protocol.events import EventType
from ballots.voting.box import require_event_order

CHECKED_BYTES = "archive"
CHECKED_CHAIN = "chain"
CHECKED_ORDER = "order"


@dataclass(slots=True)
class Scan:
    """Where the events are, and the first fault of each kind; payloads are not kept."""

    reader: ArchiveReader
    places: list[tuple[EventType, int]] = field(default_factory=list)  # type and offset
    head: str = ""
    faults: dict[str, Fault] = field(default_factory=dict)  # by check

    def count(self, kind: EventType) -> int:
        """Count the events of one type."""
        return sum(found is kind for found, _ in self.places)

    def entries(self, kind: EventType) -> Iterator[tuple[int, Entry]]:
        """Read again every entry of one type, with its height, one at a time."""
        for height, (found, offset) in enumerate(self.places):
            if found is kind:
                yield height, self.reader.read_at(offset)


def scan(reader: ArchiveReader) -> Scan:
    """Read the whole archive once, keeping places only."""
    found = Scan(reader)
    last: EventType | None = None
    try:
        for entry in reader:
            kind = entry.event.type
            _check_order(found, last, kind, len(found.places))
            found.places.append((kind, entry.offset))
            found.head = entry.event.hash
            last = kind
    except MalformedError as fault:
        broken = fault.code.startswith("chain.")
        found.faults[CHECKED_CHAIN if broken else CHECKED_BYTES] = Fault.of(fault)
    if last is None and not found.faults:
        found.faults[CHECKED_ORDER] = Fault("box.empty", {})
    return found


def _check_order(found: Scan, last: EventType | None, kind: EventType, height: int) -> None:
    try:
        require_event_order(last, kind)
    except RefusedError as refusal:
        found.faults.setdefault(CHECKED_ORDER, Fault.of(refusal, height=height))
