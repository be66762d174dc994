"""``python -m governance.rules CASE.json``: what the bylaws make of a case, without a server."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from governance.errors import GovernanceError
from governance.rules.cases import (
    MAX_CASE_BYTES,
    CaseDocument,
    check_size,
    differences,
    encoded,
    read_case,
    run_case,
    spoken,
)
from governance.rules.cases import json_schema as case_schema
from governance.rules.ruleset import json_schema as rules_schema
from governance.rules.ruleset.strict_json import strict_json
from governance.rules.words import language, told

DONE, DIFFERS, REFUSED = 0, 1, 2
OWN = "-"  # --check without a file: what the case itself expects


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge one case, print its output, return 0; 1 where it is not what was expected; 2 refused.

    The output is JSON on the standard output; a refusal is one sentence on the standard error.
    """
    asked = _parser().parse_args(arguments)
    if asked.schema or asked.case_schema:
        chosen = rules_schema if asked.schema else case_schema
        return _print(chosen.written_schema().encode())
    if asked.case is None:
        _parser().print_usage(sys.stderr)
        return REFUSED
    said_in = language(asked.lang or "fr")
    try:
        case, rules = read_case(_read(asked.case))
        output = run_case(case, rules)
        expected = _expected(asked.check, case)
    except (GovernanceError, OSError) as refusal:
        where = str(asked.case)
        text = told(refusal, said_in) if isinstance(refusal, GovernanceError) else str(refusal)
        print(f"{where} : {text}", file=sys.stderr)
        return REFUSED
    if asked.check is None:
        return _print(encoded(spoken(output, said_in) if asked.lang else output))
    found = list(differences(expected, output))
    print("\n".join(found) or f"{case.title} : conforme", file=sys.stderr)
    return DIFFERS if found else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m governance.rules", description=__doc__)
    parser.add_argument("case", nargs="?", type=Path, metavar="CASE.json")
    parser.add_argument(
        "--check",
        nargs="?",
        const=OWN,
        metavar="EXPECTED.json",
        help="compare with a part of the output, that of the case's own where none is named",
    )
    parser.add_argument(
        "--lang", choices=("fr", "en"), help="say each code of the output in that language too"
    )
    parser.add_argument("--schema", action="store_true", help="print the schema of bylaws")
    parser.add_argument("--case-schema", action="store_true", help="print the schema of cases")
    return parser


def _read(path: Path) -> bytes:
    """Read a file, never more of it than a case may have."""
    with path.open("rb") as file:
        raw = file.read(MAX_CASE_BYTES + 1)
    check_size(max(len(raw), path.stat().st_size))
    return raw


def _expected(check: str | None, case: CaseDocument) -> object:
    if check is None:
        return None
    if check == OWN:
        return {} if case.expected is None else case.expected
    return strict_json(_read(Path(check)), MAX_CASE_BYTES)


def _print(raw: bytes) -> int:
    sys.stdout.buffer.write(raw)
    sys.stdout.flush()
    return DONE


if __name__ == "__main__":
    sys.exit(main())
