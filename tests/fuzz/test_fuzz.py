"""A short run of the fuzzer, the law on every example, and a planted fault that must be found."""

import pytest

from tests.fuzz.__main__ import fuzz, is_installed
from tests.fuzz.targets import FOUND, PLANTED, TARGETS, hold

SECONDS = 20  # of the whole run; `python -m tests.fuzz --seconds 600` is the long one

installed = pytest.mark.skipif(
    not is_installed(), reason="atheris absent: it is made for Linux and CPython up to 3.13"
)


@pytest.mark.parametrize("name", TARGETS)
def test_a_good_example_is_read_and_written_again(name):
    target = TARGETS[name]
    assert target.seeds()
    for seed in target.seeds():
        value = target.read(seed)
        assert target.write is None or target.write(value) == seed


def test_what_was_found_before_keeps_the_law():
    for path in sorted(FOUND.glob("*.*")):
        hold(TARGETS[path.name.partition(".")[0]], path.read_bytes())


def test_a_reader_that_breaks_the_law_is_seen():
    with pytest.raises(KeyError):
        hold(PLANTED, b"{}")


@installed
def test_no_input_that_the_fuzzer_comes_upon_breaks_the_law():
    run = fuzz(list(TARGETS), SECONDS)
    assert run.finding is None, run.words[-4000:]
    assert run.status == 0, run.words[-4000:]
    assert run.inputs > 1000


@installed
def test_the_fuzzer_finds_a_fault_that_was_planted():
    run = fuzz(["planted"], 20)
    assert run.finding is not None and run.finding[1:2] == b"{"
    assert "KeyError" in run.words
