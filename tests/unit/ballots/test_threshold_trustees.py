"""Threshold trustees as published: both forms are read, and no part can be changed unseen."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from ballots.crypto.named_groups import BELENIOS_2048, RFC_3526_2048
from ballots.crypto.proofs import Proof
from ballots.crypto.schnorr import prove_key, sign_text
from ballots.errors import BallotsError
from ballots.protocol.canonical import encode
from ballots.protocol.signed_text import SignedText
from ballots.protocol.threshold import (
    Certificate,
    Commitments,
    certificate_text,
    commitments_text,
    consent_text,
)
from ballots.protocol.trustees import (
    TrusteePublicKey,
    encode_trustees,
    joint_key,
    members,
    numbered,
    parse_trustees,
)
from ballots.voting.setup import (
    new_trustee_secret,
    trustee_public_key,
    verify_public_key,
    verify_trustee_entry,
)
from ballots.voting.threshold import verify_threshold
from tests.simulators.ceremonies import hold_ceremony, vote

VECTORS = Path(__file__).parents[2] / "vectors"
G = BELENIOS_2048


@pytest.fixture(scope="module")
def held():
    return hold_ceremony(3, 2)


@pytest.fixture(scope="module")
def good(held):
    return held.parameters


def refusal(call, *arguments):
    with pytest.raises(BallotsError) as refused:
        call(*arguments)
    return refused.value


def read_setup(name) -> bytes:
    (path,) = VECTORS.glob(f"{name}-*/trustees.json")
    return path.read_bytes().rstrip(b"\n")


def at(values, index, value):
    """Return ``values`` with another at ``index``, from 1."""
    return (*values[: index - 1], value, *values[index:])


def one_more(proof):
    return Proof(proof.challenge, (proof.response + 1) % G.q)


@pytest.mark.parametrize(
    ("name", "group", "is_older"),
    [("v03", G, True), ("x01", G, False), ("v07", RFC_3526_2048, True)],
)
def test_both_recorded_forms_are_read_verified_and_written_again(name, group, is_older):
    raw = read_setup(name)

    (entry,) = parse_trustees(raw, group)

    assert (entry.is_older, entry.size, entry.threshold) == (is_older, 3, 2)
    verify_threshold(group, entry)
    assert encode_trustees([entry]) == raw


def test_what_we_make_is_the_newer_form_whole(held, good):
    raw = encode_trustees([good])

    assert not good.is_older
    assert parse_trustees(raw, G) == (good,)
    members_of_it = json.loads(raw)[0][1]
    assert list(members_of_it) == [
        "threshold", "certs", "coefexps", "signatures", "verification_keys",
    ]  # fmt: skip
    assert [key["signature"].keys() for key in members_of_it["verification_keys"]]
    context = json.loads(members_of_it["certs"][1]["message"])["context"]
    assert context == {"group": "BELENIOS-2048", "size": 3, "threshold": 2, "index": 2}


def test_owners_are_numbered_through_the_whole_list(good):
    first, last = (trustee_public_key(new_trustee_secret()) for _ in range(2))
    entries = (first, good, good, last)

    assert members(entries) == (first, *good.keys, *good.keys, last)
    assert [list(keys) for _, keys in numbered(entries)] == [[1], [2, 3, 4], [5, 6, 7], [8]]
    assert parse_trustees(encode_trustees(entries), G) == entries


def test_the_joint_key_is_that_of_the_shared_secret_and_the_mandatory_ones(held, good):
    single = trustee_public_key(new_trustee_secret())
    one, two = held.secret(1), held.secret(2)

    shared = G.power_g(2 * one - two)  # the line through (1, one) and (2, two), at 0

    assert good.joint_key(G) == shared
    assert joint_key([good, single], G) == G.multiply(shared, single.public_key)
    small = vote([good, single], {})
    verify_public_key(small.election, [good, single])
    assert refusal(verify_public_key, small.election, [good]).code == "election.bad-public-key"


def certificate_of(signing, encryption, context):
    public = G.power_g(signing)
    text = certificate_text(public, encryption, context)
    return Certificate(SignedText(text, sign_text(G, signing, text)), public, encryption, context)


def committed(seat, elements):
    text = commitments_text(elements)
    return Commitments(SignedText(text, sign_text(G, seat.signing, text)), tuple(elements))


def recommitted(held, index, elements):
    """Let a trustee commit to other elements, all its own signatures made again."""
    good, seat = held.parameters, held.seats[index - 1]
    consent = sign_text(G, seat.signing, consent_text(good.certificates, elements))
    return replace(
        good,
        commitments=at(good.commitments, index, committed(seat, elements)),
        signatures=at(good.signatures, index, consent),
    )


def with_certificate(good, index, certificate):
    return replace(good, certificates=at(good.certificates, index, certificate))


def with_key(good, index, **changes):
    return replace(good, keys=at(good.keys, index, replace(good.keys[index - 1], **changes)))


def negated(group, element):
    return group.p - element


def signed_wrong(part):
    return replace(part, signed=replace(part.signed, signature=one_more(part.signed.signature)))


def swapped(values):
    return (values[1], values[0], *values[2:])


def spoilt(held):
    good = held.parameters
    certs, commits, keys = good.certificates, good.commitments, good.keys
    sk, elements = held.seats[1].signing, commits[1].elements
    other_top = G.divide(G.neutral, G.product(one.elements[1] for one in commits[:2]))
    return {
        "a certificate signed wrong": (
            with_certificate(good, 2, signed_wrong(certs[1])), "threshold.bad-certificate", 2),
        "two certificates exchanged": (
            replace(good, certificates=swapped(certs)), "threshold.bad-certificate", 1),
        "a threshold lowered": (replace(good, threshold=1), "threshold.bad-certificate", 1),
        "a certificate of another group": (
            with_certificate(good, 3, certificate_of(
                held.seats[2].signing, certs[2].encryption,
                replace(certs[2].context, group="Ed25519"))), "threshold.bad-certificate", 3),
        "a neutral verification key": (
            with_certificate(good, 1, certificate_of(0, certs[0].encryption, certs[0].context)),
            "threshold.bad-certificate", 1),
        "a neutral encryption key": (
            with_certificate(good, 2, certificate_of(sk, G.neutral, certs[1].context)),
            "threshold.bad-certificate", 2),
        "an encryption key of order 2q": (
            with_certificate(good, 2, certificate_of(
                sk, negated(G, certs[1].encryption), certs[1].context)),
            "threshold.bad-certificate", 2),
        "a certificate of the older form": (
            with_certificate(good, 2, certificate_of(sk, certs[1].encryption, None)),
            "threshold.no-context", 2),
        "commitments signed wrong": (
            replace(good, commitments=at(commits, 3, signed_wrong(commits[2]))),
            "threshold.bad-commitments", 3),
        "commitments of another": (
            replace(good, commitments=swapped(commits)), "threshold.bad-commitments", 1),
        "a commitment of order 2q": (
            recommitted(held, 2, (negated(G, elements[0]), elements[1])),
            "threshold.bad-commitments", 2),
        "a neutral commitment": (
            recommitted(held, 2, (elements[0], G.neutral)), "threshold.bad-commitments", 2),
        "a coefficient less": (recommitted(held, 2, elements[:1]), "threshold.wrong-number", 2),
        "a coefficient more": (
            recommitted(held, 2, (*elements, elements[0])), "threshold.wrong-number", 2),
        "coefficients that cancel out": (
            recommitted(held, 3, (commits[2].elements[0], other_top)), "threshold.cancelled", None),
        "other commitments": (
            recommitted(held, 2, (G.power_g(7), G.power_g(8))), "threshold.wrong-key", 1),
        "no signature over all certificates": (
            replace(good, signatures=None), "threshold.no-signatures", None),
        "a signature over all certificates wrong": (
            replace(good, signatures=at(good.signatures, 3, one_more(good.signatures[2]))),
            "threshold.bad-signature", 3),
        "two such signatures exchanged": (
            replace(good, signatures=swapped(good.signatures)), "threshold.bad-signature", 1),
        "a key not signed": (with_key(good, 3, signature=None), "threshold.unsigned-key", 3),
        "a key signed wrong": (
            with_key(good, 2, signature=one_more(keys[1].signature)),
            "threshold.bad-key-signature", 2),
        "a key's proof wrong": (with_key(good, 2, pok=one_more(keys[1].pok)), "trustee.bad-key", 2),
        "a key of order 2q": (
            with_key(good, 2, public_key=negated(G, keys[1].public_key)), "trustee.bad-key", 2),
        "a neutral key with a right proof": (
            with_key(good, 1, public_key=G.neutral, pok=prove_key(G, 0, G.neutral)),
            "trustee.bad-key", 1),
        "two keys exchanged": (replace(good, keys=swapped(keys)), "threshold.wrong-key", 1),
    }  # fmt: skip


def test_every_changed_part_is_refused_by_name_and_trustee(held):
    for what, (changed, code, index) in spoilt(held).items():
        refused = refusal(verify_threshold, G, changed)
        assert (refused.code, refused.facts.get("index")) == (code, index), what
        assert refusal(verify_trustee_entry, changed).code == code, what


def test_two_commitments_of_order_two_are_refused_though_all_products_hold(held, good):
    """The archive a32 of the collection: the public tool 2.0 takes it."""
    first = recommitted(held, 1, tuple(negated(G, one) for one in good.commitments[0].elements))
    both = replace(
        first,
        commitments=at(
            first.commitments,
            2,
            committed(held.seats[1], [negated(G, e) for e in good.commitments[1].elements]),
        ),
    )

    refused = refusal(verify_threshold, G, both)

    assert refused.code == "threshold.bad-commitments"
    assert refused.facts == {"index": 1, "cause": "proof.not-in-group"}


def test_the_older_form_cannot_be_told_from_the_newer_by_taking_everything_away(held, good):
    """Without all the newer marks it is the older form, whose certificates name no ceremony."""
    stripped = replace(
        good, signatures=None, keys=tuple(replace(key, signature=None) for key in good.keys)
    )

    assert not stripped.is_older
    assert refusal(verify_threshold, G, stripped).code == "threshold.no-signatures"


def spoilt_json(raw):
    """Return trustees.json with one thing of a wrong shape."""

    def change(spoil):
        entries = json.loads(raw)
        spoil(entries[0][1])
        return encode(entries)

    def message(one, text):
        one["certs"][0]["message"] = text

    certificate = json.loads(raw)[0][1]["certs"][0]["message"]
    return {
        "no threshold": change(lambda one: one.pop("threshold")),
        "a threshold of zero": change(lambda one: one.update(threshold=0)),
        "a threshold beyond the number": change(lambda one: one.update(threshold=4)),
        "a threshold as text": change(lambda one: one.update(threshold="2")),
        "nobody": change(lambda one: one.update(certs=[], coefexps=[], verification_keys=[])),
        "a certificate less": change(lambda one: one["certs"].pop()),
        "commitments less": change(lambda one: one["coefexps"].pop()),
        "a key less": change(lambda one: one["verification_keys"].pop()),
        "a signature less": change(lambda one: one["signatures"].pop()),
        "no signature": change(lambda one: one.update(signatures=None)),
        "a certificate that is no text": change(lambda one: message(one, {})),
        "a certificate that is no JSON": change(lambda one: message(one, "{")),
        "a certificate with a space": change(
            lambda one: message(one, certificate.replace(",", ", ", 1))
        ),
        "a certificate with a leading zero": change(
            lambda one: message(one, certificate.replace('"verification":"', '"verification":"0'))
        ),
        "a certificate with a field more": change(
            lambda one: message(one, certificate[:-1] + ',"x":1}')
        ),
        "a certificate in another order": change(
            lambda one: message(
                one, encode(dict(reversed(json.loads(certificate).items()))).decode()
            )
        ),
        "commitments that are no list": change(
            lambda one: one["coefexps"][0].update(message='{"coefexps":{}}')
        ),
        "a text too long": change(lambda one: message(one, " " * 5000)),
        "a signed message with a field more": change(lambda one: one["certs"][0].update(x=1)),
    }


def test_a_list_of_a_wrong_shape_cannot_be_read(good):
    codes = {"trustees.malformed", "trustees.not-canonical", "trustees.too-large"}
    for what, raw in spoilt_json(encode_trustees([good])).items():
        assert refusal(parse_trustees, raw, G).code in codes, what


def test_names_and_unknown_fields_of_a_group_are_taken_as_they_come(good):
    entries = json.loads(encode_trustees([good]))
    entries[0][1]["x-unknown"] = [1]
    entries[0][1]["verification_keys"][0]["name"] = "Ada"

    (read,) = parse_trustees(json.dumps(entries, indent=2).encode(), G)

    assert read.keys[0].name == "Ada"
    verify_threshold(G, read)


def test_more_trustees_than_the_limit_are_refused_whatever_the_groups(good):
    listed = [json.loads(encode_trustees([good]))[0]] * 34

    assert refusal(parse_trustees, encode(listed), G).code == "trustees.malformed"


def test_a_mandatory_trustee_has_no_signature_to_check(good):
    raw = encode_trustees([good.keys[0]])

    (read,) = parse_trustees(raw, G)

    assert isinstance(read, TrusteePublicKey)
    assert read.signature is None
