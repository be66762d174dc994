"""The three groups: recorded values, one spelling each, membership, and what is neutral."""

import hashlib
from itertools import pairwise

import pytest

from ballots.crypto.edwards import NEUTRAL, Point
from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048, group_named
from ballots.errors import InvalidProofError, MalformedError, UnsupportedError
from ballots.voting.credentials import derive_public

GROUPS = [BELENIOS_2048, RFC_3526_2048, ED25519]
FIELD = 2**255 - 19
SMALL_ORDER = {  # canonical points of order 2, 4 and 8, as numbers
    2: FIELD - 1,
    4: 0,
    8: int("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16),
}

of_each_group = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def unrelated(group, number: int):
    return group.element_from(int(digest(f"ggen|{number}"), 16))


def point(number: int) -> Point:
    return Point(number.to_bytes(32, "little"))


def test_each_group_is_found_by_its_name_and_no_other_is():
    assert [group_named(group.name) for group in GROUPS] == GROUPS
    with pytest.raises(UnsupportedError):
        group_named("BELENIOS-4096")


def test_the_generators_are_the_published_ones():
    assert digest(str(BELENIOS_2048.g)) == (
        "96649bff87fad6b5f819ba03df4f32759730a48fd8795c98d2d70bb84151f3ec"
    )
    assert RFC_3526_2048.g == 2
    assert str(ED25519.g) == "6" * 62 + "58"
    assert str(ED25519.divide(ED25519.neutral, ED25519.g)) == "e" + "6" * 61 + "58"


def test_independent_generators_come_out_as_recorded():
    assert digest(str(unrelated(BELENIOS_2048, -1)))[:8] == "096d1ff8"
    assert digest(str(unrelated(BELENIOS_2048, 0)))[:8] == "38914d76"
    assert digest(str(unrelated(RFC_3526_2048, -1)))[:8] == "42a1ab2f"
    assert digest(str(unrelated(RFC_3526_2048, 0)))[:8] == "85e2d1c9"
    assert str(unrelated(ED25519, -1)).startswith("d6f7c1ea42e2474a")
    assert str(unrelated(ED25519, 0)).startswith("c95c81b40c41366b")


def test_embedded_numbers_come_out_as_recorded():
    assert [RFC_3526_2048.embed(one) for one in ([1, 2, 3], [0, 0, 0], [3, 1, 2])] == [
        16909057, 1, 50397697,
    ]  # fmt: skip
    assert str(ED25519.embed([1, 2, 3])).endswith("0004080c009")
    assert str(ED25519.embed([3, 1, 2])).endswith("000c0408003")
    assert ED25519.embed([0, 0, 0]) == ED25519.neutral


@pytest.mark.parametrize(("group", "most"), [(RFC_3526_2048, 254), (ED25519, 30)])
def test_as_many_numbers_as_fit_are_found_again(group, most):
    numbers = tuple(255 - i for i in range(most))

    assert group.most_embedded == most
    assert group.has(group.embed(numbers))
    assert group.extract(group.embed(numbers), most) == numbers
    assert group.extract(group.embed((255,)), 1) == (255,)
    with pytest.raises(ValueError, match="does not embed"):
        group.embed((*numbers, 1))


def test_a_group_without_padding_embeds_nothing():
    assert BELENIOS_2048.most_embedded == 0
    with pytest.raises(ValueError, match="does not embed"):
        BELENIOS_2048.embed([1])
    with pytest.raises(ValueError, match="embeds nothing"):
        BELENIOS_2048.extract(BELENIOS_2048.g, 1)


@of_each_group
def test_the_laws_of_a_group(group):
    g, q, neutral = group.g, group.q, group.neutral
    x = group.power_g(12345)

    assert group.power_g(q) == group.power(x, 0) == group.power_secret(g, 0) == neutral
    assert group.multiply(x, neutral) == group.divide(x, neutral) == x
    assert group.power(x, 3) == group.product([x, x, x]) == group.power_g(3 * 12345)
    assert group.divide(x, x) == group.multiply(x, group.power(x, q - 1)) == neutral
    assert group.powers(x, [0, 1, q - 1]) == [neutral, x, group.power_fixed(x, -1)]
    assert group.member_powers(x, [2, 5]) == [group.power_secret(x, 2), group.power(x, 5)]
    assert group.product([]) == neutral


@of_each_group
def test_text_is_read_back_and_the_neutral_element_is_a_member_but_no_key(group):
    x = group.power_g(7)

    assert group.decode(group.encode(x)) == x
    assert group.decode(group.encode(group.neutral)) == group.neutral
    assert len(group.encode(x)) <= group.text_length
    assert group.has(x, group.neutral, group.g) and group.has_key(x)
    assert not group.has_key(group.neutral)


@pytest.mark.parametrize("text", ["", "+5", "05", " 5", "0x10", "1_0", "5\n", "٣", "-1", None, 5])
def test_a_number_not_in_its_one_spelling_is_refused(text):
    with pytest.raises(MalformedError):
        RFC_3526_2048.decode(text)
    with pytest.raises(MalformedError):
        RFC_3526_2048.decode("9" * 618)


@pytest.mark.parametrize(
    "text", ["", "6" * 63, "6" * 65, "E" + "6" * 62 + "8", "6" * 63 + "g", "6" * 63 + " ", None]
)
def test_a_point_not_in_its_one_spelling_is_refused(text):
    with pytest.raises(MalformedError):
        ED25519.decode(text)


@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048], ids=lambda group: group.name)
def test_what_lies_outside_a_finite_group_is_refused(group):
    p, x = group.p, group.power_g(9)
    assert not any(group.has(one) for one in (0, -1, p - 1, p - x, x + p, p, x - p))
    for outside in (p - x, x + p, 0):
        with pytest.raises(InvalidProofError, match=r"proof\.not-in-group"):
            group.member_powers(outside, [2])


@pytest.mark.parametrize("order", SMALL_ORDER)
def test_a_point_with_a_part_of_small_order_is_refused(order):
    small = point(SMALL_ORDER[order])
    mixed = ED25519.multiply(ED25519.power_g(9), small)
    power = ED25519.neutral
    for _ in range(order):
        power = ED25519.multiply(power, small)

    assert power == ED25519.neutral
    assert not ED25519.has(small) and not ED25519.has(mixed)
    for outside in (small, mixed):
        with pytest.raises(InvalidProofError):
            ED25519.member_powers(outside, [2])
        with pytest.raises(InvalidProofError):
            ED25519.power(outside, 3)


def test_other_spellings_of_a_point_are_refused():
    neutral_with_sign = point(1 + (1 << 255))
    neutral_not_reduced = point(1 + FIELD)
    not_on_the_curve = point(2)

    assert not any(map(ED25519.has, (neutral_with_sign, neutral_not_reduced, not_on_the_curve)))
    assert NEUTRAL not in {neutral_with_sign, neutral_not_reduced}
    with pytest.raises(InvalidProofError):
        ED25519.multiply(ED25519.g, not_on_the_curve)


def test_points_are_ordered_by_their_bytes_and_not_by_their_texts():
    points = sorted(ED25519.power_g(n) for n in range(1, 60))

    assert all(one.encoded < other.encoded for one, other in pairwise(points))
    assert [str(one) for one in points] != sorted(str(one) for one in points)


def test_a_credential_of_ed25519_is_derived_as_the_public_tool_does():
    uuid = "k1irSA1sVpMTgc"
    public = str(derive_public(uuid, "egSvL-P5Td6L-wR6qE-EduX39", ED25519))

    assert public.startswith("89c2850ea56438977599b034")
