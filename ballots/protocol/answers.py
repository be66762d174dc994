"""The encrypted answers of a ballot (réponses chiffrées), one form per kind of question."""

from dataclasses import dataclass

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.group import Group
from ballots.crypto.list_proof import NonzeroProof
from ballots.crypto.proofs import Proof
from ballots.protocol.canonical import read_list, read_object
from ballots.protocol.numbers import (
    Json,
    read_ciphertext,
    read_ciphertexts,
    read_nonzero_proof,
    read_proof,
    read_proofs,
    write_ciphertext,
    write_ciphertexts,
    write_nonzero_proof,
    write_proof,
    write_proofs,
)
from ballots.protocol.questions import AnyQuestion, ListsQuestion, Question, RankedQuestion

Proofs = tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class BoxesAnswer:
    """The encrypted boxes of one question (the blank box first) and what is proved of them."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[Proofs, ...]
    overall_proof: Proofs
    blank_proof: Proofs | None = None

    @property
    def ciphertexts(self) -> tuple[Ciphertext, ...]:
        """Return every ciphertext in order."""
        return self.choices


@dataclass(frozen=True, slots=True)
class RankedAnswer:
    """All numbers of one answer in one ciphertext, and that its maker knows them."""

    choices: Ciphertext
    proof: Proof

    @property
    def ciphertexts(self) -> tuple[Ciphertext, ...]:
        """Return the one ciphertext."""
        return (self.choices,)


@dataclass(frozen=True, slots=True)
class ListsAnswer:
    """The encrypted boxes list by list (the list's own box first) and what is proved of them."""

    choices: tuple[tuple[Ciphertext, ...], ...]
    individual_proofs: tuple[tuple[Proofs, ...], ...]
    overall_proof: Proof
    list_proofs: tuple[Proofs, ...]
    nonzero_proof: NonzeroProof

    @property
    def ciphertexts(self) -> tuple[Ciphertext, ...]:
        """Return every ciphertext in order, one list after the other."""
        return tuple(one for boxes in self.choices for one in boxes)


Answer = BoxesAnswer | RankedAnswer | ListsAnswer


def write_answer(answer: Answer) -> Json:
    """Return the JSON members of one answer."""
    if isinstance(answer, RankedAnswer):
        return {"choices": write_ciphertext(answer.choices), "proof": write_proof(answer.proof)}
    if isinstance(answer, ListsAnswer):
        return _write_lists(answer)
    members: Json = {
        "choices": write_ciphertexts(answer.choices),
        "individual_proofs": [write_proofs(proofs) for proofs in answer.individual_proofs],
        "overall_proof": write_proofs(answer.overall_proof),
    }
    if answer.blank_proof is not None:
        members["blank_proof"] = write_proofs(answer.blank_proof)
    return members


def read_answer(value: object, question: AnyQuestion, group: Group) -> Answer:
    """Read an answer of the shape that its question asks for.

    Raises:
        MalformedError: json.shape or .number.
    Source: belenios-format §8.
    """
    if isinstance(question, RankedQuestion):
        choices, proof = read_object(value, "choices", "proof")
        return RankedAnswer(read_ciphertext(choices, group), read_proof(proof, group))
    if isinstance(question, ListsQuestion):
        return _read_lists(value, question, group)
    return _read_boxes(value, question, group)


def _read_boxes(value: object, question: Question, group: Group) -> BoxesAnswer:
    names = ["choices", "individual_proofs", "overall_proof"]
    members = read_object(value, *names, *(["blank_proof"] if question.blank else []))
    individual = read_list(members[1], question.boxes)
    overall = question.maximum - question.minimum + 1 + question.blank
    return BoxesAnswer(
        choices=read_ciphertexts(members[0], group, question.boxes),
        individual_proofs=tuple(read_proofs(one, group, 2) for one in individual),
        overall_proof=read_proofs(members[2], group, overall),
        blank_proof=read_proofs(members[3], group, 2) if question.blank else None,
    )


def _write_lists(answer: ListsAnswer) -> Json:
    return {
        "choices": [write_ciphertexts(boxes) for boxes in answer.choices],
        "individual_proofs": [
            [write_proofs(one) for one in proofs] for proofs in answer.individual_proofs
        ],
        "overall_proof": write_proof(answer.overall_proof),
        "list_proofs": [write_proofs(proofs) for proofs in answer.list_proofs],
        "nonzero_proof": write_nonzero_proof(answer.nonzero_proof),
    }


def _read_lists(value: object, question: ListsQuestion, group: Group) -> ListsAnswer:
    choices, individual, overall, lists, nonzero = read_object(
        value, "choices", "individual_proofs", "overall_proof", "list_proofs", "nonzero_proof"
    )
    lengths = [len(one) for one in question.lists]
    boxes = zip(read_list(choices, len(lengths)), lengths, strict=True)
    proofs = zip(read_list(individual, len(lengths)), lengths, strict=True)
    return ListsAnswer(
        choices=tuple(read_ciphertexts(row, group, n) for row, n in boxes),
        individual_proofs=tuple(
            tuple(read_proofs(one, group, 2) for one in read_list(row, n)) for row, n in proofs
        ),
        overall_proof=read_proof(overall, group),
        list_proofs=tuple(read_proofs(one, group, 2) for one in read_list(lists, len(lengths))),
        nonzero_proof=read_nonzero_proof(nonzero, group),
    )
