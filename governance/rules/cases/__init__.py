"""Cases (cas): one meeting and its bylaws in one document, judged without a server."""

from governance.rules.cases.document import CaseDocument
from governance.rules.cases.expected import differences
from governance.rules.cases.outcomes import encoded
from governance.rules.cases.reading import MAX_CASE_BYTES, check_size, read_case
from governance.rules.cases.run import run_case
from governance.rules.cases.spoken import spoken

__all__ = [
    "MAX_CASE_BYTES",
    "CaseDocument",
    "check_size",
    "differences",
    "encoded",
    "read_case",
    "run_case",
    "spoken",
]
