"""An archive held against an older copy of itself: what is gone, changed, or written otherwise."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ballots.audit.__main__ import main
from ballots.audit.archive import audit_archive
from ballots.audit.options import Options
from ballots.audit.outcomes import State, Verdict
from ballots.audit.report import as_text
from ballots.audit.stops import AuditStoppedError
from ballots.crypto.named_groups import ED25519
from ballots.protocol.archive import encode_header
from ballots.protocol.questions import Question
from tests.unit.ballots.whole_election import WholeElection

QUESTION = Question("Oui ou non ?", ("Oui", "Non"), 1, 1)


@pytest.fixture(scope="module")
def copies() -> tuple[bytes, bytes]:
    """Copies made after one ballot and at the end."""
    made = WholeElection(ED25519, [QUESTION], [1, 2])
    made.cast(0, [(1, 0)])
    older = made.archive
    made.cast(1, [(0, 1)])
    tally = made.close()
    made.open(tally.encrypted, tally.total_weight)
    return older, made.archive


def test_a_longer_copy_goes_on_from_the_older_one(
    copies: tuple[bytes, bytes], tmp_path: Path
) -> None:
    older, newer = copies
    (tmp_path / "older").write_bytes(older)
    options = Options(since=tmp_path / "older")
    report = audit_archive(newer, options)
    assert report.verdict is Verdict.VERIFIED
    assert report.check("since").facts == {"events": 2, "added_bytes": len(newer) - len(older)}
    same = audit_archive(older, options)
    assert same.check("since").facts == {"events": 2, "added_bytes": 0}
    assert "prolonge" in as_text(report) and "goes on" in as_text(report, "en")


def other_election(_copies: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    other = WholeElection(ED25519, [QUESTION], [1, 2])
    other.cast(0, [(1, 0)])
    return other.archive, _copies[1]


def another_ballot(_copies: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    made = WholeElection(ED25519, [QUESTION], [1, 2])
    setup = list(made.chain)
    made.cast(0, [(1, 0)])
    older = made.archive
    made.chain = setup
    made.cast(1, [(1, 0)])
    return older, made.archive


CHANGES: dict[str, tuple[Callable[[tuple[bytes, bytes]], tuple[bytes, bytes]], str, object]] = {
    "a ballot removed": (lambda two: (two[1], two[0]), "since.removed", 2),
    "a ballot changed": (another_ballot, "since.changed", 1),
    "another election": (other_election, "since.changed", 0),
    "another date": (
        lambda two: (two[0], encode_header(2)),
        "since.other-header",
        None,
    ),
    "the newer one cut": (lambda two: (two[0], two[0][:-1]), "since.removed", 1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_first_event_that_differs_is_named(
    copies: tuple[bytes, bytes],
    tmp_path: Path,
    change: tuple[Callable[[tuple[bytes, bytes]], tuple[bytes, bytes]], str, object],
) -> None:
    make, code, height = change
    older, newer = make(copies)
    (tmp_path / "older").write_bytes(older)
    report = audit_archive(newer, Options(since=tmp_path / "older"))
    check = report.check("since")
    assert check.state is State.FAILED
    assert report.verdict is Verdict.FAILED
    assert (check.faults[0].code, check.faults[0].facts.get("height")) == (code, height)
    for language in ("fr", "en"):
        assert "since." not in as_text(report, language)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (None, None),
        (b"", "archive.unreadable"),
        (encode_header(1), "box.empty"),
    ],
    ids=["no file", "no archive", "no event"],
)
def test_an_older_copy_that_is_none_proves_nothing(
    copies: tuple[bytes, bytes], tmp_path: Path, content: bytes | None, cause: str | None
) -> None:
    path = tmp_path / "older"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(AuditStoppedError) as stop:
        audit_archive(copies[1], Options(since=path))
    assert stop.value.code == ("since.no-file" if content is None else "since.unreadable")
    assert stop.value.facts.get("cause") == cause


def test_a_cut_older_copy_stops_the_audit_with_a_sentence(
    copies: tuple[bytes, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "older").write_bytes(copies[0][:-512])
    (tmp_path / "newer.bel").write_bytes(copies[1])
    ended = main([str(tmp_path / "newer.bel"), "--since", str(tmp_path / "older"), "--lang", "en"])
    assert ended == 2
    assert "not a whole archive" in capsys.readouterr().out
