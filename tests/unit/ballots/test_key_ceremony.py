"""The key ceremony, from certificates to published parameters, and every wrong message in it."""

import json
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048
from ballots.crypto.proofs import Proof
from ballots.crypto.randomness import BASE58
from ballots.crypto.schnorr import sign_text
from ballots.crypto.shamir import commit, committed_share, draw_polynomial, evaluate
from ballots.errors import BallotsError
from ballots.protocol.canonical import encode
from ballots.protocol.ceremony import (
    encode_certificate,
    encode_input,
    encode_output,
    encode_polynomial,
    envelope_text,
    key_text,
    parse_certificate,
    parse_input,
    parse_output,
    parse_polynomial,
    secret_text,
)
from ballots.protocol.sealed import Sealed, encode_sealed, parse_sealed
from ballots.protocol.signed_text import SignedText
from ballots.protocol.threshold import Commitments, certificate_text, commitments_text, consent_text
from ballots.voting.channel import cipher_key, cipher_nonce, seal, unseal
from ballots.voting.key_ceremony import KeyCeremony, Step, resume
from ballots.voting.key_share import (
    check_published,
    decryption_key,
    make_certificate,
    make_output,
    make_polynomial,
    new_seat,
)
from ballots.voting.threshold import verify_threshold
from tests.simulators.ceremonies import hold_ceremony, with_certificates, with_polynomials

G = BELENIOS_2048


@pytest.fixture(scope="module")
def certified():
    return with_certificates(3, 2)


@pytest.fixture(scope="module")
def dealt():
    return with_polynomials(3, 2)


@pytest.fixture(scope="module")
def held():
    return hold_ceremony(3, 2)


def refusal(call, *arguments):
    with pytest.raises(BallotsError) as refused:
        call(*arguments)
    return refused.value


def one_more(proof):
    return Proof(proof.challenge, (proof.response + 1) % G.q)


@pytest.mark.parametrize("group", [BELENIOS_2048, RFC_3526_2048, ED25519], ids=lambda g: g.name)
@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (3, 2), (3, 3), (4, 1)])
def test_a_ceremony_ends_with_parameters_that_verify(group, size, threshold):
    held = hold_ceremony(size, threshold, group)

    verify_threshold(group, held.parameters)
    assert (held.parameters.size, held.parameters.threshold) == (size, threshold)
    for index, key in enumerate(held.parameters.keys, 1):
        assert group.power_g(held.secret(index)) == key.public_key


def test_each_step_waits_for_every_trustee_in_any_order():
    ceremony = KeyCeremony(G, 3, 2)
    seats = {index: new_seat(G, 3, 2, index) for index in (3, 1, 2)}
    told = []
    for index, seat in seats.items():
        told.append((ceremony.step, ceremony.awaited))
        ceremony = ceremony.add_certificate(index, make_certificate(seat))
    for index in (2, 1, 3):
        told.append((ceremony.step, ceremony.awaited))
        raw = make_polynomial(seats[index], ceremony.all_certificates)
        ceremony = ceremony.add_polynomial(index, raw)
    for index in (1, 3, 2):
        told.append((ceremony.step, ceremony.awaited))
        raw = make_output(seats[index], ceremony.all_certificates, ceremony.input_of(index))
        ceremony = ceremony.add_output(index, raw)

    assert told == [
        *[(Step.CERTIFICATES, awaited) for awaited in ([1, 2, 3], [1, 2], [2])],
        *[(Step.POLYNOMIALS, awaited) for awaited in ([1, 2, 3], [1, 3], [3])],
        *[(Step.OUTPUTS, awaited) for awaited in ([1, 2, 3], [2, 3], [2])],
    ]
    assert (ceremony.step, ceremony.awaited) == (Step.DONE, [])
    verify_threshold(G, ceremony.parameters())


def test_a_ceremony_is_resumed_from_its_messages(held):
    ceremony = held.ceremony
    written = (
        {index: encode_certificate(one) for index, one in ceremony.certificates.items()},
        {index: encode_polynomial(one) for index, one in ceremony.polynomials.items()},
        {index: encode_output(one) for index, one in ceremony.outputs.items()},
    )

    assert resume(G, 3, 2, *written) == ceremony
    assert resume(G, 3, 2, written[0], {2: written[1][2]}, {}).awaited == [1, 3]
    assert refusal(resume, G, 3, 2, *written[:2], {1: written[2][2]}).code == "threshold.wrong-key"


def test_messages_are_written_again_byte_for_byte(held):
    ceremony = held.ceremony
    for index, seat in enumerate(held.seats, 1):
        polynomial = encode_polynomial(ceremony.polynomials[index])
        assert encode_polynomial(parse_polynomial(polynomial, G, 3)) == polynomial
        assert encode_input(parse_input(ceremony.input_of(index), G, 3)) == ceremony.input_of(index)
        assert encode_output(parse_output(held.outputs[index - 1], G)) == held.outputs[index - 1]
        certificate = make_certificate(seat)
        assert encode_certificate(parse_certificate(certificate, G)) == certificate


def test_a_seed_is_drawn_as_the_public_tool_draws_it_and_is_never_shown():
    seat = new_seat(G, 3, 2, 1)

    assert len(seat.seed) == 22
    assert set(seat.seed) <= set(BASE58)
    assert seat.seed not in repr(seat)
    assert seat.signing != seat.decryption


@pytest.mark.parametrize("numbers", [(3, 0, 1), (3, 4, 1), (0, 0, 1), (3, 2, 0), (3, 2, 4)])
def test_a_place_that_does_not_exist_is_a_callers_bug(numbers):
    with pytest.raises(ValueError, match="no such place"):
        new_seat(G, *numbers)


@pytest.mark.parametrize("numbers", [(3, 0), (3, 4), (0, 0), (101, 2)])
def test_a_ceremony_of_impossible_numbers_is_a_callers_bug(numbers):
    with pytest.raises(ValueError, match="no ceremony"):
        KeyCeremony(G, *numbers)


# Step 1


def wrong_certificates():
    seat = new_seat(G, 3, 2, 1)
    good = parse_certificate(make_certificate(seat), G)
    signature = one_more(good.signed.signature)
    older = certificate_text(good.verification, good.encryption, None)
    neutral = certificate_text(good.verification, G.neutral, good.context)
    raw = make_certificate(seat)

    def signed(text):
        proof = sign_text(G, seat.signing, text)
        return encode({"message": text, "signature": {
            "challenge": str(proof.challenge), "response": str(proof.response)}})  # fmt: skip

    bad = "threshold.bad-certificate"
    return {
        "a wrong signature": (
            encode_certificate(replace(good, signed=replace(good.signed, signature=signature))),
            bad,
        ),
        "another place": (make_certificate(new_seat(G, 3, 2, 2)), bad),
        "another threshold": (make_certificate(new_seat(G, 3, 3, 1)), bad),
        "another number": (make_certificate(new_seat(G, 4, 2, 1)), bad),
        "another group": (
            make_certificate(new_seat(RFC_3526_2048, 3, 2, 1)),
            "ceremony.malformed",
        ),
        "the older form": (signed(older), bad),
        "a neutral key": (signed(neutral), bad),
        "no JSON": (raw[:-1], "ceremony.malformed"),
        "a space": (raw + b" ", "ceremony.not-canonical"),
        "another order": (
            encode(dict(reversed(json.loads(raw).items()))),
            "ceremony.not-canonical",
        ),
        "a field more": (encode(json.loads(raw) | {"x": 1}), "ceremony.malformed"),
        "too long": (raw + b" " * 5000, "ceremony.too-large"),
    }


def test_a_wrong_certificate_is_refused_and_nothing_recorded():
    ceremony = KeyCeremony(G, 3, 2)
    for what, (raw, code) in wrong_certificates().items():
        assert refusal(ceremony.add_certificate, 1, raw).code == code, what
    assert ceremony == KeyCeremony(G, 3, 2)


def test_the_order_of_the_first_step_is_kept(certified):
    ceremony, seats = certified
    raw = make_certificate(seats[0])
    one = KeyCeremony(G, 3, 2).add_certificate(1, raw)

    assert refusal(one.add_certificate, 1, raw).code == "ceremony.already-there"
    assert refusal(one.add_certificate, 4, raw).code == "ceremony.unknown-trustee"
    assert refusal(one.add_certificate, 0, raw).code == "ceremony.unknown-trustee"
    assert refusal(lambda: one.all_certificates).code == "ceremony.not-yet"
    assert refusal(one.add_polynomial, 1, b"{}").code == "ceremony.wrong-step"
    assert refusal(ceremony.add_certificate, 1, raw).code == "ceremony.wrong-step"


def test_one_person_cannot_sit_on_two_seats_with_one_seed(certified):
    _, seats = certified
    ceremony = KeyCeremony(G, 3, 2).add_certificate(1, make_certificate(seats[0]))
    twin = replace(seats[1], seed=seats[0].seed)

    refused = refusal(ceremony.add_certificate, 2, make_certificate(twin))

    assert (refused.code, refused.facts) == ("ceremony.same-key", {"index": 2, "other": 1})


# Step 3


def recommitted(seat, message, elements):
    text = commitments_text(elements)
    signed = SignedText(text, sign_text(G, seat.signing, text))
    return replace(message, commitments=Commitments(signed, tuple(elements)))


def wrong_polynomials(ceremony, seat):
    raw = make_polynomial(seat, ceremony.all_certificates)
    good = parse_polynomial(raw, G, 3)
    elements, own = good.commitments.elements, good.commitments
    outside = replace(good.polynomial, alpha=G.p - good.polynomial.alpha)
    members = json.loads(raw)
    commitments = replace(own, signed=replace(own.signed, signature=one_more(own.signed.signature)))
    return {
        "commitments signed wrong": (
            replace(good, commitments=commitments), "threshold.bad-commitments"),
        "a coefficient less": (recommitted(seat, good, elements[:1]), "threshold.wrong-number"),
        "a coefficient more": (
            recommitted(seat, good, (*elements, elements[0])), "threshold.wrong-number"),
        "a neutral commitment": (
            recommitted(seat, good, (elements[0], G.neutral)), "threshold.bad-commitments"),
        "commitments the certificates were not signed with": (
            recommitted(seat, good, (elements[1], elements[0])), "threshold.bad-signature"),
        "certificates signed wrong": (
            replace(good, consent=one_more(good.consent)), "threshold.bad-signature"),
        "a sealed share outside the group": (
            replace(good, secrets=(outside, *good.secrets[1:])), "channel.not-in-group"),
        "a sealed polynomial outside the group": (
            replace(good, polynomial=outside), "channel.not-in-group"),
        "a share less": (replace(good, secrets=good.secrets[:2]), "ceremony.malformed"),
        "a share more": (replace(good, secrets=(*good.secrets, outside)), "ceremony.malformed"),
        "another cipher": (
            encode(members | {"polynomial": members["polynomial"].replace("GCM", "CCM")}),
            "ceremony.malformed"),
        "a sealed text that is no hex": (
            encode(members | {"polynomial": members["polynomial"].replace('data":"', 'data":"G')}),
            "ceremony.malformed"),
        "a sealed text with a space": (
            encode(members | {"polynomial": members["polynomial"] + " "}),
            "ceremony.not-canonical"),
        "a sealed text in another order": (
            encode(members | {"polynomial": encode(dict(reversed(
                json.loads(members["polynomial"]).items()))).decode()}),
            "ceremony.not-canonical"),
        "no JSON": (raw[1:], "ceremony.malformed"),
        "too long": (raw + b" " * (4 << 20), "ceremony.too-large"),
    }  # fmt: skip


def test_a_wrong_polynomial_is_refused_and_nothing_recorded(certified):
    ceremony, seats = certified
    for what, (message, code) in wrong_polynomials(ceremony, seats[0]).items():
        raw = message if isinstance(message, bytes) else encode_polynomial(message)
        assert refusal(ceremony.add_polynomial, 1, raw).code == code, what
    assert ceremony.awaited == [1, 2, 3]


def test_a_polynomial_of_another_seat_or_ceremony_is_refused(certified, dealt):
    ceremony, seats = certified
    of_two = make_polynomial(seats[1], ceremony.all_certificates)
    elsewhere = encode_polynomial(dealt[0].polynomials[1])

    for raw in (of_two, elsewhere):
        assert refusal(ceremony.add_polynomial, 1, raw).code == "threshold.bad-commitments"


def test_the_order_of_the_third_step_is_kept(certified, dealt):
    ceremony, seats = certified
    raw = make_polynomial(seats[0], ceremony.all_certificates)
    one = ceremony.add_polynomial(1, raw)

    assert refusal(one.add_polynomial, 1, raw).code == "ceremony.already-there"
    assert refusal(one.input_of, 1).code == "ceremony.not-yet"
    assert refusal(dealt[0].input_of, 4).code == "ceremony.unknown-trustee"
    assert refusal(one.add_output, 1, b"{}").code == "ceremony.wrong-step"
    assert refusal(dealt[0].parameters).code == "ceremony.not-yet"


def test_coefficients_that_cancel_out_are_refused_with_the_last_polynomial(certified):
    """Who sees the others' commitments first could otherwise lower the threshold."""
    ceremony, seats = certified
    for index in (1, 2):
        raw = make_polynomial(seats[index - 1], ceremony.all_certificates)
        ceremony = ceremony.add_polynomial(index, raw)
    top = G.product(ceremony.polynomials[i].commitments.elements[1] for i in (1, 2))
    good = parse_polynomial(make_polynomial(seats[2], ceremony.all_certificates), G, 3)
    elements = (good.commitments.elements[0], G.divide(G.neutral, top))
    text = consent_text(ceremony.all_certificates, elements)
    rogue = replace(
        recommitted(seats[2], good, elements), consent=sign_text(G, seats[2].signing, text)
    )

    assert refusal(ceremony.add_polynomial, 3, encode_polynomial(rogue)).code == (
        "threshold.cancelled"
    )


def test_a_trustee_refuses_certificates_that_are_not_those_of_its_ceremony(certified):
    ceremony, seats = certified
    good = ceremony.all_certificates
    impostor = parse_certificate(make_certificate(new_seat(G, 3, 2, 1)), G)
    swapped = (good[1], good[0], good[2])

    assert refusal(make_polynomial, seats[0], (impostor, *good[1:])).code == "ceremony.not-mine"
    refused = refusal(make_polynomial, seats[0], swapped)
    assert (refused.code, refused.facts["index"]) == ("threshold.bad-certificate", 1)
    refused = refusal(make_polynomial, seats[0], good[:2])
    assert (refused.code, refused.facts) == ("ceremony.wrong-number", {"number": 2, "size": 3})


# Step 5, the trustee's side


def dealing(ceremony, seats, index):
    """What the server gives trustee ``index``, ready to be changed."""
    return parse_input(ceremony.input_of(index), G, 3), ceremony.all_certificates, seats[index - 1]


def wrong_inputs(ceremony, seats):
    good, certificates, _ = dealing(ceremony, seats, 1)
    recipient = certificates[0].encryption

    def with_share(index, sealed):
        secrets = list(good.secrets)
        secrets[index - 1] = sealed
        return replace(good, secrets=tuple(secrets))

    def sealed_by(sender, text, to=recipient):
        return seal(G, seats[sender - 1].signing, to, text)

    other = draw_polynomial(G, 2)
    theirs = parse_input(ceremony.input_of(2), G, 3)
    garbled = replace(good.secrets[1], ciphertext=good.secrets[1].ciphertext[:-1] + b"\0")
    own = good.commitments[0]
    committed = replace(own, signed=replace(own.signed, signature=one_more(own.signed.signature)))
    return {
        "a share that is not on the polynomial": (
            with_share(2, sealed_by(2, secret_text(5))), "ceremony.bad-share", 2, "share.wrong"),
        "a share plus q": (
            with_share(3, sealed_by(3, secret_text(G.q + 5))),
            "ceremony.bad-share", 3, "proof.out-of-range"),
        "a share of another trustee": (
            with_share(3, theirs.secrets[2]), "ceremony.bad-share", 3, "channel.not-for-us"),
        "a share sealed by another": (
            with_share(2, sealed_by(3, secret_text(5))),
            "ceremony.bad-share", 2, "channel.bad-signature"),
        "a share signed for another and sealed again": (
            with_share(2, resealed(ceremony, seats)), "ceremony.bad-share", 2,
            "channel.not-for-us"),
        "a garbled share": (
            with_share(2, garbled), "ceremony.bad-share", 2, "channel.not-for-us"),
        "a share outside the group": (
            with_share(2, replace(good.secrets[1], beta=G.p - good.secrets[1].beta)),
            "ceremony.bad-share", 2, "channel.not-in-group"),
        "a share that is no share": (
            with_share(2, sealed_by(2, key_text(5))),
            "ceremony.bad-share", 2, "ceremony.malformed"),
        "commitments signed wrong": (
            replace(good, commitments=(committed, *good.commitments[1:])),
            "threshold.bad-commitments", 1, "proof.wrong-challenge"),
        "consents exchanged": (
            replace(good, consents=good.consents[::-1]),
            "threshold.bad-signature", 1, "proof.wrong-challenge"),
        "another polynomial under one's own name": (
            replace(good, polynomial=sealed_by(1, json.dumps(
                {"polynomial": [str(one) for one in other]}, separators=(",", ":")))),
            "ceremony.not-mine", None, None),
        "the polynomial of another": (
            replace(good, polynomial=theirs.polynomial), "channel.not-for-us", None, None),
    }  # fmt: skip


def resealed(ceremony, seats):
    """Seal for trustee 1, as a server could, what trustee 2 signed for trustee 3."""
    three = ceremony.all_certificates[2].encryption
    forged = seal(G, seats[1].signing, three, secret_text(5))
    assert unseal(G, seats[2].decryption, ceremony.all_certificates[1].verification, forged)
    text = envelope_text(three, secret_text(5))
    proof = sign_text(G, seats[1].signing, text)
    return sealed_raw(
        ceremony.all_certificates[0].encryption,
        encode({"message": text, "signature": {
            "challenge": str(proof.challenge), "response": str(proof.response)}}),
    )  # fmt: skip


def sealed_raw(recipient, content):
    alpha, carried = G.power_g(12345), G.power_g(54321)
    beta = G.multiply(G.power(recipient, 12345), carried)
    cipher = AESGCM(cipher_key(G, carried))
    return Sealed(alpha, beta, cipher.encrypt(cipher_nonce(G, alpha), content, None))


def test_a_trustee_names_whoever_dealt_a_wrong_share(dealt):
    ceremony, seats = dealt
    for what, (message, code, index, cause) in wrong_inputs(ceremony, seats).items():
        arguments = seats[0], ceremony.all_certificates, encode_input(message)
        refused = refusal(make_output, *arguments)
        assert (refused.code, refused.facts.get("index")) == (code, index), what
        assert refused.facts.get("cause") == cause, what


def test_a_text_of_the_channel_that_is_not_in_its_one_form_is_refused(dealt):
    ceremony, seats = dealt
    mine, theirs = ceremony.all_certificates[0].encryption, ceremony.all_certificates[1]
    text = '{"recipient": "' + str(mine) + '","message":"x"}'
    proof = sign_text(G, seats[1].signing, text)
    signature = {"challenge": str(proof.challenge), "response": str(proof.response)}
    good = encode({"message": text, "signature": signature})
    turned = encode({"signature": signature, "message": text})
    for content in (good, turned, good + b" ", b"\xff", b"{}"):
        sealed = sealed_raw(mine, content)
        refused = refusal(unseal, G, seats[0].decryption, theirs.verification, sealed)
        assert refused.code in {"ceremony.malformed", "ceremony.not-canonical"}


def test_the_input_of_another_trustee_is_refused(dealt):
    ceremony, seats = dealt
    arguments = seats[0], ceremony.all_certificates, ceremony.input_of(2)

    assert refusal(make_output, *arguments).code == "channel.not-for-us"


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"polynomial":"{}"}'])
def test_an_input_that_cannot_be_read_is_refused(dealt, raw):
    ceremony, seats = dealt

    assert refusal(make_output, seats[0], ceremony.all_certificates, raw).code == (
        "ceremony.malformed"
    )


# Step 5, the server's side


def wrong_outputs(held):
    good = parse_output(held.outputs[0], G)
    other = parse_output(held.outputs[1], G)
    key = good.key
    outside = replace(good.private_key, alpha=G.p - good.private_key.alpha)
    members = json.loads(held.outputs[0])

    def with_key(**changes):
        return replace(good, key=replace(key, **changes))

    return {
        "the key of another": (replace(good, key=other.key), "threshold.wrong-key"),
        "a proof wrong": (with_key(pok=one_more(key.pok)), "trustee.bad-key"),
        "a signature wrong": (
            with_key(signature=one_more(key.signature)), "threshold.bad-key-signature"),
        "a key of order 2q": (with_key(public_key=G.p - key.public_key), "trustee.bad-key"),
        "a sealed key outside the group": (
            replace(good, private_key=outside), "channel.not-in-group"),
        "no signature": (with_key(signature=None), "ceremony.malformed"),
        "a name": (with_key(name="Ada"), "ceremony.malformed"),
        "a field more": (encode(members | {"x": 1}), "ceremony.malformed"),
        "a field more in the key": (
            encode(members | {"public_key": members["public_key"] | {"x": 1}}),
            "ceremony.not-canonical"),
        "another order": (encode(dict(reversed(members.items()))), "ceremony.not-canonical"),
        "no JSON": (b"{", "ceremony.malformed"),
    }  # fmt: skip


def test_a_wrong_key_is_refused_and_nothing_recorded(held):
    before = replace(held.ceremony, outputs={})
    for what, (message, code) in wrong_outputs(held).items():
        raw = message if isinstance(message, bytes) else encode_output(message)
        assert refusal(before.add_output, 1, raw).code == code, what
    assert before.awaited == [1, 2, 3]
    one = before.add_output(1, held.outputs[0])
    assert refusal(one.add_output, 1, held.outputs[0]).code == "ceremony.already-there"
    assert refusal(held.ceremony.add_output, 1, held.outputs[0]).code == "ceremony.wrong-step"


def test_a_decryption_key_opens_with_its_own_seed_only(held):
    assert decryption_key(held.seats[1], held.outputs[1]) == held.secret(2)
    for seat in (held.seats[0], new_seat(G, 3, 2, 2)):
        assert refusal(decryption_key, seat, held.outputs[1]).code == "channel.not-for-us"
    mixed = replace(parse_output(held.outputs[1], G), key=parse_output(held.outputs[0], G).key)
    assert refusal(decryption_key, held.seats[1], encode_output(mixed)).code == "ceremony.not-mine"


def test_a_trustee_finds_its_own_part_in_what_is_published(held):
    for seat, output in zip(held.seats, held.outputs, strict=True):
        check_published(seat, output, held.parameters)


def test_a_trustee_refuses_a_published_group_in_which_its_part_is_not_its_own(held):
    other, larger = hold_ceremony(3, 2), hold_ceremony(4, 2)
    good, seat, output = held.parameters, held.seats[0], held.outputs[0]
    # the server has the same trustees hold a second ceremony and publishes a key of the first
    again = KeyCeremony(G, 3, 2, held.ceremony.certificates)
    for index, one in enumerate(held.seats, 1):
        again = again.add_polynomial(index, make_polynomial(one, again.all_certificates))
    for index, one in enumerate(held.seats, 1):
        received = again.input_of(index)
        again = again.add_output(index, make_output(one, again.all_certificates, received))

    for what, found, code in (
        ("other trustees", other.parameters, "ceremony.not-mine"),
        ("more trustees", larger.parameters, "ceremony.wrong-number"),
        ("another ceremony", again.parameters(), "ceremony.not-mine"),
        ("a wrong part", replace(good, signatures=good.signatures[::-1]),
         "threshold.bad-signature"),
    ):  # fmt: skip
        assert refusal(check_published, seat, output, found).code == code, what


def test_no_message_of_the_ceremony_holds_a_secret(held):
    secrets = {str(held.secret(index)) for index in (1, 2, 3)}
    secrets |= {str(number) for seat in held.seats for number in (seat.signing, seat.decryption)}
    secrets |= {seat.seed for seat in held.seats}
    seen = [encode_polynomial(one) for one in held.ceremony.polynomials.values()]
    seen += [held.ceremony.input_of(index) for index in (1, 2, 3)]
    seen += held.outputs

    assert not any(secret.encode() in message for secret in secrets for message in seen)


def test_a_sealed_text_is_read_back_and_differs_each_time(held):
    seat, certificate = held.seats[0], held.ceremony.all_certificates[0]
    sealed = [seal(G, seat.signing, certificate.encryption, "é\x7f|") for _ in range(2)]

    assert sealed[0] != sealed[1]
    for one in sealed:
        assert parse_sealed(encode_sealed(one), G) == one
        assert unseal(G, seat.decryption, certificate.verification, one) == "é\x7f|"


def test_the_shares_of_a_ceremony_are_values_of_one_polynomial(held):
    one, two, three = (held.secret(index) for index in (1, 2, 3))

    assert (three - two - (two - one)) % G.q == 0


def test_a_committed_share_is_the_commitment_of_the_share():
    coefficients = draw_polynomial(G, 3)
    elements = commit(G, coefficients)

    for index in (1, 2, 99):
        assert committed_share(G, elements, index) == G.power_g(evaluate(G, coefficients, index))
