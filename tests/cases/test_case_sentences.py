"""The output of a case said in French and in English: every code, every number, no hole."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from governance.rules.__main__ import main
from governance.rules.cases import encoded, read_case, run_case, spoken
from governance.rules.words import SENTENCES, language

HERE = Path(__file__).parent
CASES = sorted(HERE.glob("*.json"))
HOLE = re.compile(r"[{}—]|%\(")
LANGUAGES = ("fr", "en")


def told(path: Path, name: str) -> dict[str, Any]:
    return spoken(run_case(*read_case(path.read_bytes())), language(name))


def objects(value: Any) -> list[dict[str, Any]]:
    """Return every object of an output."""
    if isinstance(value, list):
        return [found for one in value for found in objects(one)]
    if not isinstance(value, dict):
        return []
    return [value, *(found for one in value.values() for found in objects(one))]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_code_of_the_output_is_a_sentence_without_a_hole(path: Path) -> None:
    for name in LANGUAGES:
        for found in objects(told(path, name)):
            if "code" in found:
                assert not HOLE.search(found.get("sentence", "{}")), found


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_sentences_are_the_same_bytes_each_time(name: str) -> None:
    path = HERE / "AC09-vote-en-fractions.json"

    assert encoded(told(path, name)) == encoded(told(path, name))


def test_sentences_count_in_whole_voices_where_the_figures_count_parts() -> None:
    vote = told(HERE / "AC09-vote-en-fractions.json", "fr")["votes"]["simple"]
    sentences = [step["sentence"] for step in vote["decision"]["steps"]]

    assert vote["scale"] == 2
    assert vote["decision"]["numerator"] == 23
    assert "23/2 sur 20" in sentences[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("fr", "au moins 16 voix pour : 14 sur 30, ce n’est pas atteint"),
        ("en", "at least 16 voices for: 14 out of 30, not reached"),
    ],
)
def test_the_command_says_the_decision_in_the_language_asked_for(
    name: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = HERE / "AC04-vote-des-presents.json"

    assert main([str(path), "--lang", name]) == 0

    printed = capsys.readouterr().out
    decision = json.loads(printed)["votes"]["r1"]["decision"]
    assert said in decision["steps"][-1]["sentence"].replace("\u00a0", " ")


def test_without_a_language_the_output_holds_codes_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main([str(HERE / "AC04-vote-des-presents.json")]) == 0
    assert '"sentence"' not in capsys.readouterr().out


def test_a_refusal_is_said_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"title": "x"}')

    assert main([str(path), "--lang", "en"]) == 2
    assert capsys.readouterr().err.endswith("rules is missing.\n")


def test_an_english_sentence_keeps_every_place_of_the_french_one() -> None:
    places = re.compile(r"\{\w+\}")
    english = language("en").translate

    for code, sentence in SENTENCES.items():
        assert sorted(places.findall(english(sentence))) == sorted(places.findall(sentence)), code
