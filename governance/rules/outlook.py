"""What the quorum of the moment means for the next vote: that it may open, or why it may not."""

from dataclasses import dataclass

from governance.errors import RuleBrokenError
from governance.rules.quorum import QuorumStatement
from governance.rules.ruleset import RuleSet, Source

MET, HELD, FORCED, STOPPED = (
    "outlook.met",
    "outlook.held-at-opening",
    "outlook.reason-needed",
    "outlook.stopped",
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether a vote may open now, and the clause that says so.

    ``statement`` is the one by which the vote stands: of this moment, or of the opening.
    """

    code: str
    statement: QuorumStatement
    clause: str
    source: Source

    @property
    def may_open(self) -> bool:
        """Whether a vote may open without anything more."""
        return self.code in (MET, HELD)

    @property
    def needs_reason(self) -> bool:
        """Whether a vote may open once somebody says why, in spite of the missing quorum."""
        return self.code == FORCED


def outlook(opening: QuorumStatement | None, now: QuorumStatement, rules: RuleSet) -> Outlook:
    """Return what the bylaws say of a vote that would open now.

    Args:
        opening: the statement of the opening; None before it.
    """
    if now.met:
        return Outlook(MET, now, now.clause, now.source)
    recheck, forced = rules.quorum.recheck, rules.quorum.forced_continue
    if recheck.value == "opening" and opening is not None and opening.met:
        return Outlook(HELD, opening, recheck.clause, recheck.source)
    if forced.value:
        return Outlook(FORCED, now, forced.clause, forced.source)
    return Outlook(STOPPED, now, now.clause, now.source)


def check_outlook(found: Outlook, reason: str) -> None:
    """Refuse a vote that the missing quorum stops.

    Raises:
        RuleBrokenError: quorum.not-met, with the arithmetic; quorum.reason-missing where going on
            is allowed and nobody said why.
    """
    if found.may_open or (found.needs_reason and reason.strip()):
        return
    code = "quorum.reason-missing" if found.needs_reason else "quorum.not-met"
    counted, required = found.statement.counted, found.statement.required
    raise RuleBrokenError(code, counted=counted, required=required, clause=found.clause)
