"""The questions of an election: boxes to tick, answers to rank or grade, lists of candidates.

Source: belenios-format §7.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.crypto.group import Group
from ballots.errors import MalformedError, UnsupportedError
from ballots.protocol import limits
from ballots.protocol.canonical import read_list, read_member, read_small, read_text
from ballots.protocol.rows import Shape

RANKED = "NonHomomorphic"
LISTS = "Lists"
FEWEST_OF_A_LIST = 2  # its own name and one candidate


@dataclass(frozen=True, slots=True)
class Question:
    """Tick ``minimum`` to ``maximum`` of ``answers``, or the blank box when there is one."""

    text: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool = False

    @property
    def boxes(self) -> int:
        """Count the ciphertexts of one answer: the blank box comes first."""
        return len(self.answers) + self.blank

    @property
    def proofs(self) -> int:
        """Count the (challenge, response) pairs of one answer."""
        overall = self.maximum - self.minimum + 1
        return 2 * self.boxes + overall + (3 if self.blank else 0)

    @property
    def shape(self) -> Shape:
        """Return the shape of its row in a tally: one count per box."""
        return self.boxes


@dataclass(frozen=True, slots=True)
class RankedQuestion:
    """Give each of ``answers`` a number 0..255, a rank or a grade; counted after decryption.

    ``counting`` is the format's ``extra``: it only tells people how to count.
    """

    text: str
    answers: tuple[str, ...]
    counting: object = None

    @property
    def boxes(self) -> int:
        """Count the ciphertexts of one answer: all its numbers are in one."""
        return 1

    @property
    def proofs(self) -> int:
        """Count the (challenge, response) pairs of one answer."""
        return 1

    @property
    def shape(self) -> Shape:
        """Return the shape of its row in a tally: as many as there are ballots."""
        return None


@dataclass(frozen=True, slots=True)
class ListsQuestion:
    """Choose one list and at least one of its candidates; each list begins with its own name."""

    text: str
    lists: tuple[tuple[str, ...], ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """Return every label in order: each list's own name, then its candidates."""
        return tuple(label for one in self.lists for label in one)

    @property
    def boxes(self) -> int:
        """Count the ciphertexts of one answer: one for each list, one for each candidate."""
        return sum(map(len, self.lists))

    @property
    def proofs(self) -> int:
        """Count the (challenge, response) pairs of one answer; the last proof is larger."""
        return 2 * self.boxes + 1 + 2 * len(self.lists) + 4

    @property
    def shape(self) -> Shape:
        """Return the shape of its row in a tally: one count per box, list by list."""
        return tuple(map(len, self.lists))


AnyQuestion = Question | RankedQuestion | ListsQuestion


def has_ranking(questions: Sequence[AnyQuestion]) -> bool:
    """Tell whether a question is ranked or graded: then ballots are mixed, and all weigh 1."""
    return any(isinstance(question, RankedQuestion) for question in questions)


def has_boxes_only(questions: Sequence[AnyQuestion]) -> bool:
    """Tell whether every question is one of boxes: then ballots can be verified in batches."""
    return all(isinstance(question, Question) for question in questions)


def require_questions(questions: Sequence[AnyQuestion], group: Group | None = None) -> None:
    """Raise unless the questions are ones a ballot can answer, within our limits.

    Args:
        group: when it is known; a ranked question must fit in one of its elements.
    Raises:
        MalformedError: election.questions.
    """
    boxes = sum(question.boxes for question in questions)
    if not 1 <= len(questions) <= limits.QUESTIONS or boxes > limits.BOXES:
        raise MalformedError("election.questions", questions=len(questions), boxes=boxes)
    for position, one in enumerate(questions, 1):
        if not 1 <= len(one.answers) <= limits.ANSWERS or not _is_possible(one, group):
            raise MalformedError("election.questions", question=position)


def _is_possible(question: AnyQuestion, group: Group | None) -> bool:
    if isinstance(question, RankedQuestion):
        return group is None or len(question.answers) <= group.most_embedded
    if isinstance(question, ListsQuestion):
        return all(len(one) >= FEWEST_OF_A_LIST for one in question.lists)
    return 0 <= question.minimum <= question.maximum <= len(question.answers)


def question_members(question: AnyQuestion) -> dict[str, object]:
    """Return the JSON members of a question."""
    if isinstance(question, RankedQuestion):
        value = {"answers": list(question.answers), "question": question.text}
        extra = {} if question.counting is None else {"extra": question.counting}
        return {"type": RANKED, "value": value, **extra}
    if isinstance(question, ListsQuestion):
        lists = [list(one) for one in question.lists]
        return {"type": LISTS, "value": {"answers": lists, "question": question.text}}
    blank: dict[str, object] = {"blank": True} if question.blank else {}
    return {
        "answers": list(question.answers),
        **blank,
        "min": question.minimum,
        "max": question.maximum,
        "question": question.text,
    }


def read_questions(values: list[object], group: Group) -> tuple[AnyQuestion, ...]:
    """Read the questions of an election; unknown fields are taken as they come.

    Raises:
        MalformedError: json.* or election.questions.
        UnsupportedError: archive.unsupported, for a type that nobody has published yet.
    """
    if len(values) > limits.QUESTIONS:
        raise MalformedError("json.shape", field="questions")
    questions = tuple(_read_question(value) for value in values)
    require_questions(questions, group)
    return questions


def _read_question(value: object) -> AnyQuestion:
    if isinstance(value, dict) and "type" in value:
        return _read_typed(read_text(value["type"]), value)
    blank = value.get("blank", False) if isinstance(value, dict) else False
    if not isinstance(blank, bool):
        raise MalformedError("json.shape", field="blank")
    return Question(
        text=read_text(read_member(value, "question")),
        answers=_read_texts(read_member(value, "answers")),
        minimum=read_small(read_member(value, "min")),
        maximum=read_small(read_member(value, "max")),
        blank=blank,
    )


def _read_typed(kind: str, members: dict[str, object]) -> AnyQuestion:
    if kind not in {RANKED, LISTS}:
        raise UnsupportedError("archive.unsupported", part="question", found=kind[:40])
    value = read_member(members, "value")
    text, answers = read_text(read_member(value, "question")), read_member(value, "answers")
    if kind == RANKED:
        return RankedQuestion(text, _read_texts(answers), members.get("extra"))
    return ListsQuestion(text, tuple(_read_texts(one) for one in read_list(answers)))


def _read_texts(value: object) -> tuple[str, ...]:
    return tuple(read_text(one) for one in read_list(value))
