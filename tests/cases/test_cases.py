"""Every acceptance case: a real body, its text, and what must come of it."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from governance.rules.__main__ import main
from governance.rules.cases import read_case
from governance.rules.cases.json_schema import WRITTEN, schema, written_schema

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted(HERE.glob("*.json"))
VALIDATOR = jsonschema.Draft202012Validator(schema())
WITHOUT_A_SERVER = """
import runpy, sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"flask", "flask_babel", "sqlalchemy", "werkzeug", "babel"}:
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
sys.argv = ["governance.rules", *sys.argv[1:]]
runpy.run_module("governance.rules", run_name="__main__")
"""


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_case_comes_out_as_its_text_says(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(path), "--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_case_names_its_source_and_expects_something(path: Path) -> None:
    case, _ = read_case(path.read_bytes())

    assert case.source
    assert case.says
    assert case.expected
    said = f"AC-{path.stem[2:4]}" if path.stem.startswith("AC") else "§ "
    assert case.title.startswith(said)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_case_follows_the_published_schema(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(json.loads(path.read_text()))] == []


def test_every_body_of_the_specification_has_its_case() -> None:
    numbers = {int(path.stem[2:4]) for path in CASES if path.stem.startswith("AC")}

    assert numbers == {1, 2, 3, 4, 5, 6, 9, 11, 13, 14, 15, 16, 18, 20, 22, 23}


def test_the_schema_that_is_published_is_that_of_the_types() -> None:
    again = "python -m governance.rules --case-schema > governance/rules/cases/case-schema.json"
    assert WRITTEN.read_text() == written_schema(), again


def test_the_example_of_the_guide_comes_out_as_it_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = (ROOT / "docs" / "guides" / "cas.md").read_text()
    example = guide.partition("```json\n")[2].partition("```")[0]
    path = tmp_path / "example.json"
    path.write_text(example)

    assert '"adopted": false' in example
    assert main([str(path), "--check"]) == 0, capsys.readouterr().err


def offline(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a fresh interpreter that can import neither Flask nor SQLAlchemy."""
    command = [sys.executable, "-c", WITHOUT_A_SERVER, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)


def test_the_interpreter_of_these_tests_does_refuse_flask() -> None:
    broken = WITHOUT_A_SERVER.replace("runpy.run_module", "import flask; runpy.run_module")
    found = subprocess.run(
        [sys.executable, "-c", broken], cwd=ROOT, capture_output=True, check=False, timeout=60
    )

    assert b"ImportError: flask" in found.stderr


@pytest.mark.parametrize("name", ["AC02-familles", "AC09-vote-en-fractions", "AC23-pau-16"])
def test_the_command_needs_no_server_and_prints_the_same_bytes_each_time(name: str) -> None:
    first, second = (offline(f"tests/cases/{name}.json") for _ in range(2))

    assert (first.returncode, first.stderr) == (0, b"")
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)["case"].startswith("AC-")


def test_the_command_checks_a_case_and_says_what_differs(tmp_path: Path) -> None:
    expected = tmp_path / "expected.json"
    expected.write_text('{"roll": {"heads": 19, "voices": 20, "colour": 1}, "proxies": [{}]}')

    good = offline("tests/cases/AC01-cotisation-exigee.json", "--check")
    wrong = offline("tests/cases/AC01-cotisation-exigee.json", "--check", str(expected))

    assert good.returncode == 0
    assert wrong.returncode == 1
    assert wrong.stderr.decode().splitlines() == [
        "proxies: 0 entries, expected 1",
        "roll.colour: nothing, expected 1",
        "roll.heads: 20, expected 19",
    ]


@pytest.mark.parametrize("option", ["--schema", "--case-schema"])
def test_the_command_prints_the_schemas(option: str) -> None:
    found = offline(option)

    assert found.returncode == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(found.stdout))


def test_a_case_that_cannot_be_read_is_one_sentence_and_no_output(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{"title": "x"}')

    found = offline(str(path))

    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.decode() == f"{path}\u00a0: Il manque rules.\n"
