"""Figures of one ballot: made, checked, by number of choices and group, beside the model."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ballots.crypto import powers
from ballots.crypto.group import Element
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.crypto.randomness import draw_exponent
from ballots.voting.casting import check_ballot
from ballots.voting.prepare import prepare_ballot
from tests.bench import elections
from tests.bench.elections import Measured
from tests.bench.table import Figure, Section, Target, milliseconds, ratio
from tests.bench.timing import cpu_seconds, in_turn, per_call

CALLS = 12
MODEL = Target(1.25, 1.15, more=False)
GENERATE = Target(12, 18)
CHOICES = (2, 3, 5, 10, 20)
OLD_CODE = "Xaz-njx-Vqc-4nP-dyF"  # a code in the form that the 2.0 tool makes and accepts


def section() -> Section:
    """Measure making and checking."""
    return Section("One ballot", (*_making_and_checking(), *_growth(), _generate(), _ed25519()))


def model_seconds(boxes: int) -> tuple[float, str]:
    """Return what verifying should cost by its exponentiations, each measured now.

    Source: performance notes §10, 2n t(multi16) + (2k+1) t(powmod) + (5n+2k+1) t(comb), k = 1.
    """
    group = BELENIOS_2048
    base, exponents = group.power_g(draw_exponent(group)), [draw_exponent(group) for _ in range(2)]
    rows = powers.tables(group.g, group.p, group.q.bit_length())
    shared = per_call(lambda: group.powers(base, [*exponents, group.q]), 60)
    single = per_call(lambda: powers.power(base, exponents[0], group.p), 120)
    comb = per_call(lambda: powers.power_by_tables(rows, exponents[1], group.p), 400)
    model = 2 * boxes * shared + 3 * single + (5 * boxes + 3) * comb
    parts = f"{shared * 1e6:.0f}, {single * 1e6:.0f} and {comb * 1e6:.0f} µs"
    return (
        model,
        f"model {milliseconds(model)}: three powers of one base, one power, one by tables: {parts}",
    )


def _maker(measured: Measured, credential: Element) -> Callable[[], bytes]:
    """Return what makes a ballot as the booth does, the credential's secret at hand."""
    election, secret = measured.election, measured.secret_of(credential)
    choice = [1] + [0] * (election.questions[0].boxes - 1)
    return lambda: prepare_ballot(election, measured.fingerprint, secret, [choice])


def _making_and_checking() -> list[Figure]:
    measured = elections.make(3)
    credential, raw = _one(measured)
    checking = per_call(lambda: check_ballot(measured.view(), raw), CALLS, 5)
    making = per_call(_maker(measured, credential), CALLS, 5)
    model, told = model_seconds(elections.ANSWERS)
    reached = checking / model
    return [
        Figure("make (encrypt, prove, sign), tables ready", milliseconds(making)),
        Figure(
            "check, every proof exactly",
            milliseconds(checking),
            f"{reached:.2f} times the {told}",
            MODEL,
            reached,
        ),
    ]


def _growth() -> list[Figure]:
    """Show how a ballot's cost grows with the number of choices."""
    lines = []
    for answers in CHOICES:
        measured = elections.make(1, answers)
        credential, raw = _one(measured)
        making = per_call(_maker(measured, credential), 4)
        checking = per_call(partial(check_ballot, measured.view(), raw), 4)
        told = f"make {milliseconds(making)}; {len(raw) / 1024:.1f} KiB"
        lines.append(Figure(f"check, {answers} choices", milliseconds(checking), told))
    return lines


def _generate() -> Figure:
    """Make a ballot in process, and by the public tool's command."""
    what = "make, beside `belenios-tool election generate-ballot`"
    if shutil.which("belenios-tool") is None:
        return Figure(what, "", "belenios-tool absent")
    measured = elections.make(3)
    make = _maker(measured, _one(measured)[0])
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = _generate_command(Path(folder))
        times = in_turn(
            {
                "ours": lambda: [make() for _ in range(10)],
                "theirs": lambda: subprocess.run(command, check=True, capture_output=True),
            },
            runs=5,
        )
    ours = times["ours"] / 10
    reached = times["theirs"] / ours
    told = f"its whole process {milliseconds(times['theirs'])}"
    return Figure(what, ratio(reached), told, GENERATE, reached)


def _generate_command(folder: Path) -> list[str]:
    """Return the tool's command for a ballot in an election of ours, with a code it accepts."""
    path = elections.archive(folder, 3)
    (folder / "code").write_text(OLD_CODE)
    (folder / "choices").write_text(json.dumps([[1, 0, 0]]))
    return [
        *("belenios-tool", "election", "generate-ballot", "--dir", str(path.parent)),
        *("--privcred", str(folder / "code"), "--ballot", str(folder / "choices")),
    ]


def _ed25519() -> Figure:
    measured = elections.make(2, group_name="Ed25519")
    _, raw = _one(measured)
    seconds = per_call(lambda: check_ballot(measured.view(), raw), 10)
    told = "no ratio: the public tool here (2.0) does not know this group"
    return Figure("check, Ed25519 (PyNaCl)", milliseconds(seconds), told)


def _one(measured: Measured) -> tuple:
    """Return a credential and a ballot of it; tables are made on the way."""
    credential = next(iter(measured.codes))
    raw = measured.ballot(credential, 0)
    cpu_seconds(lambda: check_ballot(measured.view(), raw))
    return credential, raw
