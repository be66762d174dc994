"""The verified result beside its labels (résultat): counts per box, and every ranking."""

from typing import cast

from ballots.audit.declared_counts import declared_count
from ballots.audit.outcomes import QuestionResult
from ballots.protocol.election import Election
from ballots.protocol.questions import AnyQuestion, Question, RankedQuestion
from ballots.protocol.rows import Row, leaves
from ballots.protocol.tally import Result


def labelled(election: Election, result: Result) -> tuple[QuestionResult, ...]:
    """Return each question's verified row with the labels of its answers."""
    rows = zip(election.questions, result.rows, strict=True)
    return tuple(_labelled(question, row) for question, row in rows)


def _labelled(question: AnyQuestion, row: Row[int]) -> QuestionResult:
    if isinstance(question, RankedQuestion):
        rankings = cast("tuple[tuple[int, ...], ...]", row)
        count = declared_count(question, rankings)
        return QuestionResult(question.text, (), question.answers, rankings, count)
    blank = isinstance(question, Question) and question.blank
    labels = (None, *question.answers) if blank else question.answers
    return QuestionResult(question.text, tuple(zip(labels, leaves(row), strict=True)))
