"""Opening a tally: every mandatory trustee, any t of each group, and what does not open it."""

from dataclasses import replace
from itertools import combinations

import pytest

from ballots.crypto.named_groups import ED25519
from ballots.errors import BallotsError
from ballots.protocol.tally import Result
from ballots.voting.opening import opening_weights
from ballots.voting.setup import new_trustee_secret, trustee_public_key
from ballots.voting.tally import combine, verify_result
from tests.simulators.ceremonies import COUNTS, hold_ceremony, vote

SINGLE = 1
GROUP = (2, 3, 4, 5)  # any three of these
OTHER = (6, 7)  # and any one of these


@pytest.fixture(scope="module")
def small():
    """A mandatory trustee, three of four, and one of two."""
    secret = new_trustee_secret()
    four, two = hold_ceremony(4, 3), hold_ceremony(2, 1)
    entries = [trustee_public_key(secret), four.parameters, two.parameters]
    return vote(entries, {SINGLE: secret} | four.secrets(2) | two.secrets(6))


@pytest.fixture(scope="module")
def partials(small):
    return {owner: small.verified(owner) for owner in (SINGLE, *GROUP, *OTHER)}


def refusal(call, *arguments):
    with pytest.raises(BallotsError) as refused:
        call(*arguments)
    return refused.value


def opened(small, partials, *owners):
    chosen = {owner: partials[owner] for owner in owners}
    return combine(small.election, small.tally.encrypted, chosen, small.entries, 100)


def test_any_set_that_is_large_enough_gives_the_same_result(small, partials):
    for three in combinations(GROUP, 3):
        for one in OTHER:
            assert opened(small, partials, SINGLE, *three, one).counts == COUNTS
    assert opened(small, partials, *partials).counts == COUNTS


def test_the_order_in_which_the_parts_come_is_nothing(small, partials):
    assert opened(small, partials, 7, 5, 2, 1, 4).counts == COUNTS


def test_the_published_result_is_held_against_any_such_set(small, partials):
    good, bad = Result(COUNTS), Result(((40, 36, 24),))
    for three in combinations(GROUP, 3):
        chosen = {owner: partials[owner] for owner in (SINGLE, *three, 6)}
        arguments = small.election, small.tally.encrypted, chosen, small.entries, 100
        verify_result(*arguments, good)
        assert refusal(verify_result, *arguments, bad).code == "result.wrong"


@pytest.mark.parametrize(
    ("owners", "code", "facts"),
    [
        ((2, 3, 4, 6), "tally.missing-decryption", {"owner": 1}),
        ((), "tally.missing-decryption", {"owner": 1}),
        (
            (1, 2, 3, 6, 7),
            "tally.too-few-decryptions",
            {"needed": 3, "delivered": 2, "first": 2, "last": 5},
        ),
        (
            (1, 2, 3, 4, 5),
            "tally.too-few-decryptions",
            {"needed": 1, "delivered": 0, "first": 6, "last": 7},
        ),
        ((2, 3, 4, 5, 6, 7), "tally.missing-decryption", {"owner": 1}),
    ],
)
def test_fewer_do_not_open_it_and_who_is_missing_is_said(small, partials, owners, code, facts):
    refused = refusal(opened, small, partials, *owners)

    assert (refused.code, refused.facts) == (code, facts)


def test_a_wrong_share_is_refused_before_it_counts_and_the_others_still_open(small, partials):
    """Trustee 3 has lost its share and sends another number's: 2, 4 and 5 are enough."""
    wrong = small.part(3, new_trustee_secret())

    assert refusal(small.verified, 3, wrong).code == "decryption.bad-proof"
    assert opened(small, partials, 1, 2, 4, 5, 6).counts == COUNTS


def test_a_share_under_the_number_of_another_is_refused(small):
    for owner, other in ((2, 3), (1, 2), (2, 6), (7, 5)):
        refused = refusal(small.verified, other, small.part(owner))
        assert refused.code == "decryption.bad-proof", (owner, other)


def test_where_one_is_enough_all_hold_the_same_share(small):
    assert small.verified(7, small.part(6))
    assert small.secrets[6] == small.secrets[7]


def test_parts_of_another_group_in_its_place_give_no_count(small, partials):
    """Were they not verified by owner: the mathematics alone would not open to a count."""
    mixed = partials | {2: partials[6]}

    assert refusal(opened, small, mixed, 1, 2, 3, 4, 6).code == "tally.no-count"


def test_two_shares_do_not_open_what_three_are_needed_for(small, partials):
    """Though the threshold is written lower: the mathematics keeps it closed."""
    single, four, two = small.entries
    lowered = replace(small, entries=[single, replace(four, threshold=2), two])

    assert refusal(opened, lowered, partials, 1, 2, 3, 6).code == "tally.no-count"


def test_of_a_group_the_lowest_indices_are_taken_and_numbers_restart_in_it(small):
    group = small.election.group

    weights = opening_weights(group, {7, 5, 4, 3, 1, 6}, small.entries)

    assert list(weights) == [1, 3, 4, 5, 6]
    assert weights[1] == weights[6] == 1
    two, three, four = (weights[owner] for owner in (3, 4, 5))  # the indices 2, 3 and 4
    assert (two, three, four) == (6, group.q - 8, 3)


def test_a_number_stands_for_so_many_mandatory_trustees(small):
    assert opening_weights(small.election.group, {1, 2, 3}, 2) == {1: 1, 2: 1}


def test_a_threshold_opens_on_the_curve_as_well():
    held = hold_ceremony(3, 2, ED25519)
    small = vote([held.parameters], held.secrets(), ED25519)
    partials = {owner: small.verified(owner) for owner in (1, 3)}

    assert opened(small, partials, 3, 1).counts == COUNTS
