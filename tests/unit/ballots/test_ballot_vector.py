"""The intermediate values recorded for bob's ballot of v01 come out again, one by one."""

import hashlib

from ballots.crypto.disjunction import commitments
from ballots.crypto.elgamal import multiply
from ballots.crypto.hashing import transcript
from ballots.protocol.ballot import answer_context, credential_context, signed_digest, tracker
from ballots.protocol.tally import encode_tally, parse_decryption
from ballots.voting.casting import check_ballot
from ballots.voting.tally import weighted_tally


def fold(text: str) -> tuple[str, int]:
    """Shorten a hash the way the specification prints it, with the length of the text."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{digest[:8]}…{digest[-4:]}", len(text.encode())


def test_the_fingerprint_the_tracker_and_the_signed_hash(v01, bob, bob_ballot):
    assert v01.fingerprint == "pQvF94USJWYHhsDjeDfkHhE42DXc5Jj22tZiwGJhTt4"
    assert tracker(bob) == "SLjQKWoOqkyy7n0BigDHEabCpT0px9BC1sUBMAkVOjs"
    assert signed_digest(bob) == "M1XezHK7ruoq9o2ap27YydRC/FoV/Aw0XeTkLTuv34M"
    assert bob_ballot.signature.digest == signed_digest(bob)


def test_the_signed_text(v01, bob_ballot):
    group, proof = v01.election.group, bob_ballot.signature.proof
    a = group.power_g(proof.response) * group.power(bob_ballot.credential, proof.challenge)
    text = transcript("sig", bob_ballot.signature.digest, commitments=[a % group.p])

    assert fold(text) == ("46652552…3882", 664)


def test_the_text_of_the_first_individual_proof(v01, bob_ballot):
    election, answer = v01.election, bob_ballot.answers[0]
    choice, proofs = answer.choices[0], answer.individual_proofs[0]
    context = credential_context(v01.fingerprint, bob_ballot.credential)
    found = commitments(election.group, election.public_key, choice, (0, 1), proofs)
    pair = f"{choice.alpha},{choice.beta}"

    assert fold(transcript("prove", context, pair, commitments=found)) == ("414ceb3f…4ca7", 4372)


def test_the_text_of_the_overall_proof(v01, bob_ballot):
    election, answer = v01.election, bob_ballot.answers[0]
    total = multiply(election.group, answer.choices)
    context = credential_context(v01.fingerprint, bob_ballot.credential)
    whole = answer_context(context, answer.choices)
    found = commitments(election.group, election.public_key, total, (1,), answer.overall_proof)
    pair = f"{total.alpha},{total.beta}"

    assert fold(transcript("prove", whole, pair, commitments=found)) == ("87225896…d627", 6841)


def test_the_text_of_the_first_trustees_proof(v01):
    group, key = v01.election.group, v01.trustees[0]
    proof = key.pok
    a = group.power_g(proof.response) * group.power(key.public_key, proof.challenge) % group.p
    text = transcript("pok", group.name, str(key.public_key), commitments=[a])

    assert fold(text)[0] == "745b2f26…eb4d"


def test_the_tally_and_the_text_of_the_first_decryption(v01):
    group, box = v01.election.group, v01.box()
    last = {}
    for raw in v01.ballots:
        ballot = check_ballot(box, raw)
        last[ballot.credential] = ballot.answers
    tally = weighted_tally(v01.election, [(last[key], box.weights[key]) for key in last])
    digest = hashlib.sha256(encode_tally(tally.encrypted)).hexdigest()
    assert (digest[:8], digest[-4:]) == ("bf571795", "521d")
    assert (tally.num_tallied, tally.total_weight) == (6, 1000263)

    (raw, _), *_ = [e.data for e in v01.entries if e.event.type == "PartialDecryption"]
    partial = parse_decryption(raw, v01.election.questions, group)
    factor, proof = partial.factors[0][0], partial.proofs[0][0]
    key, alpha = v01.trustees[0].public_key, tally.encrypted[0][0].alpha
    a = group.power_g(proof.response) * group.power(key, proof.challenge) % group.p
    b = group.power(alpha, proof.response) * group.power(factor, proof.challenge) % group.p
    text = transcript("decrypt", v01.fingerprint, str(key), commitments=[a, b])
    assert fold(text)[0] == "ed66e305…23b7"
