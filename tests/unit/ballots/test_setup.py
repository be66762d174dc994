"""The making of an election: keys, questions, list, and what is refused."""

import json
from dataclasses import replace

import pytest

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.named_groups import BELENIOS_2048, RFC_3526_2048
from ballots.crypto.proofs import Proof
from ballots.crypto.shuffle import Commitments, Responses, ShuffleProof
from ballots.errors import BallotsError
from ballots.protocol import limits
from ballots.protocol.canonical import encode
from ballots.protocol.credentials import PublicCredential
from ballots.protocol.election import (
    Question,
    election_fingerprint,
    encode_election,
    parse_election,
)
from ballots.protocol.questions import RankedQuestion
from ballots.protocol.shuffle import Shuffle, encode_shuffle
from ballots.protocol.tally import (
    PartialDecryption,
    Result,
    encode_decryption,
    encode_result,
    encode_tally,
    parse_result,
)
from ballots.protocol.trustees import (
    encode_trustee_key,
    encode_trustees,
    parse_trustee_key,
    parse_trustees,
)
from ballots.voting.prepare import prepare_ballot
from ballots.voting.setup import (
    HEAVIEST,
    TrusteePublicKey,
    make_election,
    new_election_uuid,
    new_trustee_secret,
    trustee_public_key,
    verify_public_key,
    verify_trustee_key,
)
from ballots.web.casting import LARGEST_BODY

GOOD = Question("?", ("A", "B"), 1, 1)


@pytest.fixture(scope="module")
def key():
    return trustee_public_key(new_trustee_secret(), "Bureau")


def make(key, **changes):
    members = {
        "uuid": new_election_uuid(),
        "name": "n",
        "description": "",
        "questions": [GOOD],
        "trustees": [key],
        "credentials": [PublicCredential(key.public_key, 1)],
    }
    return make_election(**members | changes)


def refusal(call, *arguments, **named):
    with pytest.raises(BallotsError) as refused:
        call(*arguments, **named)
    return refused.value


def test_an_election_is_read_back_as_it_was_made(key):
    questions = [GOOD, Question('\x7f « é » \\ "', ("x",), 0, 1, blank=True)]
    files = make(key, questions=questions, administrator="Ada", credential_authority="Bob")

    election = parse_election(files.election)

    assert election.questions == tuple(questions)
    assert (election.administrator, election.credential_authority) == ("Ada", "Bob")
    assert encode_election(election) == files.election
    assert b"\\u007f" in files.election
    assert parse_trustees(files.trustees, BELENIOS_2048) == (key,)
    verify_public_key(election, [key])


def test_two_elections_never_share_a_number():
    assert len({new_election_uuid() for _ in range(100)}) == 100


def test_a_recorded_election_is_written_again_byte_for_byte(v01):
    raw = v01.entries[0].data[0]

    assert encode_election(v01.election) == raw
    assert encode_trustees(v01.trustees) == v01.entries[0].data[1]


def test_a_trustee_key_travels_as_its_own_file(key):
    assert parse_trustee_key(encode_trustee_key(key), BELENIOS_2048) == key


def spoilt_proofs(key):
    c, r, q = key.pok.challenge, key.pok.response, BELENIOS_2048.q
    p = BELENIOS_2048.p
    return {
        "another response": replace(key, pok=Proof(c, (r + 1) % q)),
        "another challenge": replace(key, pok=Proof((c + 1) % q, r)),
        "a response beyond q": replace(key, pok=Proof(c, r + q)),
        "a negative response": replace(key, pok=Proof(c, r - q)),
        "another key": replace(key, public_key=key.public_key * BELENIOS_2048.g % p),
        "a key of order 2q": replace(key, public_key=p - key.public_key),
        "a key not reduced": replace(key, public_key=key.public_key + p),
        "the neutral key": replace(key, public_key=1),
        "zero": replace(key, public_key=0),
    }


def test_a_key_whose_proof_is_spoilt_is_refused(key):
    verify_trustee_key(key)
    for what, spoilt in spoilt_proofs(key).items():
        assert refusal(verify_trustee_key, spoilt).code == "trustee.bad-key", what
        assert refusal(make, spoilt).code == "trustee.bad-key", what


def test_the_neutral_key_is_refused_even_with_a_right_proof():
    neutral = trustee_public_key(0)

    assert neutral.public_key == 1
    assert refusal(verify_trustee_key, neutral).facts == {"cause": "proof.not-in-group"}


def test_two_keys_that_cancel_out_make_no_election():
    secret = new_trustee_secret()
    pair = [trustee_public_key(secret), trustee_public_key(BELENIOS_2048.q - secret)]
    refused = refusal(make, pair[0], trustees=pair)

    assert refused.code == "election.bad-public-key"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"trustees": []}, "election.no-trustee"),
        ({"credentials": []}, "election.no-credential"),
        ({"questions": []}, "election.questions"),
        ({"questions": [replace(GOOD, answers=())]}, "election.questions"),
        ({"questions": [replace(GOOD, maximum=3)]}, "election.questions"),
        ({"questions": [replace(GOOD, minimum=2, maximum=1)]}, "election.questions"),
        ({"questions": [replace(GOOD, minimum=-1)]}, "election.questions"),
        ({"questions": [GOOD] * 201}, "election.questions"),
        ({"questions": [replace(GOOD, answers=("x",) * 1001)]}, "election.questions"),
        ({"questions": [replace(GOOD, answers=("x",) * 600)]}, "election.questions"),
        ({"credentials": [PublicCredential(4, HEAVIEST + 1)]}, "election.too-heavy"),
    ],
)
def test_an_impossible_election_is_refused(key, changes, code):
    assert refusal(make, key, **changes).code == code


def test_no_election_is_opened_whose_ballots_could_not_be_posted(key):
    refused = refusal(make, key, questions=[replace(GOOD, answers=("x",) * 600)])
    assert refused.facts["most"] == limits.BALLOT
    quotes_escaped = limits.BALLOT * 9 // 8
    assert quotes_escaped < LARGEST_BODY


@pytest.mark.parametrize(("voters", "answers"), [(13_001, 3), (7_001, 50)])
def test_no_election_is_opened_whose_rankings_could_not_be_mixed_and_read(voters, answers):
    key = trustee_public_key(new_trustee_secret(RFC_3526_2048), group=RFC_3526_2048)
    listed = [PublicCredential(one, 1) for one in range(1, voters + 1)]
    question = RankedQuestion("?", ("x",) * answers)
    changes = {"questions": [question], "credentials": listed, "group": RFC_3526_2048}
    refused = refusal(make, key, **changes)
    facts = {"rankings": voters, "numbers": voters * answers}
    assert (refused.code, refused.facts) == ("election.questions", facts)
    make(key, **changes | {"credentials": listed[: voters - 1]})


def test_what_the_most_rankings_make_is_read_back():
    group, most = RFC_3526_2048, limits.RANKINGS
    longest = group.p - 1
    ciphertext = Ciphertext(longest, longest)
    proof = Proof(group.q - 1, group.q - 1)
    assert len(encode_tally(((ciphertext,) * most,))) < limits.TALLY
    part = PartialDecryption(((longest,) * most,), ((proof,) * most,))
    assert len(encode_decryption(part)) < limits.TALLY
    single = (longest,)
    shuffled = ShuffleProof(
        Commitments(single * 5, single * most),
        Responses((group.q - 1,) * 4, (group.q - 1,) * most, (group.q - 1,) * most),
        single * most,
        single * most,
    )
    assert len(encode_shuffle(Shuffle(((ciphertext,) * most,), (shuffled,)))) < limits.SHUFFLE
    numbers = limits.RANKED_NUMBERS // 50
    question = RankedQuestion("?", ("x",) * 50)
    result = encode_result(Result((((255,) * 50,) * numbers,)))
    assert len(parse_result(result, (question,)).rows[0]) == numbers


def test_the_quotes_of_a_ballot_are_less_than_an_eighth_of_it(key):
    files = make(key)
    election = parse_election(files.election)
    fingerprint = election_fingerprint(files.election)
    raw = prepare_ballot(election, fingerprint, 5, [[1, 0]])
    assert len(json.dumps(raw.decode())) * 8 < len(raw) * 9


@pytest.mark.parametrize(
    "changes",
    [
        {"uuid": "short"},
        {"uuid": "0" * 14},
        {"credentials": [PublicCredential(4, 1), PublicCredential(4, 2)]},
        {"credentials": [PublicCredential(4, -1)]},
    ],
)
def test_a_callers_bug_is_no_refusal(key, changes):
    with pytest.raises(ValueError, match=r"uuid|twice|negative"):
        make(key, **changes)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("uuid", "short"),
        ("uuid", 7),
        ("name", None),
        ("public_key", 7),
        ("public_key", "07"),
        ("public_key", "9" * 618),
        ("questions", {}),
        ("questions", [7]),
        ("questions", []),
        ("questions", [{"answers": ["A"], "min": 0, "max": 2, "question": "?"}]),
        ("questions", [{"answers": ["A"], "min": 0, "max": 1.0, "question": "?"}]),
        ("questions", [{"answers": ["A"], "min": False, "max": 1, "question": "?"}]),
        ("questions", [{"answers": ["A"], "min": 0, "max": 1, "question": "?", "blank": 1}]),
        ("questions", [{"answers": [1], "min": 0, "max": 1, "question": "?"}]),
        ("administrator", 7),
        ("version", "1"),
    ],
)
def test_an_election_with_a_wrong_field_cannot_be_read(v01, member, value):
    members = json.loads(v01.entries[0].data[0]) | {member: value}

    assert refusal(parse_election, encode(members)).code == "election.malformed"


def test_an_election_that_is_cut_cannot_be_read(v01):
    raw = v01.entries[0].data[0]

    assert refusal(parse_election, raw[:-1]).code == "election.malformed"
    assert refusal(parse_election, raw + b" " * (5 << 20)).code == "election.too-large"


@pytest.mark.parametrize(
    "entries",
    [
        [],
        {},
        ["Single"],
        [["Single"]],
        [["Other", {}]],
        [["Single", {"public_key": "4"}]],
        [["Pedersen", {}]],
        [["Single", {"public_key": "4", "pok": {"challenge": "1"}}]],
        [["Single", {"public_key": "4", "pok": {"challenge": "1", "response": 2}}]],
    ],
)
def test_a_malformed_list_of_trustees_is_refused(entries):
    assert refusal(parse_trustees, encode(entries), BELENIOS_2048).code == "trustees.malformed"


def test_a_trustee_is_the_type_the_files_hold(key):
    assert isinstance(key, TrusteePublicKey)
