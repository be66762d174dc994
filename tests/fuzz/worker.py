"""One run of the fuzzer, in a process of its own: it ends the process when it is done."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ballots"]):
    from tests.fuzz.targets import FOUND, PLANTED, TARGETS, Target, hold

from tests.fuzz.mutation import changed

LONGEST = 40_000  # bytes of one input
SLOWEST = 10  # seconds for one input: beyond it the reader is taken to hang
MOST_MEMORY = 2048  # mebibytes of the whole process


def main() -> None:
    """Fuzz the targets that are asked for; the first byte of an input says which."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("targets", nargs="+")
    asked = parser.parse_args()
    chosen = [PLANTED if name == "planted" else TARGETS[name] for name in asked.targets]
    asked.corpus.mkdir(parents=True, exist_ok=True)
    sow(asked.corpus, chosen, asked.targets)

    def one_input(raw: bytes) -> None:
        if raw:
            hold(chosen[raw[0] % len(chosen)], raw[1:])

    options = [
        sys.argv[0],
        f"-max_total_time={asked.seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}",
        f"-rss_limit_mb={MOST_MEMORY}",
        f"-artifact_prefix={asked.corpus.parent}/finding-",
        "-print_final_stats=1",
        str(asked.corpus),
    ]
    atheris.Setup(options, one_input, custom_mutator=mutate)
    atheris.Fuzz()


def sow(corpus: Path, chosen: Sequence[Target], names: Sequence[str]) -> None:
    """Write the good examples, and whatever was found before, as the first inputs."""
    for place, (name, target) in enumerate(zip(names, chosen, strict=True)):
        kept = [path.read_bytes() for path in sorted(FOUND.glob(f"{name}.*"))]
        for number, seed in enumerate(target.seeds() + kept):
            if len(seed) < LONGEST:
                (corpus / f"{name}-{number}").write_bytes(bytes([place]) + seed)


def mutate(raw: bytes, longest: int, seed: int) -> bytes:
    """Change the bytes, or in every other case the JSON that they are."""
    if seed % 2 and len(raw) > 1:
        new = changed(raw[1:], seed)
        if new is not None and len(new) < longest:
            return raw[:1] + new
    return bytes(atheris.Mutate(raw, longest))


if __name__ == "__main__":
    main()
