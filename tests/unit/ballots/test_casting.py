"""check_ballot: what it accepts, and one refusal per way a ballot can be wrong."""

import json
from dataclasses import replace

import pytest

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.hashing import sha256_b64
from ballots.crypto.proofs import Proof
from ballots.crypto.schnorr import sign_hash
from ballots.errors import BallotsError
from ballots.protocol.ballot import (
    Signature,
    add_signature,
    encode_ballot,
    encode_unsigned,
    parse_ballot,
    tracker,
    write_answer,
)
from ballots.protocol.canonical import encode
from ballots.voting.casting import check_ballot
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import new_trustee_secret


def sign_again(small, ballot, voter=0) -> bytes:
    """Write the ballot with the voter's own signature, so that only the named fault remains."""
    unsigned = encode_unsigned(
        ballot.election_uuid,
        ballot.election_hash,
        ballot.credential,
        [write_answer(answer) for answer in ballot.answers],
    )
    digest = sha256_b64(unsigned)
    proof = sign_hash(small.election.group, small.voters[voter], digest)
    return add_signature(unsigned, Signature(digest, proof))


def changed_answer(ballot, question, **changes):
    answers = list(ballot.answers)
    answers[question] = replace(answers[question], **changes)
    return replace(ballot, answers=tuple(answers))


def refusal(box, raw):
    with pytest.raises(BallotsError) as refused:
        check_ballot(box, raw)
    return refused.value


@pytest.fixture(scope="module")
def raw(small):
    return small.vote(0)


@pytest.fixture(scope="module")
def ballot(small, raw):
    return parse_ballot(raw, small.election)


@pytest.mark.parametrize(
    "choices",
    [
        ((1, 0, 0), (0, 0, 0)),
        ((0, 1, 0), (1, 0, 0)),
        ((0, 0, 1), (1, 0, 1)),
    ],
)
def test_every_allowed_choice_makes_an_accepted_ballot(small, choices):
    raw = small.vote(1, choices)

    accepted = check_ballot(small.box(), raw)

    assert encode_ballot(accepted) == raw
    assert len(raw) <= small.election.largest_ballot


@pytest.mark.parametrize(
    "choices",
    [
        ((1, 1, 0), (0, 0, 0)),
        ((0, 0, 0), (0, 0, 0)),
        ((0, 1, 1), (0, 0, 0)),
        ((0, 1, 0), (1, 1, 1)),
        ((0, 2, 0), (0, 0, 0)),
        ((0, 1), (0, 0, 0)),
        ((0, 1, 0),),
    ],
)
def test_a_choice_against_the_question_is_not_prepared(small, choices):
    with pytest.raises(BallotsError) as refused:
        small.vote(0, choices)

    assert refused.value.code == "choice.not-allowed"


def test_a_ballot_for_a_closed_box_is_refused(small, raw):
    assert refusal(small.box(is_open=False), raw).code == "box.closed"


def test_the_same_ballot_a_second_time_is_refused(small, raw):
    assert refusal(small.box(seen={tracker(raw)}), raw).code == "ballot.replayed"


def test_a_credential_nobody_listed_is_refused(small):
    choices = ((1, 0, 0), (0, 0, 0))
    raw = prepare_ballot(small.election, small.fingerprint, new_trustee_secret(), choices)

    assert refusal(small.box(), raw).code == "ballot.unknown-credential"


@pytest.mark.parametrize(
    "elsewhere", [{"election_uuid": "11111111111111"}, {"election_hash": "A" * 43}]
)
def test_a_ballot_of_another_election_is_refused(small, ballot, elsewhere):
    raw = sign_again(small, replace(ballot, **elsewhere))

    assert refusal(small.box(), raw).code == "ballot.wrong-election"


def without_a_field(raw):
    members = json.loads(raw)
    del members["signature"]
    return encode(members)


def with_another_field(raw):
    return encode(json.loads(raw) | {"remark": "hello"})


def with_a_field_inside_an_answer(raw):
    members = json.loads(raw)
    members["answers"][0]["remark"] = "hello"
    return encode(members)


def with_fields_reordered(raw):
    members = json.loads(raw)
    return encode(dict(sorted(members.items())))


def with_answer_fields_reordered(raw):
    members = json.loads(raw)
    members["answers"][0] = dict(reversed(members["answers"][0].items()))
    return encode(members)


def without_blank_proof(raw):
    members = json.loads(raw)
    del members["answers"][0]["blank_proof"]
    return encode(members)


def with_a_choice_missing(raw):
    members = json.loads(raw)
    members["answers"][1]["choices"].pop()
    return encode(members)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw + b" " * 1_000_000, "ballot.too-large"),
        (lambda _: b"", "ballot.malformed"),
        (lambda _: b"[" * 2000, "ballot.malformed"),
        (lambda raw: raw[:-1], "ballot.malformed"),
        (lambda raw: raw.replace(b'"credential":"', b'"credential":"0', 1), "ballot.malformed"),
        (lambda raw: raw.replace(b'"credential":"', b'"credential":"+', 1), "ballot.malformed"),
        (lambda raw: raw.replace(b'"credential":"', b'"credential":"99999', 1), "ballot.malformed"),
        (without_a_field, "ballot.malformed"),
        (with_another_field, "ballot.malformed"),
        (with_a_field_inside_an_answer, "ballot.malformed"),
        (without_blank_proof, "ballot.malformed"),
        (with_a_choice_missing, "ballot.malformed"),
        (lambda raw: raw.replace(b",", b", ", 1), "ballot.not-canonical"),
        (lambda raw: raw + b"\n", "ballot.not-canonical"),
        (lambda raw: raw.replace(b"alpha", b"\\u0061lpha", 1), "ballot.not-canonical"),
        (with_fields_reordered, "ballot.not-canonical"),
        (with_answer_fields_reordered, "ballot.not-canonical"),
    ],
)
def test_bytes_that_are_not_the_format_are_refused(small, raw, spoil, code):
    assert refusal(small.box(), spoil(raw)).code == code


def test_a_changed_signature_is_refused(small, ballot):
    group, signature = small.election.group, ballot.signature
    for proof in (
        Proof(signature.proof.challenge, (signature.proof.response + 1) % group.q),
        Proof((signature.proof.challenge + 1) % group.q, signature.proof.response),
        Proof(signature.proof.challenge, signature.proof.response + group.q),
    ):
        raw = encode_ballot(replace(ballot, signature=replace(signature, proof=proof)))
        assert refusal(small.box(), raw).code in {"ballot.bad-signature", "ballot.malformed"}


def test_a_ballot_changed_after_signing_is_refused(small, ballot):
    choices = ballot.answers[1].choices
    swapped = changed_answer(ballot, 1, choices=(choices[1], choices[0], choices[2]))

    assert refusal(small.box(), encode_ballot(swapped)).code == "ballot.bad-signature"


def test_a_ballot_signed_by_another_voter_is_refused(small, ballot):
    assert refusal(small.box(), sign_again(small, ballot, voter=1)).code == "ballot.bad-signature"


def bump(proofs, group, part):
    first = proofs[0]
    moved = replace(first, **{part: (getattr(first, part) + 1) % group.q})
    return (moved, *proofs[1:])


@pytest.mark.parametrize("part", ["challenge", "response"])
@pytest.mark.parametrize("proof", ["individual_proofs", "overall_proof", "blank_proof"])
def test_a_changed_proof_is_refused_even_when_signed_again(small, ballot, proof, part):
    answer, group = ballot.answers[0], small.election.group
    if proof == "individual_proofs":
        first, *others = answer.individual_proofs
        change = {proof: (bump(first, group, part), *others)}
    else:
        change = {proof: bump(getattr(answer, proof), group, part)}

    refused = refusal(small.box(), sign_again(small, changed_answer(ballot, 0, **change)))

    assert (refused.code, refused.facts["question"]) == ("ballot.bad-proof", 1)


def test_a_proof_copied_from_another_voter_is_refused(small, ballot):
    copied = replace(ballot, credential=parse_ballot(small.vote(1), small.election).credential)

    refused = refusal(small.box(), sign_again(small, copied, voter=1))

    assert refused.code == "ballot.bad-proof"


def outside_by_sign(group, element):
    return group.p - element


def not_reduced(group, element):
    return element + group.p


def zero(_group, _element):
    return 0


@pytest.mark.parametrize("part", ["alpha", "beta"])
@pytest.mark.parametrize("spoil", [outside_by_sign, not_reduced, zero])
def test_a_ciphertext_outside_the_group_is_refused(small, ballot, part, spoil):
    group, choices = small.election.group, ballot.answers[1].choices
    spoilt = replace(choices[0], **{part: spoil(group, getattr(choices[0], part))})
    moved = changed_answer(ballot, 1, choices=(spoilt, *choices[1:]))

    refused = refusal(small.box(), sign_again(small, moved))

    assert refused.code in {"ballot.not-in-group", "ballot.malformed"}
    assert not (spoil is outside_by_sign and refused.code == "ballot.malformed")


def test_an_element_of_order_two_is_refused_although_every_equation_holds(small):
    """The subgroup test alone catches it: with even challenges the sign disappears."""
    group, key = small.election.group, small.election.public_key
    from ballots.crypto.disjunction import Opening
    from ballots.crypto.elgamal import encrypt
    from ballots.crypto.interval_proof import prove_interval, verify_interval
    from ballots.errors import InvalidProofError

    honest = encrypt(group, key, 0, 12345)
    forged = Ciphertext(group.p - honest.alpha, honest.beta)
    while True:
        proofs = prove_interval(group, key, "S", forged, Opening(12345, 0), 0, 1)
        if all(proof.challenge % 2 == 0 for proof in proofs):
            break
    verify_interval(group, key, "S", forged, 0, 1, proofs)

    with pytest.raises(InvalidProofError) as refused:
        verify_interval(group, key, "S", forged, 0, 1, proofs, check_membership=True)

    assert refused.value.code == "proof.not-in-group"


def test_recorded_ballots_of_two_releases_of_the_public_tool_are_accepted(v01, x02):
    for vector in (v01, x02):
        for raw in vector.ballots:
            assert encode_ballot(check_ballot(vector.box(), raw)) == raw
