"""Questions of every kind: how they are written, read and bounded, and the shape of their rows."""

import json

import pytest

from ballots.crypto.named_groups import BELENIOS_2048, ED25519, RFC_3526_2048
from ballots.errors import MalformedError, RefusedError, UnsupportedError
from ballots.protocol.questions import (
    ListsQuestion,
    Question,
    RankedQuestion,
    has_ranking,
    question_members,
    read_questions,
    require_questions,
)
from ballots.protocol.rows import leaves, like, read_row, require_like, shape_of, shaped, write_row

TICKED = Question("Qui ?", ("A", "B"), 0, 1, blank=True)
COUNTING = {"type": "PreferentialVoting", "method": "Schulze", "blank": True}
RANKED = RankedQuestion("Ordre ?", ("A", "B", "C"), COUNTING)
LISTS = ListsQuestion("Liste ?", (("L1", "a", "b"), ("L2", "c")))


@pytest.mark.parametrize("question", [TICKED, RANKED, RankedQuestion("?", ("A",)), LISTS])
def test_a_question_is_written_and_read_again(question):
    (found,) = read_questions([json.loads(json.dumps(question_members(question)))], ED25519)

    assert found == question


def test_questions_are_written_as_the_public_tool_reads_them():
    assert question_members(RANKED) == {
        "type": "NonHomomorphic",
        "value": {"answers": ["A", "B", "C"], "question": "Ordre ?"},
        "extra": COUNTING,
    }
    assert question_members(LISTS) == {
        "type": "Lists",
        "value": {"answers": [["L1", "a", "b"], ["L2", "c"]], "question": "Liste ?"},
    }


def test_what_a_question_asks_of_a_ballot():
    assert [one.boxes for one in (TICKED, RANKED, LISTS)] == [3, 1, 5]
    assert [one.shape for one in (TICKED, RANKED, LISTS)] == [3, None, (3, 2)]
    assert LISTS.answers == ("L1", "a", "b", "L2", "c")
    assert has_ranking([TICKED, RANKED]) and not has_ranking([TICKED, LISTS])


@pytest.mark.parametrize(
    "question",
    [
        RankedQuestion("?", ()),
        RankedQuestion("?", ("x",) * 31),
        ListsQuestion("?", ()),
        ListsQuestion("?", (("L1", "a"), ("L2",))),
        Question("?", ("A",), 1, 2),
    ],
)
def test_a_question_nobody_could_answer_is_refused(question):
    with pytest.raises(MalformedError, match=r"election\.questions"):
        require_questions([TICKED, question], ED25519)


def test_a_ranking_needs_a_group_that_can_hold_it():
    require_questions([RankedQuestion("?", ("x",) * 254)], RFC_3526_2048)
    require_questions([RankedQuestion("?", ("x",) * 30)], ED25519)
    for group, number in ((BELENIOS_2048, 1), (RFC_3526_2048, 255), (ED25519, 31)):
        with pytest.raises(MalformedError, match=r"election\.questions"):
            require_questions([RankedQuestion("?", ("x",) * number)], group)


@pytest.mark.parametrize(
    "members",
    [
        {"type": "NonHomomorphic"},
        {"type": "NonHomomorphic", "value": {"answers": ["A"]}},
        {"type": "NonHomomorphic", "value": {"answers": [1], "question": "?"}},
        {"type": "Lists", "value": {"answers": ["A"], "question": "?"}},
        {"type": "Lists", "value": {"answers": [[1, "a"]], "question": "?"}},
        {"type": 5, "value": {}},
        {"answers": ["A"], "min": 0, "max": 1, "question": "?", "blank": 1},
        "?",
    ],
)
def test_a_question_not_well_formed_is_refused(members):
    with pytest.raises(MalformedError):
        read_questions([members], ED25519)


def test_too_many_questions_are_not_even_read():
    with pytest.raises(MalformedError, match=r"json\.shape"):
        read_questions([None] * 201, ED25519)


def test_an_unknown_type_of_question_is_said_and_not_judged():
    with pytest.raises(UnsupportedError) as refused:
        read_questions([{"type": "Borda", "value": {}}], ED25519)
    assert refused.value.facts == {"part": "question", "found": "Borda"}


def test_rows_keep_their_shape():
    nested = shaped((3, 2), range(5))

    assert nested == ((0, 1, 2), (3, 4))
    assert list(leaves(nested)) == list(leaves(shaped(5, range(5)))) == [0, 1, 2, 3, 4]
    assert like(nested, "abcde") == (("a", "b", "c"), ("d", "e"))
    assert write_row(nested, str) == [["0", "1", "2"], ["3", "4"]]
    assert read_row([["0", "1", "2"], ["3", "4"]], (3, 2), int) == nested
    assert read_row([5, 6], None, int) == (5, 6)
    assert (shape_of(nested), shape_of((1, 2)), shape_of(())) == ((3, 2), 2, 0)


@pytest.mark.parametrize("value", [[["0"], ["3", "4"]], [["0", "1", "2"]], ["0", "1", "2", "3"], 5])
def test_a_row_of_another_shape_is_refused(value):
    with pytest.raises(MalformedError):
        read_row(value, (3, 2), str)
    with pytest.raises(MalformedError):
        require_like(((1, 2, 3), (4, 5)), (1, 2, 3, 4, 5))


def test_a_ranked_election_of_unequal_weights_is_not_made():
    from tests.unit.ballots.whole_election import WholeElection

    with pytest.raises(RefusedError, match=r"ballot\.weighted-ranking"):
        WholeElection(ED25519, [RANKED], (1, 2))
