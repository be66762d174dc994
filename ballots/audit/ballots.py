"""The check of the ballots (bulletins): in chunks, verified anywhere, reduced to one tally."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field

from ballots.audit.box_index import credential_digest
from ballots.audit.checkpoints import Checkpoints
from ballots.audit.chunks import Chunk, ChunkVerdict, Placed, verify_chunk
from ballots.audit.executors import open_executor, run_all
from ballots.audit.given_commitments import GivenCommitments
from ballots.audit.inspection import FaultsFoundError, Inspection
from ballots.audit.options import BATCH_CHUNK, CHUNK, Options
from ballots.audit.outcomes import FAULTS_KEPT, Fault
from ballots.audit.partial_tallies import PartialTallies
from ballots.protocol.election import Election
from ballots.voting.tally import Tally

FEWEST = 100  # ballots of a chunk: fewer would gain nothing from being together

Listed = Mapping[bytes, tuple[str, int]]  # credential and weight, by the digest of the former


class _Sum:
    """What the chunks have given so far, in whatever order they come."""

    def __init__(self, election: Election) -> None:
        self.tallies = PartialTallies(election)
        self.ballots = self.wrong = self.together = self.lies = 0
        self.faults: list[Fault] = []

    def add(self, verdict: ChunkVerdict) -> None:
        self.ballots += verdict.ballots
        self.wrong += verdict.wrong
        self.together += verdict.together
        self.lies += verdict.lies
        self.faults = sorted([*self.faults, *verdict.faults], key=_height)[:FAULTS_KEPT]
        if not self.wrong:
            self.tallies.add(verdict.tally)


@dataclass(slots=True)
class _Cutter:
    """Cuts the box into chunks, one after the other, each read when it is asked for."""

    found: Inspection
    given: GivenCommitments
    listed: Listed
    raw_election: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.raw_election = self.found.setup[0]

    def chunks(self) -> Iterator[Chunk]:
        box = self.found.scan.box
        size = chunk_size(self.found.options, len(box), batched=self.given.is_used)
        for start in range(0, len(box), size):
            numbers = range(start, min(start + size, len(box)))
            yield Chunk(self.raw_election, tuple(map(self._placed, numbers)))

    def _placed(self, number: int) -> Placed:
        box, reader = self.found.scan.box, self.found.scan.reader
        tracker, claim = box.tracker(number), box.claim(number)
        credential, weight = self.listed.get(claim, ("", None))
        return Placed(
            raw=reader.ballot_at(box.offsets[number], box.sizes[number], tracker),
            height=number + 1,  # the Setup event comes first: the order was checked
            credential=credential,
            weight=weight,
            counts=box.last_of(claim) == number,
            repeated=number in box.repeated,
            commitments=self.given.take(tracker),
        )


def check_ballots(found: Inspection) -> Mapping[str, object]:
    """Verify every ballot, and add up the last one of each credential as they are verified."""
    total = _Sum(found.election)
    with ExitStack() as stack:
        given = stack.enter_context(GivenCommitments(found))
        checkpoints = None
        if found.options.checkpoint is not None:
            opened = Checkpoints(found.options.checkpoint, found.archive_hash)
            checkpoints = stack.enter_context(opened)
        cutter = _Cutter(found, given, _listed(found))
        for verdict in _verdicts(found.options, cutter, checkpoints):
            total.add(verdict)
            found.options.progress("ballots", total.ballots, len(found.scan.box))
        found.remarks += given.remarks(total.lies)
        if checkpoints is not None and checkpoints.resumed:
            found.remarks.append(Fault("remark.resumed", {"number": checkpoints.resumed}))
    if total.wrong:
        raise FaultsFoundError(total.faults, total.wrong)
    found.tally = _whole(found, cutter.listed, total.tallies)
    number, tallied = total.ballots, found.tally.num_tallied
    facts = {"ballots": number, "tallied": tallied, "replaced": number - tallied}
    return facts | {"together": total.together, "one_by_one": number - total.together}


def chunk_size(options: Options, ballots: int, *, batched: bool) -> int:
    """Return how many ballots a chunk has: enough to gain, few enough to share out and to hold."""
    if options.chunk is not None:
        return options.chunk
    most = BATCH_CHUNK if batched else CHUNK
    workers = options.workers if options.scheduler is None else 1
    return max(FEWEST, min(most, -(-ballots // workers)))


def _verdicts(
    options: Options, cutter: _Cutter, checkpoints: Checkpoints | None
) -> Iterator[ChunkVerdict]:
    """Yield the verdict of every chunk: those that are known at once, the others as they come."""
    known: list[ChunkVerdict] = []

    def unknown() -> Iterator[Chunk]:
        for chunk in cutter.chunks():
            verdict = checkpoints.find(chunk) if checkpoints else None
            if verdict is None:
                yield chunk
            else:
                known.append(verdict)

    with open_executor(options) as (executor, width):
        for chunk, verdict in run_all(executor, width, verify_chunk, unknown()):
            if checkpoints is not None:
                checkpoints.keep(chunk, verdict)
            yield verdict
            while known:
                yield known.pop()
    yield from known


def _listed(found: Inspection) -> Listed:
    texts = ((str(one.public), one.weight) for one in found.credentials)
    return {credential_digest(text): (text, weight) for text, weight in texts}


def _whole(found: Inspection, listed: Listed, tallies: PartialTallies) -> Tally:
    weights = [listed[claim][1] for claim in found.scan.box.claims]
    return Tally(tallies.total(), len(weights), sum(weights))


def _height(fault: Fault) -> int:
    height = fault.facts.get("height")
    return height if isinstance(height, int) else 0
