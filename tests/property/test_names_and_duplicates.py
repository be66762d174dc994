"""What was made faster says what the plain way says: names folded, duplicates found and shown."""

import unicodedata
from collections import defaultdict
from itertools import pairwise

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from governance.errors import InvalidInputError
from governance.services.membership import duplicates
from governance.services.membership.duplicates import Known, Reason
from governance.services.membership.names import checked_email, fold, lookalike_letters

ADDRESSES = (
    r"[a-z0-9A._+-]{1,8}([a-z0-9]{60})?@"
    r"([a-z0-9.-]{1,6}|[a-z]{62}|xn--a)\.(example|fr|test|local|arpa|a|9|onion|[a-z-]{1,4})"
)
LETTERS = st.text("aàbBcсé 12'-", min_size=5, max_size=9)
ROWS = st.lists(
    st.tuples(
        LETTERS,
        st.sampled_from(("institution", "individual")),
        st.sampled_from(("", "552100554", "732829320")),
        st.sampled_from(("", "a.b@x.example", "ab@x.example", "ab+c@x.example")),
    ),
    max_size=12,
)


def folded_letter_by_letter(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    kept = (char for char in plain if not unicodedata.combining(char))
    return " ".join("".join(char if char.isalnum() else " " for char in kept).split())


def foreign_one_by_one(text: str) -> str:
    letters = [(char, unicodedata.name(char, "")) for char in text if char.isalpha()]
    if not any(name.startswith("LATIN") for _, name in letters):
        return ""
    foreign = (char for char, name in letters if name.startswith(("CYRILLIC", "GREEK")))
    return "".join(dict.fromkeys(foreign))


def pairs_one_key_at_a_time(rows: list[Known]) -> list[tuple[int, int, tuple[Reason, ...]]]:
    """Put every row under each of its keys, and neighbours of one key together."""
    under: dict[object, set[int]] = defaultdict(set)
    for row in rows:
        for reason, key in duplicates._keys(row):
            under[reason, key].add(row.id)
        for key in duplicates._slips(row):
            under[Reason.SLIP, key].add(row.id)
    found: dict[tuple[int, int], set[Reason]] = defaultdict(set)
    for (reason, _), ids in under.items():  # type: ignore[misc]
        for pair in pairwise(sorted(ids)):
            found[pair].add(reason)
    names = {row.id: row.folded for row in rows}
    order = sorted(found, key=lambda pair: (names[pair[0]], *pair))
    return [(*pair, duplicates._telling(found[pair])) for pair in order]


def told(pairs) -> list[tuple[int, int, tuple[Reason, ...]]]:
    return [(pair.first.id, pair.second.id, pair.reasons) for pair in pairs]


@given(st.text())
def test_a_name_is_folded_as_letter_by_letter(text):
    assert fold(text) == folded_letter_by_letter(text)


@given(st.text("aéßÀµяϲЖ\u0345\u036f0- "))
def test_letters_of_other_alphabets_are_those_found_one_by_one(text):
    assert lookalike_letters(text) == foreign_one_by_one(text)


@given(st.from_regex(ADDRESSES, fullmatch=True) | st.emails())
def test_an_ordinary_address_is_kept_as_the_validator_keeps_it(address):
    try:
        expected = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        with pytest.raises(InvalidInputError):
            checked_email(address)
    else:
        assert checked_email(address) == expected.normalized.lower()


@given(ROWS, st.integers(0, 14))
def test_the_pairs_are_those_found_one_key_at_a_time(drawn, most):
    rows = [
        Known(number, name, group, siren=siren, email=email)
        for number, (name, group, siren, email) in enumerate(drawn, 1)
    ]
    expected = pairs_one_key_at_a_time(rows)
    first = duplicates.first_pairs({row.id: row for row in rows}, most)

    assert told(duplicates.pairs(rows)) == expected
    assert told(first.shown) == expected[:most]
    assert (first.total, first.more) == (len(expected), max(0, len(expected) - most))
