"""The file of commitments: one record per ballot, read in order, never more than one at a time."""

from io import BytesIO

import pytest

from ballots.crypto.group import Group
from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048
from ballots.errors import BallotsError
from ballots.protocol import limits
from ballots.protocol.ballot import tracker
from ballots.protocol.commitments import (
    CommitmentsReader,
    commitments_per_ballot,
    decode_commitments,
    encode_header,
    encode_record,
    record_bytes,
    tracker_digest,
)
from ballots.protocol.questions import ListsQuestion, Question, RankedQuestion
from ballots.voting.casting import accept_ballot
from tests.unit.ballots.whole_election import WholeElection

YES_OR_NO = Question("Oui ou non ?", ("Oui", "Non"), 1, 1)
SEVERAL = Question("Qui ?", ("A", "B", "C"), 0, 2, blank=True)


def two_ballots(group: Group) -> tuple[WholeElection, list[bytes]]:
    made = WholeElection(group, [YES_OR_NO, SEVERAL], [1, 2])
    raws = [made.prepare(0, [(1, 0), (0, 1, 1, 0)]), made.prepare(1, [(0, 1), (1, 0, 0, 0)])]
    return made, raws


@pytest.mark.parametrize("group", [BELENIOS_2048, ED25519], ids=lambda group: group.name)
def test_commitments_come_back_as_they_were_recomputed(group: Group) -> None:
    made, raws = two_ballots(group)
    accepted = [accept_ballot(made.view, raw) for raw in raws]
    content = encode_header(made.election, made.fingerprint)
    content += b"".join(
        encode_record(tracker(raw), one.commitments, group)
        for raw, one in zip(raws, accepted, strict=True)
    )
    reader = CommitmentsReader(BytesIO(content), made.election, made.fingerprint)
    for raw, one in zip(raws, accepted, strict=True):
        assert not reader.is_used_up
        found = reader.take(tracker_digest(tracker(raw)))
        assert found is not None
        assert decode_commitments(found, group) == one.commitments
        assert len(one.commitments) == commitments_per_ballot(made.election.questions)
    assert reader.is_used_up
    assert reader.taken == len(raws)


def test_a_ballot_the_file_skips_does_not_hide_the_next() -> None:
    made, raws = two_ballots(ED25519)
    accepted = accept_ballot(made.view, raws[1])
    content = encode_header(made.election, made.fingerprint)
    content += encode_record(tracker(raws[1]), accepted.commitments, ED25519)
    reader = CommitmentsReader(BytesIO(content), made.election, made.fingerprint)
    assert reader.take(tracker_digest(tracker(raws[0]))) is None
    assert reader.take(tracker_digest(tracker(raws[1]))) is not None


def test_a_cut_record_is_no_record() -> None:
    made, raws = two_ballots(ED25519)
    accepted = accept_ballot(made.view, raws[0])
    content = encode_header(made.election, made.fingerprint)
    content += encode_record(tracker(raws[0]), accepted.commitments, ED25519)
    reader = CommitmentsReader(BytesIO(content[:-1]), made.election, made.fingerprint)
    assert reader.is_cut
    assert not reader.is_used_up
    assert reader.take(tracker_digest(tracker(raws[0]))) is None


def test_rankings_and_lists_have_no_commitments() -> None:
    ranked = RankedQuestion("Qui ?", ("A", "B"))
    lists = ListsQuestion("Laquelle ?", (("A", "B"), ("C", "D")))
    assert commitments_per_ballot([YES_OR_NO, ranked]) == 0
    assert commitments_per_ballot([lists]) == 0
    made = WholeElection(RFC_3526_2048, [YES_OR_NO, ranked], [1])
    accepted = accept_ballot(made.view, made.prepare(0, [(1, 0), (1, 2)]))
    assert accepted.commitments == ()
    with pytest.raises(ValueError, match="no commitments"):
        encode_header(made.election, made.fingerprint)


def test_a_record_has_the_length_that_is_announced() -> None:
    made, raws = two_ballots(BELENIOS_2048)
    commitments = accept_ballot(made.view, raws[0]).commitments
    record = encode_record(tracker(raws[0]), commitments, BELENIOS_2048)
    assert len(record) == record_bytes(made.election)


@pytest.mark.parametrize("wrong", ["", "A" * 42, "*" * 43, "é" * 43, "A" * 44])
def test_what_is_no_tracker_has_no_digest(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a tracker"):
        tracker_digest(wrong)


def test_another_first_line_is_refused() -> None:
    made, _ = two_ballots(ED25519)
    other, _ = two_ballots(ED25519)
    good = encode_header(made.election, made.fingerprint)
    for line, code in (
        (b"", "commitments.malformed"),
        (good[:-1], "commitments.malformed"),
        (b"x" * (limits.SMALL + 1), "commitments.too-large"),
        (b" " + good, "commitments.not-canonical"),
        (b'{"commitments":1}\n', "commitments.malformed"),
        (good.replace(b'"commitments":1', b'"commitments":true'), "commitments.malformed"),
        (good.replace(b'"commitments":1', b'"commitments":2'), "archive.unsupported"),
        (good.replace(b"Ed25519", b"BELENIOS-2048"), "commitments.other-election"),
        (good.replace(b'"per_ballot":', b'"per_ballot":1'), "commitments.other-election"),
        (encode_header(other.election, other.fingerprint), "commitments.other-election"),
    ):
        with pytest.raises(BallotsError) as refusal:
            CommitmentsReader(BytesIO(line), made.election, made.fingerprint)
        assert refusal.value.code == code
    CommitmentsReader(BytesIO(good), made.election, made.fingerprint)
