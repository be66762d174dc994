"""The audit of elections with a threshold: mixes made here, named faults, what is remarked."""

import json
from io import BytesIO
from pathlib import Path

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import Fault, State
from ballots.audit.report import as_text, fault_sentence
from ballots.audit.trustee_faults import CEREMONY_FAULTS, THRESHOLD_FAULTS
from ballots.crypto.hashing import sha256_hex
from ballots.crypto.named_groups import ED25519, RFC_3526_2048
from ballots.protocol.archive import ArchiveReader, encode_setup, write_archive
from ballots.protocol.canonical import encode
from ballots.protocol.events import EventType
from ballots.protocol.questions import ListsQuestion, Question, RankedQuestion
from ballots.voting.box import Head, next_event
from ballots.voting.setup import new_trustee_secret, trustee_public_key
from tests.simulators.ceremonies import COUNTS, hold_ceremony, vote
from tests.unit.ballots.whole_election import WholeElection

VECTORS = Path(__file__).parents[2] / "vectors"
RESULT = b'{"result":[[40,35,25]]}'


@pytest.fixture(scope="module")
def held():
    return hold_ceremony(3, 2)


@pytest.fixture(scope="module")
def mixed(held):
    """A mandatory trustee, then two of three."""
    secret = new_trustee_secret()
    return vote([trustee_public_key(secret), held.parameters], {1: secret} | held.secrets(2))


def codes(report):
    return {remark.code for remark in report.remarks}


def failed(report):
    wrong = [check for check in report.checks if check.state is State.FAILED]
    return [(one.name, one.faults[0].code, one.faults[0].facts.get("owner")) for one in wrong]


@pytest.mark.parametrize("owners", [(1, 2, 3), (4, 1, 2), (3, 4, 1), (1, 2, 3, 4)])
def test_a_mandatory_trustee_and_any_two_of_three_are_verified(mixed, owners):
    report = audit_archive(mixed.archive(*owners))

    assert report.verdict == "verified"
    assert report.counted.trustees == 4
    assert [[count for _, count in one.counts] for one in report.counted.results] == [
        list(COUNTS[0])
    ]
    assert codes(report) == {"remark.unique-weights"}


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ([(1, 1), (2, 2)], ("result", "tally.too-few-decryptions", None)),
        ([(2, 2), (3, 3), (4, 4)], ("result", "tally.missing-decryption", 1)),
        ([(1, 1), (2, 2), (4, 3)], ("decryptions", "decryption.bad-proof", 4)),
        ([(1, 1), (2, 2), (3, 3), (4, 2)], ("decryptions", "decryption.bad-proof", 4)),
        ([(1, 1), (2, 2), (2, 2)], ("decryptions", "decryption.owner-twice", 2)),
        ([(1, 1), (2, 2), (5, 3)], ("decryptions", "decryption.unknown-owner", 5)),
        ([(2, 1), (1, 2), (3, 3)], ("decryptions", "decryption.bad-proof", 2)),
    ],
)
def test_parts_missing_or_of_the_wrong_owner_are_named(mixed, parts, found):
    """``parts``: under which number, and whose in truth; a wrong one fails even beyond need."""
    raw = mixed.archive_of([(owner, mixed.part(whose)) for owner, whose in parts], RESULT)

    assert failed(audit_archive(raw)) == [found]


def with_trustees(raw, spoil):
    """Write an archive again with another list of trustees, the chain and hashes made right."""
    stream, head, written = BytesIO(), None, []
    for entry in ArchiveReader(BytesIO(raw)):
        data = entry.data
        if entry.event.type is EventType.SETUP:
            entries = json.loads(data[1])
            spoil(entries)
            data = (data[0], encode(entries), data[2])
            data = (*data, encode_setup(*data))
        event = next_event(head, entry.event.type, sha256_hex(data[-1]) if data else None)
        head = Head(event.hash, event.height)
        written.append((event, data))
    write_archive(stream, 1, written)
    return stream.getvalue()


def increment(proof):
    proof["response"] = str(int(proof["response"]) + 1)


def exchange(values):
    values[0], values[1] = values[1], values[0]


@pytest.mark.parametrize(
    ("spoil", "code", "owner"),
    [
        (lambda p: increment(p["certs"][1]["signature"]), "threshold.bad-certificate", 3),
        (lambda p: increment(p["coefexps"][1]["signature"]), "threshold.bad-commitments", 3),
        (lambda p: increment(p["signatures"][0]), "threshold.bad-signature", 2),
        (lambda p: increment(p["verification_keys"][2]["pok"]), "trustee.bad-key", 4),
        (lambda p: increment(p["verification_keys"][2]["signature"]),
         "threshold.bad-key-signature", 4),
        (lambda p: p["verification_keys"][2].pop("signature"), "threshold.unsigned-key", 4),
        (lambda p: exchange(p["verification_keys"]), "threshold.wrong-key", 2),
        (lambda p: p.update(threshold=1), "threshold.bad-certificate", 2),
        (lambda p: p.pop("signatures"), "threshold.no-signatures", None),
        (lambda p: p["certs"].pop(), "trustees.malformed", None),
    ],
)  # fmt: skip
def test_a_fault_of_a_group_names_the_trustee_by_its_number_in_the_list(mixed, spoil, code, owner):
    raw = with_trustees(mixed.archive(1, 2, 3), lambda entries: spoil(entries[1][1]))

    assert ("trustees", code, owner) in failed(audit_archive(raw))


def test_a_group_whose_key_is_not_in_the_elections_is_refused(mixed):
    raw = with_trustees(mixed.archive(1, 2, 3), lambda entries: entries.pop(0))

    assert ("trustees", "election.bad-public-key", None) in failed(audit_archive(raw))


def test_the_older_form_is_verified_with_a_remark():
    (older,) = (VECTORS / "v03-threshold-2of3-belenios2048").glob("*.bel")
    (newer,) = (VECTORS / "x01-by3-threshold-2of3-belenios2048").glob("*.bel")

    assert "remark.older-threshold" in codes(audit_archive(older))
    assert "remark.older-threshold" not in codes(audit_archive(newer))
    assert "ancienne forme" in as_text(audit_archive(older))
    assert "older form" in as_text(audit_archive(older), "en")


def test_a_threshold_of_one_is_remarked():
    one_of_two = hold_ceremony(2, 1)
    small = vote([one_of_two.parameters], one_of_two.secrets())

    assert codes(audit_archive(small.archive(2))) == {
        "remark.threshold-of-one",
        "remark.unique-weights",
    }


QUESTIONS = {  # a kind of question, its ballots' answers, its row of the result
    "ticked": (Question("?", ("A", "B"), 1, 1), [(1, 0), (0, 1)], [1, 1]),
    "ticked or blank": (
        Question("?", ("A", "B"), 1, 2, blank=True), [(0, 1, 1), (1, 0, 0)], [1, 1, 1]),
    "ranked": (RankedQuestion("?", ("A", "B")), [(1, 2), (2, 1)], [(1, 2), (2, 1)]),
    "lists": (
        ListsQuestion("?", (("L", "A"), ("M", "B"))), [((1, 1), (0, 0)), ((0, 0), (1, 1))],
        [(1, 1), (1, 1)]),
}  # fmt: skip


@pytest.mark.parametrize("kind", QUESTIONS)
@pytest.mark.parametrize("group", [ED25519, RFC_3526_2048], ids=lambda group: group.name)
def test_every_kind_of_question_opens_with_a_threshold_on_every_group(kind, group):
    question, answers, row = QUESTIONS[kind]
    secret, held = new_trustee_secret(group), hold_ceremony(3, 2, group)
    election = WholeElection(
        group,
        [question],
        (1, 1),
        entries=[held.parameters, trustee_public_key(secret, group=group)],
        secrets=held.secrets() | {4: secret},
    )
    mixers = (1, 4) if kind == "ranked" else ()

    result = election.play(
        [(voter, [answer]) for voter, answer in enumerate(answers)], mixers, openers=(3, 4, 2)
    )

    assert sorted(result.rows[0]) == row
    assert audit_archive(election.archive).verdict == "verified"


def test_a_group_of_one_is_one_trustee():
    alone = hold_ceremony(1, 1)
    small = vote([alone.parameters], alone.secrets())

    assert "remark.one-trustee" in codes(audit_archive(small.archive(1)))


def test_a_group_listed_twice_is_remarked(held):
    small = vote([held.parameters, held.parameters], held.secrets() | held.secrets(4))

    report = audit_archive(small.archive(1, 2, 5, 6))

    assert report.verdict == "verified"
    assert "remark.same-trustee" in codes(report)


def test_the_text_says_who_is_at_fault_and_how_many_are_missing(mixed):
    report = audit_archive(mixed.archive_of([(1, mixed.part(1)), (2, mixed.part(2))], RESULT))

    assert "il manque des déchiffrements : 1 sur 2 des autorités 2 à 4" in as_text(report)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", [*THRESHOLD_FAULTS, *CEREMONY_FAULTS])
def test_every_fault_of_a_threshold_is_said_whole(code, language):
    facts = {
        "index": 2, "other": 3, "cause": "proof.wrong-challenge", "threshold": 2,
        "coefficients": 1, "degree": 1, "delivered": 1, "needed": 2, "first": 1, "last": 3,
        "number": 2, "size": 3,
    }  # fmt: skip

    said = fault_sentence(Fault(code, facts), language)

    assert code not in said
    assert "—" not in said
    assert "proof." not in said
