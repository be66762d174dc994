"""An audit with commitments: quicker, and never of another opinion than without them."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest

from ballots.audit import bisection
from ballots.audit.archive import audit_archive
from ballots.audit.bisection import FEWEST, MOST_FAILURES, proved_together
from ballots.audit.options import Options
from ballots.audit.outcomes import Report, Verdict
from ballots.audit.report import as_text
from ballots.crypto.batch_equations import Equations
from ballots.crypto.group import Group
from ballots.crypto.named_groups import BELENIOS_2048, ED25519
from ballots.protocol.answers import BoxesAnswer
from ballots.protocol.ballot import parse_ballot
from ballots.protocol.commitments import record_bytes
from ballots.protocol.questions import Question, RankedQuestion
from ballots.voting.batch import equations_of, finite
from ballots.voting.casting import accept_ballot
from tests.unit.ballots.batch_election import (
    ENOUGH,
    BatchElection,
    context_of,
    forged_statement,
    many_votes,
    resigned,
    root_of_unity,
)

QUESTION = Question("Oui ou non ?", ("Oui", "Non"), 1, 1)
WITH_BLANK = Question("Qui ?", ("A",), 0, 1, blank=True)
WEIGHTS = [1, 2, 10]


@pytest.fixture(scope="module")
def voted() -> BatchElection:
    """An open box with enough ballots for a batch."""
    made = BatchElection(BELENIOS_2048, [QUESTION], WEIGHTS)
    many_votes(made)
    return made


def continued(made: BatchElection) -> BatchElection:
    """Return a box that goes on by itself from where another one is."""
    other = copy(made)
    other.chain, other.records = list(made.chain), list(made.records)
    other.seen, other.last = set(made.seen), dict(made.last)
    return other


def codes(report: Report) -> list[tuple[str, object]]:
    return [(one.code, one.facts.get("number")) for one in report.remarks if "commit" in one.code]


def test_a_box_with_its_commitments_is_verified_together(
    voted: BatchElection, tmp_path: Path
) -> None:
    made = continued(voted)
    made.finish()
    path = made.write(tmp_path)
    report = audit_archive(path)
    exact = audit_archive(path, Options(exact=True))
    assert report.verdict is exact.verdict is Verdict.VERIFIED
    assert report.check("ballots").facts["together"] == ENOUGH
    assert exact.check("ballots").facts["one_by_one"] == ENOUGH
    assert report.counted == exact.counted
    assert codes(report) == codes(exact) == []


def test_questions_with_a_blank_vote_are_verified_together(tmp_path: Path) -> None:
    made = BatchElection(BELENIOS_2048, [WITH_BLANK], [1, 1])
    for count in range(FEWEST):
        made.vote(count % 2, [((1, 0), (0, 1), (0, 0))[count % 3]])
    report = audit_archive(made.write(tmp_path))
    assert report.verdict is Verdict.VERIFIED
    assert report.check("ballots").facts["together"] == FEWEST


@pytest.mark.parametrize("order", [2, 3])
def test_a_forged_proof_is_refused_whatever_its_commitments_say(
    voted: BatchElection, tmp_path: Path, order: int
) -> None:
    """The hash is right for a commitment outside the group; the exact sums and the test see it."""
    made = continued(voted)
    group = finite(made.group)
    raw = made.prepare(0, [(0, 1)])
    answer = parse_ballot(raw, made.election).answers[0]
    assert isinstance(answer, BoxesAnswer)
    root = root_of_unity(group, order)
    choice, statement, given = forged_statement(
        group, made.election.public_key, context_of(made, 0), root
    )
    choices = (choice, *answer.choices[1:])
    proofs = (tuple(statement.proofs), *answer.individual_proofs[1:])
    forged = resigned(made, 0, raw, replace(answer, choices=choices, individual_proofs=proofs))
    honest = accept_ballot(made.view, raw).commitments
    made.slip_in(forged, (honest[0], *given, *honest[5:]))
    report = audit_archive(made.write(tmp_path))
    (fault,) = report.check("ballots").faults
    assert fault.code == "ballot.bad-proof"
    assert fault.facts["height"] == ENOUGH + 1


def test_a_culprit_is_named_and_only_he(voted: BatchElection, tmp_path: Path) -> None:
    """His hashes all hold: the equation of the signature alone is wrong."""
    made = continued(voted)
    raw = made.prepare(1, [(1, 0)])
    commitments = accept_ballot(made.view, raw).commitments
    ballot = parse_ballot(raw, made.election)
    response = str(ballot.signature.proof.response)
    other = str((ballot.signature.proof.response + 1) % made.group.q)
    spoilt = raw[::-1].replace(response.encode()[::-1], other.encode()[::-1], 1)[::-1]
    made.slip_in(spoilt, commitments)
    many_votes(made, ENOUGH)
    report = audit_archive(made.write(tmp_path))
    (fault,) = report.check("ballots").faults
    assert (fault.code, fault.facts["height"]) == ("ballot.bad-signature", ENOUGH + 1)


def spoil_first(content: bytes, length: int) -> bytes:
    return content[:-1] + bytes([content[-1] ^ 1])


def drop_first(content: bytes, length: int) -> bytes:
    header = content.index(b"\n") + 1
    return content[:header] + content[header + length :]


LIES: dict[str, tuple[Callable[[bytes, int], bytes], list[tuple[str, object]]]] = {
    "a wrong number": (spoil_first, [("remark.commitments-wrong", 1)]),
    "a record left out": (drop_first, [("remark.commitments-missing", 1)]),
    "a cut end": (
        lambda content, _: content[:-1],
        [("remark.commitments-missing", 1), ("remark.commitments-besides", None)],
    ),
    "something at the end": (
        lambda content, length: content + bytes(length),
        [("remark.commitments-besides", None)],
    ),
    "nothing": (lambda *_: b"", [("remark.commitments-unused", None)]),
    "no record": (
        lambda content, _: content[: content.index(b"\n") + 1],
        [("remark.commitments-missing", ENOUGH)],
    ),
    "zeros": (
        lambda content, length: content[: content.index(b"\n") + 1] + bytes(length * ENOUGH),
        [("remark.commitments-missing", ENOUGH), ("remark.commitments-besides", None)],
    ),
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_wrong_file_of_commitments_changes_no_verdict(
    voted: BatchElection,
    tmp_path: Path,
    lie: tuple[Callable[[bytes, int], bytes], list[tuple[str, object]]],
) -> None:
    spoil, remarks = lie
    content = spoil(voted.commitments, record_bytes(voted.election))
    report = audit_archive(voted.write(tmp_path, content))
    assert report.verdict is Verdict.VERIFIED
    assert codes(report) == remarks
    for language in ("fr", "en"):
        assert "—" not in as_text(report, language).split("─")[0]


def test_the_file_may_be_named_and_may_not_be_there(voted: BatchElection, tmp_path: Path) -> None:
    path = voted.write(tmp_path)
    elsewhere = path.with_suffix(".commitments").rename(tmp_path / "given")
    report = audit_archive(path, Options(commitments=elsewhere))
    assert report.check("ballots").facts["together"] == ENOUGH
    report = audit_archive(path, Options(commitments=tmp_path / "none"))
    assert report.check("ballots").facts["together"] == 0
    assert codes(report) == [("remark.commitments-unused", None)]
    assert codes(audit_archive(path)) == []  # nothing asked for, nothing beside it


@pytest.mark.parametrize("group", [ED25519], ids=lambda group: group.name)
def test_on_the_curve_commitments_are_not_used(group: Group, tmp_path: Path) -> None:
    made = BatchElection(group, [QUESTION], WEIGHTS)
    many_votes(made, 3)
    report = audit_archive(made.write(tmp_path))
    assert report.verdict is Verdict.VERIFIED
    assert codes(report) == [("remark.commitments-unused", None)]


def test_a_chunk_full_of_lies_costs_a_bounded_number_of_batches(
    voted: BatchElection, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def refuse(_group: object, _key: object, ballots: list[Equations]) -> bool:
        tried.append(len(ballots))
        return False

    monkeypatch.setattr(bisection, "all_hold", refuse)
    ballots = [(number, Equations(BELENIOS_2048)) for number in range(FEWEST * 64)]
    assert proved_together(voted.election, ballots) == set()
    assert len(tried) == MOST_FAILURES
    assert proved_together(voted.election, ballots[: FEWEST - 1]) == set()
    assert len(tried) == MOST_FAILURES


def test_what_cannot_be_batched_is_a_bug_of_the_caller(voted: BatchElection) -> None:
    with pytest.raises(ValueError, match="no finite field"):
        finite(ED25519)
    ranked = replace(voted.election, questions=(RankedQuestion("?", ("A", "B")),))
    raw = voted.prepare(0, [(1, 0)])
    accepted = accept_ballot(voted.view, raw)
    with pytest.raises(ValueError, match="boxes only"):
        equations_of(ranked, voted.fingerprint, accepted.ballot, raw, accepted.commitments)
