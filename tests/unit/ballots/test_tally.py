"""Counting: the weighted product, partial decryptions, the result, and each way to cheat."""

from dataclasses import replace

import pytest

from ballots.crypto.proofs import Proof
from ballots.errors import BallotsError
from ballots.protocol.tally import (
    Result,
    encode_decryption,
    encode_result,
    encode_tally,
    parse_result,
    parse_sized_tally,
    parse_tally,
)
from ballots.voting.casting import check_ballot
from ballots.voting.setup import trustee_public_key
from ballots.voting.tally import (
    combine,
    encode_sized_tally,
    partial_decryption,
    verify_partial_decryption,
    verify_result,
    weighted_tally,
)

VOTES = [((0, 1, 0), (1, 1, 0)), ((1, 0, 0), (0, 0, 0)), ((0, 0, 1), (0, 1, 1))]  # of 1, 2, 10
COUNTS = ((2, 1, 10), (1, 11, 10))


@pytest.fixture(scope="module")
def tally(small):
    box = small.box()
    ballots = [check_ballot(box, small.vote(i, choices)) for i, choices in enumerate(VOTES)]
    weighted = [(one.answers, box.weights[one.credential]) for one in ballots]
    return weighted_tally(small.election, weighted)


@pytest.fixture(scope="module")
def keys(small):
    return [trustee_public_key(secret).public_key for secret in small.trustees]


@pytest.fixture(scope="module")
def raws(small, tally):
    arguments = (small.election, small.fingerprint, tally.encrypted)
    return [encode_decryption(partial_decryption(*arguments, one)) for one in small.trustees]


@pytest.fixture(scope="module")
def partials(small, tally, keys, raws):
    arguments = (small.election, small.fingerprint, tally.encrypted)
    pairs = enumerate(zip(keys, raws, strict=True), 1)
    return {i: verify_partial_decryption(*arguments, key, raw) for i, (key, raw) in pairs}


def refusal(call, *arguments):
    with pytest.raises(BallotsError) as refused:
        call(*arguments)
    return refused.value


def test_the_weighted_sum_comes_out(small, tally, partials):
    result = combine(small.election, tally.encrypted, partials, 2, tally.total_weight)

    assert result.counts == COUNTS
    assert (tally.num_tallied, tally.total_weight) == (3, 13)
    verify_result(small.election, tally.encrypted, partials, 2, 13, result)


def test_a_ballot_of_weight_zero_counts_as_a_ballot_and_adds_nothing(small):
    ballot = check_ballot(small.box(), small.vote(0))
    tally = weighted_tally(small.election, [(ballot.answers, 0)])

    assert (tally.num_tallied, tally.total_weight) == (1, 0)
    assert {(box.alpha, box.beta) for row in tally.encrypted for box in row} == {(1, 1)}


def test_without_a_ballot_the_tally_is_neutral_and_opens_to_zeros(small):
    tally = weighted_tally(small.election, [])
    arguments = (small.election, small.fingerprint, tally.encrypted)
    partials = {i: partial_decryption(*arguments, s) for i, s in enumerate(small.trustees, 1)}

    result = combine(small.election, tally.encrypted, partials, 2, 0)

    assert result.counts == ((0, 0, 0), (0, 0, 0))


def test_tally_and_numbers_are_read_back(small, tally):
    election = small.election
    written = encode_tally(tally.encrypted)

    assert parse_tally(written, election.questions, election.group) == tally.encrypted
    assert parse_sized_tally(encode_sized_tally(tally.sized)) == tally.sized


def test_a_missing_trustee_keeps_the_tally_closed(small, tally, partials):
    refused = refusal(combine, small.election, tally.encrypted, {1: partials[1]}, 2, 13)

    assert (refused.code, refused.facts) == ("tally.missing-decryption", {"owner": 2})


def test_a_wrong_part_gives_no_possible_count(small, tally, partials):
    swapped = {1: partials[1], 2: partials[1]}

    assert refusal(combine, small.election, tally.encrypted, swapped, 2, 13).code == (
        "tally.no-count"
    )


def with_row(rows, value):
    return ((value, *rows[0][1:]), *rows[1:])


def spoilt_decryptions(group, good):
    proof, factor = good.proofs[0][0], good.factors[0][0]
    c, r = proof.challenge, proof.response
    return {
        "another response": replace(
            good, proofs=with_row(good.proofs, Proof(c, (r + 1) % group.q))
        ),
        "another challenge": replace(
            good, proofs=with_row(good.proofs, Proof((c + 1) % group.q, r))
        ),
        "another factor": replace(good, factors=with_row(good.factors, factor * group.g % group.p)),
        "a factor of order 2q": replace(good, factors=with_row(good.factors, group.p - factor)),
        "a factor not reduced": replace(good, factors=with_row(good.factors, factor + group.p)),
        "two factors exchanged": replace(
            good, factors=((factor, *good.factors[0][:0:-1]), *good.factors[1:])
        ),
    }


def test_a_spoilt_decryption_is_refused(small, tally, keys, partials):
    arguments = (small.election, small.fingerprint, tally.encrypted, keys[0])
    for what, spoilt in spoilt_decryptions(small.election.group, partials[1]).items():
        refused = refusal(verify_partial_decryption, *arguments, encode_decryption(spoilt))
        assert refused.code in {"decryption.bad-proof", "decryption.malformed"}, what
        assert refused.facts.get("question", 1) == 1, what


def test_a_decryption_by_another_key_or_of_another_election_is_refused(
    small, tally, keys, raws, partials
):
    election, phi = small.election, small.fingerprint
    other = weighted_tally(election, [])
    for arguments in (
        (election, phi, tally.encrypted, keys[1], raws[0]),
        (election, "A" * 43, tally.encrypted, keys[0], raws[0]),
        (election, phi, other.encrypted, keys[0], raws[0]),
    ):
        assert refusal(verify_partial_decryption, *arguments).code == "decryption.bad-proof"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw[:-1], "decryption.malformed"),
        (lambda raw: raw + b" ", "decryption.not-canonical"),
        (lambda raw: raw.replace(b'"decryption_factors":[[', b'"decryption_factors":[["1",', 1),
         "decryption.malformed"),
        (lambda _: b'{"decryption_factors":[],"decryption_proofs":[]}', "decryption.malformed"),
    ],
)  # fmt: skip
def test_a_malformed_decryption_is_refused(small, tally, keys, raws, spoil, code):
    arguments = (small.election, small.fingerprint, tally.encrypted, keys[0])

    assert refusal(verify_partial_decryption, *arguments, spoil(raws[0])).code == code


@pytest.mark.parametrize(
    ("counts", "code"),
    [
        (((3, 1, 10), (1, 11, 10)), "result.wrong"),
        (((1, 2, 10), (1, 11, 10)), "result.wrong"),
        (((2, 1, 14), (1, 11, 10)), "result.out-of-range"),
        (((-1, 1, 10), (1, 11, 10)), "result.out-of-range"),
    ],
)
def test_another_result_is_refused(small, tally, partials, counts, code):
    arguments = (small.election, tally.encrypted, partials, 2, 13, Result(counts))

    assert refusal(verify_result, *arguments).code == code


def test_the_result_plus_the_order_of_the_group_is_refused(small, tally, partials):
    wrapped = Result(((2 + int(small.election.group.q), 1, 10), COUNTS[1]))

    refused = refusal(verify_result, small.election, tally.encrypted, partials, 2, 13, wrapped)

    assert refused.code == "result.out-of-range"


def test_large_counts_become_texts_exactly_from_two_to_the_thirty(small):
    written = encode_result(Result((((1 << 30) - 1, 1 << 30, 0), (0, 0, 0))))

    assert written == b'{"result":[[1073741823,"1073741824",0],[0,0,0]]}'
    assert parse_result(written, small.election.questions).counts[0][1] == 1 << 30


@pytest.mark.parametrize(
    "raw",
    [
        b'{"result":[[1073741824,0,0],[0,0,0]]}',
        b'{"result":[["12",0,0],[0,0,0]]}',
        b'{"result":[["01073741824",0,0],[0,0,0]]}',
        b'{"result":[[true,0,0],[0,0,0]]}',
        b'{"result":[[1.0,0,0],[0,0,0]]}',
        b'{"result":[[0,0],[0,0,0]]}',
        b'{"result":[[0,0,0]]}',
        b'{"result":[[0,0,0],[0,0,0]],"x":1}',
        b'{"result": [[0,0,0],[0,0,0]]}',
        b'{"result":[[1e0,0,0],[0,0,0]]}',
        b'{"result":[[NaN,0,0],[0,0,0]]}',
    ],
)
def test_a_result_not_in_its_one_form_is_refused(small, raw):
    refused = refusal(parse_result, raw, small.election.questions)

    assert refused.code in {"result.malformed", "result.not-canonical"}
