"""Figures of counting: adding up, small logarithms, and a poll of 2 000 closed with its result."""

import random
import time
from pathlib import Path
from typing import cast

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from ballots.crypto.elgamal import Ciphertext
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.crypto.randomness import draw_exponent
from ballots.crypto.small_log import small_logs
from ballots.protocol.answers import BoxesAnswer
from ballots.services import closing, setup
from ballots.store.base import Base
from ballots.voting.tally import weighted_tally
from tests.bench import elections
from tests.bench.table import Figure, Section, Target, milliseconds
from tests.bench.timing import cpu_seconds, in_turn, per_call
from tests.simulators.urns import open_urn

BALLOTS = 16_667  # of three boxes: 100 000 elements
LARGEST_WEIGHT = 1_000
DIFFERENT = 64  # ballots; a product costs the same whatever is multiplied
PER_ELEMENT = Target(1.6, 1.3, more=False)
LOGARITHM = Target(0.5, 0.25, more=False)
CLOSING = Target(2.0, 1.0, more=False)
CLOSED = 2_000
TOTAL_WEIGHT = 10**9


def section(folder: Path, closed: int = CLOSED) -> Section:
    """Measure all three."""
    return Section("Counting", (_adding_up(), _logarithms(), *_closing(folder, closed)))


def _adding_up() -> Figure:
    """Add up weighted answers; give the cost of an element in multiplications."""
    measured = elections.make(1)
    group = BELENIOS_2048
    chance = random.Random(1)
    few = [_answer(group) for _ in range(DIFFERENT)]
    ballots = [
        ([few[place % DIFFERENT]], chance.randint(1, LARGEST_WEIGHT)) for place in range(BALLOTS)
    ]
    first, second = (cast(int, few[place].choices[0].alpha) for place in range(2))
    times = in_turn(
        {
            "sum": lambda: weighted_tally(measured.election, ballots),
            "one": lambda: [first * second % group.p for _ in range(20_000)],
        }
    )
    element, one = times["sum"] / (6 * BALLOTS), times["one"] / 20_000
    told = f"{element * 1e6:.2f} µs an element of {6 * BALLOTS:,}; {one * 1e6:.2f} µs"
    what = f"weighted product (weights to {LARGEST_WEIGHT:,}), in multiplications an element"
    return Figure(what, f"{element / one:.2f}", told, PER_ELEMENT, element / one)


def _answer(group) -> BoxesAnswer:
    drawn = [group.power_g(draw_exponent(group)) for _ in range(6)]
    boxes = tuple(Ciphertext(*drawn[place : place + 2]) for place in (0, 2, 4))
    return BoxesAnswer(boxes, (), ())


def _logarithms() -> Figure:
    group = BELENIOS_2048
    counts = [TOTAL_WEIGHT // 2, TOTAL_WEIGHT // 3, TOTAL_WEIGHT // 6]
    hidden = [group.power_g(count) for count in counts]
    seconds = per_call(lambda: small_logs(group, hidden, TOTAL_WEIGHT), 1)
    what = "logarithms of 3 counts, total weight 10⁹ (seconds)"
    return Figure(what, milliseconds(seconds), "", LOGARITHM, seconds)


def _closing(folder: Path, number: int) -> list[Figure]:
    """Fill a box on disk, then stop the poll: end, two trustees' parts, result."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{folder / 'closing.sqlite'}")
    Base.metadata.create_all(engine)
    weights = {line: line % 97 + 1 for line in range(1, number + 1)}
    question = setup.Question("Approuvez-vous ?", ("Pour", "Contre", "Abstention"), 1, 1)
    with Session(engine) as session:
        urn = open_urn(session, weights, question, trustees=2)
        begun = time.perf_counter()
        for line in weights:
            urn.put(line, urn.ballot(line, [[int(line % 3 == box) for box in range(3)]]))
        session.commit()
        filled = time.perf_counter() - begun
        ending = cpu_seconds(lambda: closing.end_voting(session, urn.uuid))
        opening = cpu_seconds(urn.decrypt)
        opening += cpu_seconds(lambda: closing.finish(session, urn.uuid))
        committing = cpu_seconds(session.commit)
        counts = closing.result_rows(session, urn.uuid)
    engine.dispose()
    expected = tuple(
        sum(weight for line, weight in weights.items() if line % 3 == box) for box in range(3)
    )
    if counts != (expected,):
        raise RuntimeError(f"a wrong count: {counts}, not {expected}")
    whole = ending + opening + committing
    told = f"end {milliseconds(ending)}, two trustees and the result {milliseconds(opening)}"
    what = f"stop a poll of {number:,} weighted ballots and have the result (seconds)"
    return [Figure(what, milliseconds(whole), f"{told}; filled in {filled:.0f} s", CLOSING, whole)]
