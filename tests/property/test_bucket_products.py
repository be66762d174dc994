"""Products by buckets: the powers and the subsets are what they would be one by one."""

from hypothesis import given
from hypothesis import strategies as st

from ballots.crypto.batch_membership import are_reduced, products_belong
from ballots.crypto.buckets import (
    product_and_subsets,
    product_of_powers,
    subsets_by_bit,
    width_of_digits,
)
from ballots.crypto.finite_field import FiniteField
from ballots.crypto.randomness import draw_bits

P = 1_000_003
BITS = 24
TOY = FiniteField("TOY", p=2039, q=1019, g=4)

bases = st.lists(st.integers(1, P - 1), min_size=1, max_size=60)


def plain(elements: list[int], exponents: list[int]) -> int:
    product = 1
    for base, exponent in zip(elements, exponents, strict=True):
        product = product * pow(base, exponent, P) % P
    return product


@given(bases, st.data())
def test_a_product_and_its_subsets_are_the_plain_ones(
    elements: list[int], data: st.DataObject
) -> None:
    number = st.integers(0, (1 << BITS) - 1)
    exponents = data.draw(st.lists(number, min_size=len(elements), max_size=len(elements)))
    product, subsets = product_and_subsets(elements, exponents, P, BITS)
    expected = [
        plain(elements, [exponent >> bit & 1 for exponent in exponents])
        for bit in range(BITS - 1, -1, -1)
    ]
    assert product == product_of_powers(elements, exponents, P) == plain(elements, exponents)
    assert subsets == subsets_by_bit(elements, exponents, P, BITS) == expected


@given(st.integers(0, 1_000_000), st.integers(0, 2048))
def test_digits_are_as_wide_as_the_bases_deserve_and_never_wider_than_the_number(
    number: int, bits: int
) -> None:
    width = width_of_digits(number, bits)
    assert 1 <= width <= max(bits, 1)


def test_wider_digits_for_more_bases() -> None:
    widths = [width_of_digits(10**power, 128) for power in range(1, 7)]
    assert widths == sorted(widths)
    assert widths[0] < widths[-1]


def test_an_element_outside_is_found_out_by_half_of_all_subsets() -> None:
    """In the toy field too, where it is the sign that lies outside."""
    stranger = TOY.p - 4
    elements = [4] * 9 + [stranger]
    found = 0
    for _ in range(40):
        choices = draw_bits(len(elements), 8)
        found += not products_belong(TOY, subsets_by_bit(elements, choices, TOY.p, 1))
    assert 0 < found < 40
    assert are_reduced(TOY, elements)
    assert not are_reduced(TOY, [0])
