"""The audit of one archive (vérification de l’urne): open, scan, run the checks, conclude."""

import hashlib
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from ballots.audit.checks import (
    CHECKS,
    Check,
    Facts,
    open_election,
    unique_weights,
)
from ballots.audit.inspection import FaultsFoundError, Inspection, NothingToCheckError
from ballots.audit.options import Options
from ballots.audit.outcomes import (
    CheckOutcome,
    Counted,
    Fault,
    Identity,
    Report,
    State,
    Verdict,
)
from ballots.audit.receipts import Asked, asked_receipt, judge_receipt
from ballots.audit.scan import CHECKED_BYTES, CHECKED_CHAIN, CHECKED_ORDER, Scan, scan
from ballots.audit.shuffles import shuffle_remarks
from ballots.audit.since import CHECKED_SINCE, check_since
from ballots.audit.trustees import trustee_remarks
from ballots.errors import BallotsError, MalformedError, UnsupportedError
from ballots.protocol.archive import ArchiveReader
from ballots.protocol.events import EventType

DEFAULTS = Options()
FIRST = (CHECKED_BYTES, CHECKED_CHAIN, CHECKED_ORDER)
ELECTION = "election"
NAMES = (*FIRST, ELECTION, *(check.name for check in CHECKS))
PIECE = 1 << 16
NOT_AN_ARCHIVE = {"archive.unreadable", "archive.too-large"}


@dataclass(frozen=True, slots=True)
class Run:
    """What one run was asked, and what it has found out beside the named checks."""

    options: Options
    path: Path | None  # of the archive
    since: tuple[CheckOutcome, ...]


def audit_archive(archive: Path | str | bytes, options: Options = DEFAULTS) -> Report:
    """Verify a published archive, from a path or from its bytes.

    Never raises for what the archive holds: every refusal becomes a fault of a named check.

    Raises:
        AuditStoppedError: what the options ask for cannot be had.
    """
    asked = asked_receipt(options)
    if isinstance(archive, bytes):
        return _audit(BytesIO(archive), options, None, asked)
    path = Path(archive)
    try:
        stream = path.open("rb")
    except OSError:
        return _unread(Verdict.UNREADABLE, Fault("archive.no-file", {}), Identity())
    with stream:
        return _audit(stream, options, path, asked)


def _audit(stream: BinaryIO, options: Options, path: Path | None, asked: Asked | None) -> Report:
    identity = Identity(size=stream.seek(0, 2))
    try:
        reader = ArchiveReader(stream)
        _require_supported(reader)
    except UnsupportedError as refusal:
        return _unread(Verdict.UNSUPPORTED, Fault.of(refusal), identity)
    except MalformedError as refusal:
        if refusal.code in NOT_AN_ARCHIVE:
            return _unread(Verdict.UNREADABLE, Fault.of(refusal), identity)
        return _conclude([_failed(CHECKED_BYTES, [Fault.of(refusal)])], identity, None)
    found = scan(reader, options.progress)
    identity = Identity(size=reader.size, sha256=_sha256(stream), head=found.head)
    since = () if options.since is None else (_since(options.since, stream, reader.size),)
    report = _inspect(found, identity, Run(options, path, since))
    if asked is None:
        return report
    outcome = judge_receipt(asked, found, report.identity.uuid, report.identity.fingerprint)
    return replace(report, receipt=outcome)


def _since(older: Path, stream: BinaryIO, size: int) -> CheckOutcome:
    """Run the check that only a comparison asks for."""
    try:
        return CheckOutcome(CHECKED_SINCE, State.PASSED, check_since(older, stream, size))
    except BallotsError as refusal:
        return _failed(CHECKED_SINCE, [Fault.of(refusal)])


def _require_supported(reader: ArchiveReader) -> None:
    """Raise UnsupportedError for an archive we cannot read yet; its faults are named later."""
    try:
        setup = next(iter(reader), None)
        if setup is not None and setup.event.type is EventType.SETUP:
            open_election(setup.data[0])
    except UnsupportedError:
        raise
    except BallotsError:
        return


def _inspect(found: Scan, identity: Identity, run: Run) -> Report:
    """Run the checks that the scan allows."""
    outcomes = [
        _failed(name, [found.faults[name]])
        if name in found.faults
        else CheckOutcome(name, State.PASSED, {"events": found.events})
        for name in FIRST
    ]
    outcomes += run.since
    if found.faults:
        return _conclude(outcomes, identity, None)
    setup = next(found.entries(EventType.SETUP))
    try:
        election, fingerprint = open_election(setup.data[0])
    except BallotsError as refusal:
        return _conclude([*outcomes, _failed(ELECTION, [Fault.of(refusal)])], identity, None)
    facts = {"questions": len(election.questions)}
    outcomes.append(CheckOutcome(ELECTION, State.PASSED, facts))
    inspection = Inspection(
        found, setup.data, election, fingerprint, run.options, run.path, identity.sha256
    )
    settled: set[str] = set()
    for check in CHECKS:
        outcomes.append(_run(check, inspection, settled))
        if outcomes[-1].state in (State.PASSED, State.ABSENT):
            settled.add(check.name)
    identity = Identity(
        identity.size, identity.sha256, identity.head, election.uuid, election.name, fingerprint
    )
    return _conclude(outcomes, identity, inspection)


def _run(check: Check, inspection: Inspection, settled: set[str]) -> CheckOutcome:
    """Run one check when all it rests on has passed, or has nothing to hold."""
    if not settled.issuperset(check.needs):
        beyond = check.name == "result" and not inspection.scan.count(EventType.RESULT)
        return CheckOutcome(check.name, State.ABSENT if beyond else State.NOT_REACHED)
    try:
        facts: Facts = check.run(inspection)
    except NothingToCheckError:
        return CheckOutcome(check.name, State.ABSENT)
    except FaultsFoundError as several:
        return _failed(check.name, list(several.faults), several.number)
    except BallotsError as refusal:
        return _failed(check.name, [Fault.of(refusal)])
    return CheckOutcome(check.name, State.PASSED, facts)


def _failed(name: str, faults: list[Fault], number: int = 1) -> CheckOutcome:
    return CheckOutcome(name, State.FAILED, {}, tuple(faults), number - len(faults))


def _unread(verdict: Verdict, refusal: Fault, identity: Identity) -> Report:
    checks = tuple(CheckOutcome(name, State.NOT_REACHED) for name in NAMES)
    return Report(verdict, checks, identity, Counted(), refusal=refusal)


def _conclude(
    outcomes: list[CheckOutcome], identity: Identity, inspection: Inspection | None
) -> Report:
    """Fill in the checks that were not reached and give the verdict."""
    reached = {outcome.name for outcome in outcomes}
    missing = [CheckOutcome(name, State.NOT_REACHED) for name in NAMES if name not in reached]
    checks = (*outcomes, *missing)
    good = all(check.state in (State.PASSED, State.ABSENT) for check in checks)
    verdict = Verdict.VERIFIED if good else Verdict.FAILED
    if inspection is None:
        return Report(verdict, checks, identity, Counted())
    counted = _counted(inspection, verdict)
    return Report(verdict, checks, identity, counted, _remarks(inspection, verdict))


def _counted(inspection: Inspection, verdict: Verdict) -> Counted:
    tally = inspection.tally
    return Counted(
        ballots=inspection.scan.count(EventType.BALLOT),
        tallied=tally.num_tallied if tally else 0,
        credentials=len(inspection.credentials),
        weight_tallied=tally.total_weight if tally else 0,
        weight_listed=sum(one.weight for one in inspection.credentials),
        trustees=len(inspection.trustees),
        results=inspection.results if verdict is Verdict.VERIFIED else (),
    )


def _remarks(inspection: Inspection, verdict: Verdict) -> tuple[Fault, ...]:
    """Return what is no fault but worth knowing."""
    remarks = []
    credentials = inspection.credentials
    if verdict is Verdict.VERIFIED and not inspection.results:
        remarks.append(Fault("remark.no-result", {}))
    remarks += [Fault(code, {}) for code in trustee_remarks(inspection.entries)]
    remarks += [Fault(code, {}) for code in shuffle_remarks(inspection)]
    remarks += inspection.remarks
    unique = unique_weights(credentials)
    if unique and len(credentials) > 1:
        remarks.append(Fault("remark.unique-weights", {"number": unique}))
    if list(credentials) != sorted(credentials, key=lambda one: one.public):
        remarks.append(Fault("remark.unsorted-credentials", {}))
    return tuple(remarks)


def _sha256(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
