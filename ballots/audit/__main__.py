"""``python -m ballots.audit FILE.bel``: verify a published archive, offline.

Exit status: 0 verified, 1 a check failed, 2 unreadable or not supported yet.
"""

import argparse
import sys
from collections.abc import Sequence

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import Verdict
from ballots.audit.report import LANGUAGES, as_json, as_text

STATUS = {
    Verdict.VERIFIED: 0,
    Verdict.FAILED: 1,
    Verdict.UNREADABLE: 2,
    Verdict.UNSUPPORTED: 2,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the archive named on the command line and print the report."""
    parser = argparse.ArgumentParser(prog="python -m ballots.audit", description=__doc__)
    parser.add_argument("file", help="the archive (UUID.bel)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of text")
    parser.add_argument("--lang", choices=LANGUAGES, default="fr", help="language of the text")
    asked = parser.parse_args(arguments)
    report = audit_archive(asked.file)
    print(as_json(report) if asked.json else as_text(report, asked.lang))
    return STATUS[report.verdict]


if __name__ == "__main__":
    sys.exit(main())
