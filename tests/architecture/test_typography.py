"""French as it is printed: ’ and no-break spaces where they belong, in templates and in sources."""

import ast

import pytest

from tests.architecture.typography import (
    all_faults,
    faults,
    python_words,
    well_set,
    with_spaces_set,
)


def test_french_sentences_are_set_as_a_printer_would():
    found = list(all_faults())
    hint = "python -m tests.architecture.typography sets the spaces"
    assert not found, "\n".join([*found, hint])


@pytest.mark.parametrize(
    "text",
    [
        "l'assemblée",
        "Voter ?",
        "Voter?",
        "Oui : non",
        "« oui »",
        "«oui»",
        "50 %",
        'dit "oui',
        "A...",
    ],
)
def test_a_fault_of_typography_is_found(text):
    assert len(faults(text)) == 1


@pytest.mark.parametrize(
    "text",
    ["l’assemblée", "Voter\u202f?", "Oui\u00a0: non", "«\u00a0oui\u00a0»", "14:05", "a?b=c", "Et…"],
)
def test_a_sentence_well_set_is_left_alone(text):
    assert faults(text) == []


def test_the_spaces_of_a_sentence_are_set():
    assert well_set("Voter : « oui » ou « non » ? {n} % ; et 5 €") == (
        "Voter\u00a0: «\u00a0oui\u00a0» ou «\u00a0non\u00a0»\u202f? {n}\u202f%\u202f; et 5\u202f€"
    )


def test_the_sign_of_a_space_is_no_space():
    assert (
        well_set("«⍽lien⍽»⍽: voter⍽? non⍾!") == "«\u00a0lien\u00a0»\u00a0: voter\u202f? non\u202f!"
    )


def test_the_marks_of_a_template_are_no_signs_of_a_unit():
    assert well_set("{% set seats = 3 %}{{ a }} %}") == "{% set seats = 3 %}{{ a }} %}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x["Oui : é" : 2]  # Oui : non', 'x["Oui\u00a0: é" : 2]  # Oui : non'),
        ('"""Pourquoi ?"""\nx = 1', '"""Pourquoi ?"""\nx = 1'),
        ('f(f"{x if é else y} : {z}")', 'f(f"{x if é else y}\u00a0: {z}")'),
        ('f"{a[1 : 2]} »"', 'f"{a[1 : 2]}\u00a0»"'),
        ('f(\n    "Voter"\n    f" : {x} ?"\n)', 'f(\n    "Voter"\n    f" : {x}\u202f?"\n)'),
    ],
)  # fmt: skip
def test_only_the_strings_of_a_source_are_set(source, expected):
    assert with_spaces_set(source) == expected


def test_a_fault_beside_a_value_is_found():
    (words,) = python_words(ast.parse('f(f"{x} : {y}")'))
    assert faults(words.text, is_french=False)
