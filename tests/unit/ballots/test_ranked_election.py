"""Ranked questions from the ballot to the audit, on Ed25519; every way round the mixing."""

import json
from dataclasses import replace
from io import BytesIO

import pytest

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import State, Verdict
from ballots.audit.report import as_json, as_text
from ballots.crypto.hashing import sha256_b64, sha256_hex
from ballots.crypto.named_groups import ED25519, RFC_3526_2048
from ballots.crypto.proofs import Proof
from ballots.crypto.schnorr import sign_hash
from ballots.errors import BallotsError, InvalidProofError, MalformedError, RefusedError
from ballots.protocol.archive import write_archive
from ballots.protocol.ballot import Signature, encode_ballot, parse_ballot
from ballots.protocol.canonical import encode
from ballots.protocol.events import EventType
from ballots.protocol.questions import Question, RankedQuestion
from ballots.protocol.shuffle import encode_shuffle, parse_shuffle
from ballots.protocol.tally import Owned, Result, encode_owned, encode_result, parse_result
from ballots.voting.box import Head, next_event, require_event_order
from ballots.voting.casting import BoxView, check_ballot, verify_answers
from ballots.voting.shuffles import mixed_tally, shuffle_tally, verify_shuffle
from ballots.voting.tally import weighted_tally
from tests.unit.ballots.whole_election import WholeElection

QUESTIONS = [
    Question("Quitus ?", ("Oui", "Non"), 1, 1, blank=True),
    RankedQuestion("Classez", ("Ada", "Bob", "Cléo")),
    RankedQuestion("Notez", ("X", "Y")),
]
VOTES = [
    (0, [(0, 1, 0), (1, 2, 3), (255, 0)]),
    (1, [(0, 0, 1), (3, 1, 2), (7, 7)]),
    (2, [(1, 0, 0), (0, 0, 0), (1, 2)]),
    (1, [(0, 1, 0), (2, 1, 3), (0, 9)]),  # voter 1 votes again
]


@pytest.fixture(scope="module")
def election() -> WholeElection:
    made = WholeElection(ED25519, QUESTIONS, (1, 1, 1))
    made.play(VOTES, mixers=(1, 2))
    return made


@pytest.fixture(scope="module")
def tally(election):
    return weighted_tally(
        election.election, [(ballot.answers, 1) for ballot in election.last.values()]
    )


def records(election, kind):
    return [data for event, data in election.chain if event.type is kind]


def rebuilt(election, change):
    """Write the archive again with other events, the chain and hashes made right."""
    stream, head, entries = BytesIO(), None, []
    for found, data in election.chain:
        for kind, kept in change(found.type, data):
            event = next_event(head, kind, sha256_hex(kept[-1]) if kept else None)
            head = Head(event.hash, event.height)
            entries.append((event, kept))
    write_archive(stream, 1, entries)
    return stream.getvalue()


def test_the_rankings_come_out_of_two_shuffles_and_the_audit_holds_all_of_it(election):
    report = audit_archive(election.archive)
    ticked, ranked, graded = report.counted.results

    assert report.verdict is Verdict.VERIFIED
    assert report.check("shuffles").facts == {"shuffles": 2, "trustees": 2}
    assert ticked.counts == ((None, 1), ("Oui", 2), ("Non", 0))
    assert sorted(ranked.rankings) == [(0, 0, 0), (1, 2, 3), (2, 1, 3)]
    assert sorted(graded.rankings) == [(0, 9), (1, 2), (255, 0)]
    assert ranked.answers == ("Ada", "Bob", "Cléo")
    assert "classement : Ada 1, Bob 2, Cléo 3" in as_text(report)
    assert json.loads(as_json(report))["counted"]["results"][1]["answers"][0] == "Ada"


def test_the_tally_is_sorted_and_so_forgets_the_order_of_the_ballots(election, tally):
    row = tally.encrypted[1]
    reversed_order = [(ballot.answers, 1) for ballot in reversed(election.last.values())]

    assert [(one.alpha, one.beta) for one in row] == sorted((one.alpha, one.beta) for one in row)
    assert weighted_tally(election.election, reversed_order).encrypted == tally.encrypted


def test_nobody_voted_and_the_empty_rankings_are_mixed_and_opened_all_the_same():
    empty = WholeElection(ED25519, QUESTIONS, (1,))

    result = empty.play([], mixers=(1,))

    assert result.rows == ((0, 0, 0), (), ())
    assert audit_archive(empty.archive).verdict is Verdict.VERIFIED


def test_an_election_that_is_closed_but_not_mixed_yet_is_verified_as_far_as_it_goes():
    made = WholeElection(ED25519, QUESTIONS[1:2], (1, 1))
    made.cast(0, [(1, 2, 3)])
    tally = made.close().encrypted
    closed = audit_archive(made.archive)
    made.mix(tally, (1, 2))
    mixed = audit_archive(made.archive)

    assert closed.verdict is mixed.verdict is Verdict.VERIFIED
    assert [one.check("shuffles").state for one in (closed, mixed)] == ["absent", "passed"]
    assert mixed.check("decryptions").state is State.ABSENT


def test_an_answer_of_another_kind_than_its_question_is_a_callers_bug(election):
    ballot = parse_ballot(election.prepare(0, VOTES[0][1]), election.election)
    turned = replace(ballot, answers=ballot.answers[::-1])
    with pytest.raises(ValueError, match="kind"):
        verify_answers(election.election, election.fingerprint, turned)


def test_one_mixer_alone_is_accepted_with_a_remark():
    made = WholeElection(ED25519, QUESTIONS[1:2], (1, 1))
    made.play([(0, [(1, 2, 3)]), (1, [(3, 2, 1)])], mixers=(2, 2))

    report = audit_archive(made.archive)

    assert report.verdict is Verdict.VERIFIED
    assert "remark.one-mixer" in {one.code for one in report.remarks}
    assert "peut rattacher" in as_text(report)


@pytest.mark.parametrize(
    ("last", "following", "ranked"),
    [
        (EventType.ENCRYPTED_TALLY, EventType.PARTIAL_DECRYPTION, True),
        (EventType.ENCRYPTED_TALLY, EventType.SHUFFLE, False),
        (EventType.ENCRYPTED_TALLY, EventType.END_SHUFFLES, None),
        (EventType.SHUFFLE, EventType.PARTIAL_DECRYPTION, None),
        (EventType.END_SHUFFLES, EventType.SHUFFLE, None),
        (EventType.END_SHUFFLES, EventType.RESULT, True),
        (EventType.PARTIAL_DECRYPTION, EventType.SHUFFLE, True),
    ],
)
def test_events_out_of_the_order_of_a_mixing_are_refused(last, following, ranked):
    with pytest.raises(RefusedError, match=r"box\.wrong-order"):
        require_event_order(last, following, ranked=ranked)


def without(*kinds):
    return lambda kind, data: [] if kind in kinds else [(kind, data)]


def with_first_shuffle(spoil):
    state = {"done": False}

    def change(kind, data):
        if kind is EventType.SHUFFLE and not state["done"]:
            state["done"] = True
            return [(kind, spoil(data))]
        return [(kind, data)]

    return change


def owned_by(owner):
    return lambda data: (data[0], encode_owned(Owned(owner, sha256_hex(data[0]))))


def respelt(spoil):
    def change(data):
        raw = spoil(json.loads(data[0]))
        return raw, encode_owned(Owned(1, sha256_hex(raw)))

    return change


def response_raised(members):
    members["proofs"][0][1][0] = str(int(members["proofs"][0][1][0]) + 1)
    return encode(members)


def second_question_copied(members):
    members["ciphertexts"][1] = members["ciphertexts"][0]
    return encode(members)


@pytest.mark.parametrize(
    ("change", "check", "code"),
    [
        (without(EventType.SHUFFLE, EventType.END_SHUFFLES), "shuffles", "shuffle.missing"),
        (without(EventType.END_SHUFFLES), "order", "box.wrong-order"),
        (without(EventType.SHUFFLE), "order", "box.wrong-order"),
        (with_first_shuffle(owned_by(0)), "shuffles", "shuffle.unknown-owner"),
        (with_first_shuffle(owned_by(3)), "shuffles", "shuffle.unknown-owner"),
        (with_first_shuffle(respelt(response_raised)), "shuffles", "shuffle.bad-proof"),
        (with_first_shuffle(respelt(second_question_copied)), "shuffles", "shuffle.bad-proof"),
        (with_first_shuffle(respelt(lambda _: b"{}")), "shuffles", "shuffle.malformed"),
        (
            with_first_shuffle(respelt(lambda one: json.dumps(one).encode())),
            "shuffles",
            "shuffle.not-canonical",
        ),
    ],
)
def test_a_mixing_changed_in_a_right_chain_is_refused(election, change, check, code):
    report = audit_archive(rebuilt(election, change))

    failed = [one.name for one in report.checks if one.state is State.FAILED]
    assert report.verdict is Verdict.FAILED
    assert (failed, report.check(check).faults[0].code) == ([check], code)
    assert code not in as_text(report)


def test_one_shuffle_left_out_makes_the_next_one_wrong(election):
    first = records(election, EventType.SHUFFLE)[0]

    report = audit_archive(
        rebuilt(election, lambda kind, data: [] if data == first else [(kind, data)])
    )

    assert report.check("shuffles").faults[0].code == "shuffle.bad-proof"
    assert report.check("decryptions").state is State.NOT_REACHED


def test_a_shuffle_where_nothing_is_ranked_is_refused():
    made = WholeElection(ED25519, QUESTIONS[:1], (1,))
    made.play([(0, [(0, 1, 0)])])
    empty = encode({"ciphertexts": [], "proofs": []})
    extra = [
        (EventType.SHUFFLE, (empty, encode_owned(Owned(1, sha256_hex(empty))))),
        (EventType.END_SHUFFLES, ()),
    ]

    def change(kind, data):
        return [(kind, data), *(extra if kind is EventType.ENCRYPTED_TALLY else [])]

    report = audit_archive(rebuilt(made, change))
    assert report.check("shuffles").faults[0].code == "shuffle.nothing-to-mix"


def test_rankings_that_were_not_decrypted_are_refused(election):
    (raw,) = records(election, EventType.RESULT)[0]
    result = parse_result(raw, QUESTIONS)
    ticked, ranked, graded = result.rows
    for rows, code in (
        ((ticked, ranked[::-1], graded), "result.wrong-rankings"),
        ((ticked, ranked[1:], graded), "result.wrong-rankings"),
        ((ticked, (*ranked, (1, 1, 1)), graded), "result.wrong-rankings"),
        ((ticked, ((9, 9, 9), *ranked[1:]), graded), "result.wrong-rankings"),
        (((0, 2, 1), ranked, graded), "result.wrong"),
    ):
        spoilt = encode_result(Result(rows))
        report = audit_archive(
            rebuilt(
                election,
                lambda kind, data, other=spoilt: [
                    (kind, (other,) if kind is EventType.RESULT else data)
                ],
            )
        )
        assert report.check("result").faults[0].code == code


@pytest.mark.parametrize(
    "row", ["[[1,2]]", "[[1,2,256]]", "[[1,2,-1]]", '[["1",2,3]]', "[[1,2,3.0]]", "[1,2,3]", "7"]
)
def test_rankings_not_in_their_one_form_are_refused(row):
    with pytest.raises(MalformedError, match=r"result\.malformed"):
        parse_result(f'{{"result":[{row}]}}'.encode(), QUESTIONS[1:2])


def test_counts_are_not_to_be_had_of_an_election_with_rankings(election):
    (raw,) = records(election, EventType.RESULT)[0]
    with pytest.raises(ValueError, match="not counts per box"):
        _ = parse_result(raw, QUESTIONS).counts


def resigned(election, ballot):
    """Sign a changed ballot again, so that only the change is at fault."""
    secret = election.voters[0]
    unsigned = encode_ballot(ballot)
    unsigned = unsigned[: unsigned.rindex(b',"signature":')] + b"}"
    digest = sha256_b64(unsigned)
    signature = Signature(digest, sign_hash(election.group, secret, digest))
    return encode_ballot(replace(ballot, signature=signature))


def spoilt_answers(group, answer, other):
    proof, choices = answer.proof, answer.choices
    q = group.q
    yield replace(answer, proof=Proof(proof.challenge, (proof.response + 1) % q)), "bad-proof"
    yield replace(answer, proof=Proof((proof.challenge + 1) % q, proof.response)), "bad-proof"
    yield replace(answer, proof=other.proof), "bad-proof"
    yield other, "bad-proof"
    beta = group.multiply(choices.beta, group.g)
    yield replace(answer, choices=replace(choices, beta=beta)), "bad-proof"
    alpha = group.multiply(choices.alpha, group.g)
    yield replace(answer, choices=replace(choices, alpha=alpha)), "bad-proof"


def outside(group, element):
    if group is RFC_3526_2048:
        return group.p - element
    order_two = group.decode(f"{2**255 - 20:064x}")
    return group.multiply(element, order_two)


@pytest.mark.parametrize("group", [ED25519, RFC_3526_2048], ids=lambda group: group.name)
def test_a_ranked_answer_that_was_tampered_with_is_refused(group):
    made = WholeElection(group, QUESTIONS[1:2], (1, 1))
    ballot = parse_ballot(made.prepare(0, [(1, 2, 3)]), made.election)
    other = parse_ballot(made.prepare(1, [(3, 2, 1)]), made.election)
    (answer,) = ballot.answers
    spoilt = list(spoilt_answers(group, answer, other.answers[0]))
    for name in ("alpha", "beta"):
        wrong = outside(group, getattr(answer.choices, name))
        choices = replace(answer.choices, **{name: wrong})
        spoilt.append((replace(answer, choices=choices), "not-in-group"))

    for one, code in spoilt:
        with pytest.raises(InvalidProofError) as refused:
            check_ballot(made.view, resigned(made, replace(ballot, answers=(one,))))
        assert refused.value.code == f"ballot.{code}"
    check_ballot(made.view, resigned(made, ballot))


def test_a_ballot_that_does_not_weigh_one_cannot_rank(election):
    view = BoxView(
        election.election, election.fingerprint, dict.fromkeys(election.listed, 2), frozenset()
    )
    raw = election.prepare(0, VOTES[0][1])
    with pytest.raises(RefusedError, match=r"ballot\.weighted-ranking"):
        check_ballot(view, raw)
    with pytest.raises(RefusedError, match=r"ballot\.weighted-ranking"):
        weighted_tally(election.election, [(parse_ballot(raw, election.election).answers, 2)])


@pytest.mark.parametrize("numbers", [(1, 2), (1, 2, 3, 4), (1, 2, 256), (1, 2, -1), ((1,), 2, 3)])
def test_a_ranking_that_the_question_does_not_allow_is_not_prepared(election, numbers):
    with pytest.raises(RefusedError) as refused:
        election.prepare(0, [(0, 1, 0), numbers, (1, 2)])
    assert refused.value.facts == {"question": 2}


def test_a_shuffle_is_written_and_read_again(election, tally):
    arguments = election.election, election.fingerprint, tally.encrypted
    raw = encode_shuffle(shuffle_tally(*arguments))

    shuffle = verify_shuffle(*arguments, raw)

    assert parse_shuffle(raw, [3, 3], ED25519) == shuffle
    assert mixed_tally(election.election, tally.encrypted, shuffle)[0] == tally.encrypted[0]
    with pytest.raises(BallotsError):
        parse_shuffle(raw, [3, 2], ED25519)
    with pytest.raises(BallotsError):
        parse_shuffle(raw, [3], ED25519)
    members = json.loads(raw)
    turned = encode({"proofs": members["proofs"], "ciphertexts": members["ciphertexts"]})
    with pytest.raises(MalformedError, match=r"shuffle\.not-canonical"):
        parse_shuffle(turned, [3, 3], ED25519)
