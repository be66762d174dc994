"""Our counts of rankings and grades are those of the public tool, on many small random polls."""

import json
import random
import subprocess

import pytest

from ballots.voting.counting.majority_judgment import count_judgments
from ballots.voting.counting.schulze import count_schulze
from ballots.voting.counting.stv import count_stv
from ballots.voting.counting.ties import by_casting_vote

pytestmark = pytest.mark.needs("belenios-tool")

POLLS = 25
GRADES = 4
DRAW = random.Random(2026)  # the same polls at each run


def tool(*arguments, ballots):
    said = subprocess.run(
        ["belenios-tool", "method", *arguments], input=json.dumps(ballots).encode(),
        capture_output=True, check=False, timeout=30,
    )  # fmt: skip
    return json.loads(said.stdout) if said.returncode == 0 else None


def graded_polls():
    for _ in range(POLLS):
        candidates = DRAW.randint(1, 5)
        number = DRAW.randint(0, 9)
        yield candidates, [[DRAW.randint(0, 4) for _ in range(candidates)] for _ in range(number)]


def ranked_polls():
    for _ in range(POLLS):
        candidates = DRAW.randint(2, 5)
        ballots = []
        for _ in range(DRAW.randint(3, 9)):
            order = DRAW.sample(range(candidates), DRAW.randint(0, candidates))
            ballots.append([order.index(i) + 1 if i in order else 0 for i in range(candidates)])
        yield candidates, ballots


def plain(value):
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("blank", [True, False])
def test_schulze(blank):
    for candidates, ballots in graded_polls():
        said = tool(
            "schulze", f"--blank-allowed={str(blank).lower()}", f"--nchoices={candidates}",
            ballots=ballots,
        )  # fmt: skip
        ours = count_schulze(ballots, candidates, blank_allowed=blank)

        assert (ours.valid, ours.blank) == (said["valid"], said.get("blank", 0))
        assert plain([ours.preferred, ours.paths, ours.levels]) == [
            said["raw"], said["beatpaths"], said["winners"],
        ]  # fmt: skip


@pytest.mark.parametrize("blank", [True, False])
def test_majority_judgment(blank):
    for candidates, ballots in graded_polls():
        said = tool(
            "majority-judgment", f"--blank-allowed={str(blank).lower()}",
            f"--nchoices={candidates}", f"--ngrades={GRADES}", ballots=ballots,
        )  # fmt: skip
        ours = count_judgments(ballots, candidates, GRADES, blank_allowed=blank)

        assert (ours.valid, ours.blank) == (said["valid"], said.get("blank", 0))
        assert plain(ours.given) == said["raw"]
        assert plain(ours.levels) == [sorted(level) for level in said["winners"]]
        assert sorted(map(list, ours.invalid)) == sorted(said["invalid"])


def test_single_transferable_vote():
    """The tool parts ties by the candidates' numbers, in silence; we are told to."""
    compared = 0
    for candidates, ballots in ranked_polls():
        seats = DRAW.randint(1, 3)
        said = tool("stv", f"--nseats={seats}", ballots=ballots)
        if said is None:  # it stops on an assertion when fewer candidates are named than seats
            continue
        ours = count_stv(
            ballots, candidates, seats,
            blank_allowed=False, tie_break=by_casting_vote(range(candidates)),
        )  # fmt: skip
        assert list(ours.elected) == said["winners"]
        compared += 1
    assert compared > POLLS // 2
