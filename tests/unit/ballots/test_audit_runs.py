"""How an audit is run: in chunks, in processes, resumed after a stop, in constant memory."""

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from ballots.audit import checkpoints, executors
from ballots.audit.__main__ import main
from ballots.audit.archive import audit_archive
from ballots.audit.ballots import chunk_size
from ballots.audit.chunks import Chunk, Placed, verify_chunk
from ballots.audit.executors import HereExecutor, open_executor, run_all
from ballots.audit.options import BATCH_CHUNK, CHUNK, Options
from ballots.audit.outcomes import FAULTS_KEPT, Fault, Report, Verdict
from ballots.audit.progress import ProgressBar
from ballots.audit.report import as_text, fault_sentence
from ballots.audit.stops import AuditStoppedError
from ballots.crypto import named_groups
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.named_groups import ED25519
from ballots.protocol.events import EventType
from ballots.protocol.questions import ListsQuestion, Question, RankedQuestion
from tests.unit.ballots.batch_election import BatchElection
from tests.unit.ballots.whole_election import WholeElection

QUESTION = Question("Oui ou non ?", ("Oui", "Non"), 1, 1)
CHUNKS = 4
TOY = FiniteField("TOY", p=2039, q=1019, g=4)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A counted election of twelve ballots, of which some replace others."""
    made = WholeElection(ED25519, [QUESTION], [1, 2, 10, 0])
    made.play([(count % 4, [(1, 0) if count % 3 else (0, 1)]) for count in range(12)])
    path = tmp_path_factory.mktemp("archive") / "small.bel"
    path.write_bytes(made.archive)
    return path


def alike(first: Report, second: Report) -> bool:
    return (first.verdict, first.checks, first.counted) == (
        second.verdict,
        second.checks,
        second.counted,
    )


def test_chunks_and_processes_change_nothing(archive: Path) -> None:
    whole = audit_archive(archive)
    assert whole.verdict is Verdict.VERIFIED
    assert whole.check("ballots").facts["replaced"] == 8
    for options in (Options(chunk=1), Options(chunk=5), Options(chunk=3, workers=2)):
        assert alike(audit_archive(archive, options), whole)


def test_rankings_of_several_chunks_are_sorted_together() -> None:
    made = WholeElection(
        ED25519, [RankedQuestion("?", ("A", "B")), ListsQuestion("?", (("L", "C"),))], [1] * 3
    )
    made.play([(voter, [(1, 2 + voter), ((1, 1),)]) for voter in range(3)], mixers=(1, 2))
    report = audit_archive(made.archive, Options(chunk=1))
    assert report.verdict is Verdict.VERIFIED


def test_faults_of_several_chunks_come_in_their_order() -> None:
    made = WholeElection(ED25519, [QUESTION], [1] * 5)
    raws = [made.prepare(voter, [(1, 0)]) for voter in range(5)]
    for place, raw in enumerate(raws):
        made._add(
            EventType.BALLOT, raw if place in (0, 3) else raw.replace(b'"alpha"', b'"alpho"', 1)
        )
    report = audit_archive(made.archive, Options(chunk=2))
    faults = report.check("ballots").faults
    assert [fault.facts["height"] for fault in faults] == [2, 3, 5]
    assert report.check("tally").state.value == "not-reached"


def test_the_size_of_chunks_suits_the_box_and_the_workers() -> None:
    here = Options()
    assert chunk_size(here, 10, batched=False) == 100
    assert chunk_size(here, 10_000, batched=False) == CHUNK
    assert chunk_size(here, 10_000, batched=True) == BATCH_CHUNK
    assert chunk_size(replace(here, workers=2), 1000, batched=True) == 500
    assert chunk_size(replace(here, scheduler="tcp://x"), 1000, batched=True) == 1000
    assert chunk_size(replace(here, chunk=7), 10_000, batched=True) == 7


def test_a_chunk_tells_all_that_its_verdict_depends_on() -> None:
    placed = Placed(b"{}", 1, "", None, counts=True, repeated=False)
    chunk = Chunk(b"{}", (placed,))
    others = [
        Chunk(b"[]", (placed,)),
        Chunk(b"{}", ()),
        *(
            Chunk(b"{}", (replace(placed, **change),))
            for change in (
                {"raw": b"[]"},
                {"height": 2},
                {"credential": "1"},
                {"weight": 1},
                {"counts": False},
                {"repeated": True},
                {"commitments": b""},
            )
        ),
    ]
    digests = {one.digest for one in (chunk, *others)}
    assert len(digests) == 1 + len(others)


class OneByOne(Executor):
    """An executor that breaks: at once, or when a result is asked for."""

    def __init__(self, at_once: bool) -> None:
        self.at_once = at_once

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        if self.at_once:
            raise BrokenProcessPool
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool())
        return future


@pytest.mark.parametrize("at_once", [True, False])
def test_a_lost_worker_stops_the_audit_with_a_sentence(at_once: bool) -> None:
    with pytest.raises(AuditStoppedError) as stop:
        list(run_all(OneByOne(at_once), 1, str, [1, 2, 3]))
    assert stop.value.code == "executor.lost-worker"


def test_a_worker_that_is_killed_stops_the_audit() -> None:
    with ProcessPoolExecutor(1) as pool, pytest.raises(AuditStoppedError):
        list(run_all(pool, 1, os._exit, [1]))


def test_an_error_of_a_job_comes_back_to_whoever_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        list(run_all(HereExecutor(), 1, lambda number: 1 // number, [1, 0]))


def test_without_the_extra_a_scheduler_is_refused_with_a_sentence(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def no_module(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("ballots.audit.executors.importlib.import_module", no_module)
    assert main([str(archive), "--scheduler", "tcp://127.0.0.1:1"]) == 2
    assert "cluster" in capsys.readouterr().out
    assert main([str(archive), "--scheduler", "tcp://127.0.0.1:1", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["stopped"]["code"] == "executor.no-dask"


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "SCHEDULER_TIMEOUT", "1s")
    options = Options(scheduler="tcp://127.0.0.1:1")
    with pytest.raises(AuditStoppedError) as stop, open_executor(options):
        pass
    assert (stop.value.code, stop.value.facts) == (
        "executor.no-scheduler",
        {"address": "tcp://127.0.0.1:1"},
    )


def test_a_run_that_is_killed_goes_on_from_its_checkpoints(archive: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    program = f"""
import os, signal
from pathlib import Path
from ballots.audit.archive import audit_archive
from ballots.audit.options import Options
def die(step, done, total):
    if step == "ballots" and done == 6:
        os.kill(os.getpid(), signal.SIGKILL)
options = Options(chunk=3, checkpoint=Path({str(kept)!r}), progress=die)
audit_archive(Path({str(archive)!r}), options)
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert len(kept.read_bytes().splitlines()) == 2
    report = audit_archive(archive, Options(chunk=3, checkpoint=kept))
    assert resumed(report) == 2
    assert alike(report, audit_archive(archive))
    assert len(kept.read_bytes().splitlines()) == CHUNKS
    again = audit_archive(archive, Options(chunk=3, checkpoint=kept))
    assert resumed(again) == CHUNKS
    assert alike(again, report)


def resumed(report: Report) -> object:
    return next((one.facts["number"] for one in report.remarks if "resumed" in one.code), 0)


def spoilt_lines(line: bytes) -> Iterator[bytes]:
    members = json.loads(line)
    yield line[:-20]
    yield b"not json\n"
    yield b"[]\n"
    yield b"[" * 100_000 + b"\n"
    for name, value in (
        ("ballots", -1),
        ("wrong", 1),
        ("lies", True),
        ("faults", None),
        ("faults", [{"code": "x", "facts": {}}]),
        ("tally", None),
    ):
        yield json.dumps(members | {name: value}).encode() + b"\n"
    del members["chunk"]
    yield json.dumps(members).encode() + b"\n"


def test_a_spoilt_line_counts_for_nothing(archive: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    options = Options(chunk=6, checkpoint=kept)
    audit_archive(archive, options)
    first, second = kept.read_bytes().splitlines(keepends=True)
    for spoilt in spoilt_lines(first):
        kept.write_bytes(second + spoilt)
        report = audit_archive(archive, options)
        assert resumed(report) == 1
        assert report.verdict is Verdict.VERIFIED
        assert resumed(audit_archive(archive, options)) == 2


def test_checkpoints_of_another_archive_or_program_are_not_taken(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    options = Options(chunk=6, checkpoint=kept)
    audit_archive(archive, options)
    with kept.open("rb") as stream:
        assert len(stream.readlines()) == 2
    monkeypatch.setattr(checkpoints, "program_digest", lambda: "another")
    assert resumed(audit_archive(archive, options)) == 0
    made = WholeElection(ED25519, [QUESTION], [1])
    made.cast(0, [(1, 0)])
    assert resumed(audit_archive(made.archive, options)) == 0


def test_a_verdict_with_faults_is_kept_too(tmp_path: Path) -> None:
    made = WholeElection(ED25519, [QUESTION], [1, 1])
    raw = made.prepare(0, [(1, 0)]).replace(b'"alpha"', b'"alpho"', 1)
    made._add(EventType.BALLOT, raw)
    options = Options(checkpoint=tmp_path / "kept")
    first = audit_archive(made.archive, options)
    second = audit_archive(made.archive, options)
    assert first.verdict is second.verdict is Verdict.FAILED
    assert first.check("ballots").faults == second.check("ballots").faults
    assert resumed(second) == 1


def test_a_checkpoint_file_that_cannot_be_had_stops_the_audit(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(archive), "--checkpoint", str(tmp_path)]) == 2
    assert "points de reprise" in capsys.readouterr().out


def test_a_bar_is_shown_when_asked_and_taken_away(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(archive), "--progress", "--workers", "1", "--lang", "en"]) == 0
    shown = capsys.readouterr().err
    assert "100\u202f%  verifying the ballots" in shown
    assert shown.endswith("\x1b[K")
    assert main([str(archive)]) == 0
    assert capsys.readouterr().err == ""


def test_a_bar_is_drawn_once_a_percent() -> None:
    stream = StringIO()
    bar = ProgressBar(str.upper, stream)
    for done in range(1001):
        bar("ballots", done, 1000)
    bar("none", 0, 0)
    assert stream.getvalue().count("\r") == 102
    assert "  NONE" in stream.getvalue()


@pytest.mark.parametrize("workers", ["0", "257", "-1", "x"])
def test_a_senseless_number_of_workers_is_refused(workers: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["x.bel", "--workers", workers])
    assert ended.value.code == 2


def peak(path: Path) -> int:
    """Return the most memory that was held, in bytes."""
    tracemalloc.start()
    try:
        report = audit_archive(path, Options(chunk=20))
        assert report.verdict is Verdict.VERIFIED
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_grows_by_an_index_of_the_box_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten times the ballots: what is added for each is far below the size of one."""
    monkeypatch.setitem(named_groups._BY_NAME, TOY.name, TOY)
    made = BatchElection(TOY, [QUESTION], [1, 2, 3])
    peaks = []
    for number in (100, 1000):
        while len(made.chain) <= number:
            voter = len(made.chain) % 3
            made.slip_in(made.prepare(voter, [(1, 0)]), ())
        path = tmp_path / f"{number}.bel"
        path.write_bytes(made.archive)
        peaks.append(peak(path))
    size = path.stat().st_size // 1000
    grown = (peaks[1] - peaks[0]) / 900
    assert grown < 500 < size


def test_a_chunk_is_a_pure_function_of_its_bytes() -> None:
    made = WholeElection(ED25519, [QUESTION], [3])
    raw = made.prepare(0, [(1, 0)])
    public = str(made.group.power_g(made.voters[0]))
    placed = Placed(raw, 1, public, 3, counts=True, repeated=False)
    chunk = Chunk(made.files.election, (placed,))
    assert verify_chunk(chunk) == verify_chunk(chunk)
    unlisted = Chunk(made.files.election, (replace(placed, weight=None),))
    assert verify_chunk(unlisted).faults[0].code == "ballot.unknown-credential"
    repeated = Chunk(made.files.election, (replace(placed, repeated=True),))
    assert verify_chunk(repeated).faults[0].code == "ballot.replayed"


def test_faults_beyond_those_kept_are_counted_and_said() -> None:
    made = WholeElection(ED25519, [QUESTION], [1])
    raw = made.prepare(0, [(1, 0)])
    for place in range(FAULTS_KEPT + 5):
        made._add(EventType.BALLOT, raw.replace(b'"alpha"', f'"alph{place}"'.encode(), 1))
    report = audit_archive(made.archive, Options(chunk=10))
    check = report.check("ballots")
    assert (len(check.faults), check.more_faults) == (FAULTS_KEPT, 5)
    assert "et 5 autres fautes" in as_text(report)


def test_a_file_that_changes_while_it_is_read_is_refused(archive: Path, tmp_path: Path) -> None:
    path = tmp_path / "changing.bel"
    content = archive.read_bytes()
    path.write_bytes(content)

    def change(step: str, done: int, total: int) -> None:
        if step == "scan" and done == total:
            path.write_bytes(content.replace(b'"alpha"', b'"alpho"'))

    report = audit_archive(path, Options(progress=change))
    assert report.check("ballots").faults[0].code == "archive.hash"


def test_a_ballot_that_names_no_credential_is_refused_all_the_same() -> None:
    made = WholeElection(ED25519, [QUESTION], [1])
    made._add(EventType.BALLOT, b"{}")
    report = audit_archive(made.archive)
    assert report.check("ballots").faults[0].code == "ballot.malformed"


def test_a_fault_without_a_sentence_is_shown_by_its_code() -> None:
    assert "x.y" in fault_sentence(Fault("x.y", {}), "fr")
