"""Every value of the bylaws can be drawn as fields and read back as it was."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from governance.rules.ruleset import PRESETS, preset
from governance.rules.ruleset.catalogue import PARAMETERS, parameter_of
from governance.rules.ruleset.encode import plain
from governance.rules.ruleset.kinds import Boolean, Integer, Listing, Share, Text
from governance.web.forms.rulesets import MAX_ROWS, Control, control, posted
from governance.web.ruleset_words.questions import QUESTIONS, by_chapter, may_answer, question_of


@pytest.fixture(autouse=True)
def _in_french() -> Any:
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        yield


def sent(drawn: Control) -> dict[str, str]:
    """Return what a browser would send of the fields."""
    if drawn.shape in ("group", "rows"):
        given = {f"{drawn.name}.given": drawn.value} if drawn.is_optional else {}
        return given | {name: value for part in drawn.parts for name, value in sent(part).items()}
    return {drawn.name: drawn.value}


@pytest.mark.parametrize("name", PRESETS)
def test_every_value_of_every_preset_comes_back_from_its_fields(name: str) -> None:
    for path, ruled in preset(name).parameters().items():
        parameter = parameter_of(path.split(".", 2)[2] if path.startswith("bodies.") else path)
        assert parameter is not None
        drawn = control(parameter.kind, plain(ruled.value), path, "Valeur", parameter.path)
        back = posted(parameter.kind, sent(drawn), path, parameter.path)

        assert parameter.kind.read(back, path) == ruled.value, path


def test_no_two_fields_of_a_value_share_a_name() -> None:
    for path, ruled in preset("udaf").parameters().items():
        parameter = parameter_of(path)
        assert parameter is not None
        drawn = control(parameter.kind, plain(ruled.value), path, "Valeur", parameter.path)
        names = [*_names(drawn)]
        assert len(names) == len(set(names))


def _names(drawn: Control) -> list[str]:
    return [drawn.name, *(name for part in drawn.parts for name in _names(part))]


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2/3", "2/3"), (" 2 / 3 ", "2/3"), ("75 %", "3/4"), ("50%", "1/2"),
     ("la moitié", "la moitié"), ("0,5", "0,5"), ("-1/2", "-1/2")],
)  # fmt: skip
def test_shares_are_read_as_people_write_them(typed: str, read: str) -> None:
    assert posted(Share(), {"x": typed}, "x", "weight.cap") == read


@pytest.mark.parametrize(
    ("typed", "read"), [("1 000", 1000), ("٣", "٣"), ("1e3", "1e3"), ("", None)]
)
def test_numbers_are_digits_alone(typed: str, read: object) -> None:
    assert posted(Integer(0, 9), {"x": typed}, "x", "notice.days") == read


def test_blank_rows_do_not_count_and_too_many_are_not_read() -> None:
    kind = Listing(Text())
    assert posted(kind, {"x": "\n a \n\n b"}, "x", "proxy.forbidden_holders") == ["a", "b"]
    form = {f"x[{row}]": "true" for row in range(999)} | {"x[5]": "", "x[1000]": "true"}
    assert len(posted(Listing(Boolean()), form, "x", "agenda.locked")) == MAX_ROWS


def test_each_parameter_belongs_to_one_question_and_each_question_to_one_chapter() -> None:
    asked = [path for one in QUESTIONS.values() for path in one.paths]
    assert sorted(asked) == sorted(PARAMETERS)
    assert sorted(one.number for _, found in by_chapter() for one in found) == sorted(QUESTIONS)
    assert question_of("bodies.CA.majority.rule.ordinary") is QUESTIONS[38]


def test_an_article_is_found_by_its_words_without_accents() -> None:
    assert may_answer("Nul ne porte plus de deux PROCURATIONS.", QUESTIONS[26])
    assert may_answer("La voix du président est prépondérante.", QUESTIONS[44])
    assert not may_answer("Le siège est à Lyon.", QUESTIONS[44])
