"""``python -m tests.bench``: the first figures, printed as a table.

Times depend on the machine; what is compared is measured in the same run. Nothing is asserted.
"""

import argparse
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from ballots.audit.archive import audit_archive
from ballots.voting.casting import check_ballot
from tests.bench import elections, server, services
from tests.bench.table import Figure, median_seconds, milliseconds, print_table

AUDITED = 200
IMPORTED = 10_000


def main() -> None:
    """Measure everything and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--ballots", type=int, default=AUDITED, help="ballots of the audited box")
    parser.add_argument("--members", type=int, default=IMPORTED, help="lines of the imported file")
    wanted = parser.parse_args()
    figures = [*ballot_figures(), *audit_figures(wanted.ballots)]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures += server.figures(Path(folder))
        figures += services.figures(Path(folder), wanted.members)
    print_table(figures)


def ballot_figures() -> list[Figure]:
    """Make and check one ballot: three answers, one choice."""
    measured = elections.make(5)
    credential = next(iter(measured.codes))
    raw = measured.ballot(credential, 0)
    check_ballot(measured.view(), raw)  # tables are made once an election
    making = median_seconds(lambda: measured.ballot(credential, 0), 15)
    checking = median_seconds(lambda: check_ballot(measured.view(), raw), 15)
    return [
        Figure("make a ballot (in process, tables ready)", milliseconds(making)),
        Figure("check a ballot, every proof exactly", milliseconds(checking)),
    ]


def audit_figures(ballots: int) -> list[Figure]:
    """Audit one archive with our verifier, and with belenios-tool where it is installed."""
    content = elections.archive(elections.make(ballots))
    ours, theirs = [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        path = Path(folder) / "election.bel"
        path.write_bytes(content)
        has_tool = shutil.which("belenios-tool") is not None
        for _ in range(3):  # in turn, so that a busy moment hits both
            ours.append(median_seconds(lambda: audit_archive(path), 1))
            if has_tool:
                theirs.append(median_seconds(lambda: belenios_verify(folder), 1))
    mine = sorted(ours)[1]
    beside = "belenios-tool absent"
    if theirs:
        tool = sorted(theirs)[1]
        beside = f"belenios-tool {milliseconds(tool)}: ours is {tool / mine:.2f} times as fast"
    what = f"audit {ballots} ballots, one process"
    return [Figure(what, milliseconds(mine), beside)]


def belenios_verify(folder: str) -> None:
    """Run the public verifier on a folder."""
    subprocess.run(
        ["belenios-tool", "election", "verify", "--dir", folder], check=True, capture_output=True
    )


if __name__ == "__main__":
    begun = time.perf_counter()
    main()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\n{time.perf_counter() - begun:.0f} s in all; peak memory of this process {peak} MiB")
