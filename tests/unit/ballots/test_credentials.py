"""Private codes and the public list derived from them."""

import json

import pytest

from ballots.crypto.named_groups import BELENIOS_2048
from ballots.errors import BallotsError, MalformedError
from ballots.protocol.canonical import encode
from ballots.protocol.credentials import (
    PublicCredential,
    encode_credentials,
    parse_credentials,
    verify_credentials,
)
from ballots.voting.credentials import derive_public, new_private_code, normalise_code


def test_the_codes_of_a_recorded_election_give_its_public_list(x02):
    lines = (x02.folder / "private_creds.txt").read_text().splitlines()
    codes = [line.split()[-1] for line in lines]

    derived = {derive_public(x02.election.uuid, code, x02.election.group) for code in codes}

    assert len(codes) == 7
    assert derived == set(x02.box().weights)


def test_a_new_code_is_already_in_its_normal_form():
    code = new_private_code()

    assert normalise_code(code) == code
    assert [len(piece) for piece in code.split("-")] == [5, 6, 5, 6]
    assert new_private_code() != code


@pytest.mark.parametrize(
    "typed",
    [
        "egSvL-P5Td6L-wR6qE-EduX39",
        "egSvLP5Td6LwR6qEEduX39",
        "  egSvL P5Td6L wR6qE EduX39\n",
        "egSvL – P5Td6L – wR6qE – EduX39",
        "egSvL\u2011P5Td6L\u2011wR6qE\u2011EduX39",
    ],
)
def test_a_typed_code_is_put_into_its_dashed_form(typed):
    assert normalise_code(typed) == "egSvL-P5Td6L-wR6qE-EduX39"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "egSvL" + " " * 100,
        "egSvL",
        "egSvL-P5Td6L-wR6qE-EduX3",
        "0" * 22,
        "egSvL-P5Td6L-wR6qE-EduX39x",
    ],
)
def test_a_mistyped_code_is_refused(typed):
    with pytest.raises(MalformedError) as refused:
        normalise_code(typed)

    assert refused.value.code == "credential.malformed"
    assert not refused.value.facts


def test_the_list_is_written_sorted_with_its_weights():
    written = encode_credentials([PublicCredential(30, 0), PublicCredential(4, 1 << 31)])

    assert written == b'["4,2147483648","30,0"]'
    assert parse_credentials(written, BELENIOS_2048) == (
        PublicCredential(4, 1 << 31),
        PublicCredential(30, 0),
    )


def test_a_line_without_a_weight_weighs_one():
    assert parse_credentials(b'["4"]', BELENIOS_2048) == (PublicCredential(4, 1),)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["4,"], "credentials.malformed"),
        (["4,-1"], "credentials.malformed"),
        (["4,+3"], "credentials.malformed"),
        (["4,1_000"], "credentials.malformed"),
        (["4,0x10"], "credentials.malformed"),
        (["4,00012"], "credentials.malformed"),
        (["4,1,alice"], "credentials.malformed"),
        (["4, 1"], "credentials.malformed"),
        (["04,1"], "credentials.malformed"),
        (["4,٣"], "credentials.malformed"),
        ([4], "credentials.malformed"),
        ({"4": 1}, "credentials.malformed"),
        (["4,1", "4,2"], "credentials.duplicate"),
    ],
)
def test_a_line_not_in_its_one_form_is_refused(lines, code):
    with pytest.raises(BallotsError) as refused:
        parse_credentials(encode(lines), BELENIOS_2048)

    assert refused.value.code == code


def test_a_list_laid_out_otherwise_is_refused():
    with pytest.raises(MalformedError) as refused:
        parse_credentials(json.dumps(["4,1"], indent=1).encode(), BELENIOS_2048)

    assert refused.value.code == "credentials.not-canonical"


@pytest.mark.parametrize("public", [0, 1, 2, BELENIOS_2048.p - 1, BELENIOS_2048.p + 1])
def test_a_key_outside_the_group_or_neutral_is_refused(public):
    good = PublicCredential(BELENIOS_2048.g, 1)
    with pytest.raises(BallotsError) as refused:
        verify_credentials([good, PublicCredential(public, 1)], BELENIOS_2048)

    assert (refused.value.code, refused.value.facts) == ("credentials.not-in-group", {"line": 2})
