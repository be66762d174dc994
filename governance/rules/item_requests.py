"""Items that members ask for (points demandés): who of them counts, what is missing, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from governance.errors import RuleBrokenError
from governance.rules.calls import EQUIVALENT, Support, check_item_request
from governance.rules.ruleset import RuleSet
from governance.rules.ruleset.convening import Mean


@dataclass(frozen=True, slots=True)
class Supporter:
    """A member who asks for the item: with how many voices, since when, in what form."""

    member_id: int
    voices: int
    received_on: date
    form: Mean


@dataclass(frozen=True, slots=True)
class RequestVerdict:
    """Whether an item goes on the agenda by right; ``refusal`` says what is missing.

    ``counted``: those whose request has the form and came in time.
    """

    refusal: RuleBrokenError | None
    counted: tuple[int, ...]
    latest_day: date | None
    clause: str

    @property
    def is_due(self) -> bool:
        """Whether the item must be added."""
        return self.refusal is None


def judge_request(
    supporters: Sequence[Supporter], whole: Support, meeting_on: date, rules: RuleSet
) -> RequestVerdict:
    """Judge a members' item by those of its supporters who asked as the bylaws want.

    Where enough ask, but not all in time or in the right form, the refusal says that.
    """
    rule = rules.agenda.member_request
    request = rule.value
    if request is None:
        refusal = _refused([], whole, meeting_on, meeting_on, "platform", rules)
        return RequestVerdict(refusal, (), None, rule.clause)
    latest = meeting_on - timedelta(request.deadline_days)
    accepted = EQUIVALENT.get(request.form, {request.form})
    formal = [one for one in supporters if one.form in accepted]
    other = [one for one in supporters if one.form not in accepted]
    counted = [one for one in formal if one.received_on <= latest]
    refusal = _refused(counted, whole, latest, meeting_on, request.form, rules)
    if refusal is not None and formal:
        last = max(one.received_on for one in formal)
        late = _refused(formal, whole, last, meeting_on, request.form, rules)
        refusal = _if_says(late, "item-request.too-late") or refusal
    if refusal is not None and other and refusal.code == "item-request.too-few":
        found = _refused(supporters, whole, latest, meeting_on, other[0].form, rules)
        refusal = _if_says(found, "item-request.wrong-form") or refusal
    members = tuple(one.member_id for one in counted)
    return RequestVerdict(refusal, members, latest, rule.clause)


def _if_says(refusal: RuleBrokenError | None, code: str) -> RuleBrokenError | None:
    return refusal if refusal is not None and refusal.code == code else None


def _refused(
    supporters: Sequence[Supporter],
    whole: Support,
    received_on: date,
    meeting_on: date,
    form: Mean,
    rules: RuleSet,
) -> RuleBrokenError | None:
    by = Support((), len(supporters), sum(one.voices for one in supporters))
    try:
        check_item_request(by, whole, received_on, meeting_on, form, rules)
    except RuleBrokenError as refusal:
        return refusal
    return None
