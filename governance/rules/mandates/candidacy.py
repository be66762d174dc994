"""Candidacies (candidatures): received in time, in form, by a member who may stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from governance.errors import RuleBrokenError
from governance.rules.ruleset import Ruled, RuleSet
from governance.rules.ruleset.electing import Candidacy
from governance.rules.standing import DuesStatus, MemberFacts, category_of

FORMS: Mapping[str, frozenset[str]] = {  # what is as good as the form that the clause asks for
    "registered_post": frozenset({"registered_post", "registered_email"}),
    "post": frozenset({"post", "registered_post", "registered_email"}),
}
FORMS_KNOWN = frozenset(
    {"electronic", "email", "post", "registered_post", "registered_email", "in_meeting"}
)
PAID: tuple[DuesStatus, ...] = ("paid", "exempt")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member who stands: when and how the candidacy came, how many terms were served."""

    member: MemberFacts
    received_on: date
    form: str
    terms: int = 0


def check_candidacy(candidate: Candidate, election_on: date, rules: RuleSet) -> None:
    """Accept a candidacy, or raise.

    Raises:
        RuleBrokenError: candidacy.no-vote, .left, .too-late, .wrong-form, .unpaid, .too-recent.
    """
    rule, member = rules.election.candidacy, candidate.member
    category = category_of(member.category, rules)
    if category is None or category.votes != "deliberative":
        label = category.label if category else member.category
        raise _refusal("candidacy.no-vote", rules.categories, name=member.name, category=label)
    if member.left_on is not None and member.left_on <= election_on:
        raise _refusal("candidacy.left", rules.categories, name=member.name)
    _check_sending(candidate, election_on, rule)
    _check_dues(member, election_on, rule)
    _check_seniority(member, election_on, rule)


def _check_sending(candidate: Candidate, election_on: date, rule: Ruled[Candidacy]) -> None:
    asked = rule.value
    latest = election_on - timedelta(asked.deadline_days)
    if asked.form != "in_meeting" and candidate.received_on > latest:
        raise _refusal(
            "candidacy.too-late",
            rule,
            name=candidate.member.name,
            received_on=candidate.received_on.isoformat(),
            latest_day=latest.isoformat(),
            required=asked.deadline_days,
        )
    if asked.form != "in_meeting" and candidate.form not in FORMS.get(asked.form, {asked.form}):
        raise _refusal(
            "candidacy.wrong-form",
            rule,
            name=candidate.member.name,
            given=candidate.form,
            required=asked.form,
        )


def _check_dues(member: MemberFacts, election_on: date, rule: Ruled[Candidacy]) -> None:
    if not rule.value.fee_paid:
        return
    current, previous = election_on.year, election_on.year - 1
    years = {"current": (current,), "previous": (previous,)}
    owed = years.get(rule.value.fee_year, (previous, current))
    settled = [year for year in owed if member.dues.get(year) in PAID]
    enough = bool(settled) if rule.value.fee_year == "either" else len(settled) == len(owed)
    if not enough:
        missing = [year for year in owed if year not in settled]
        raise _refusal("candidacy.unpaid", rule, name=member.name, years=missing)


def _check_seniority(member: MemberFacts, election_on: date, rule: Ruled[Candidacy]) -> None:
    days, joined = rule.value.seniority_days, member.joined_on
    if joined is not None and joined + timedelta(days) > election_on:
        first = joined + timedelta(days)
        raise _refusal(
            "candidacy.too-recent", rule, name=member.name, days=days, day=first.isoformat()
        )


def _refusal(code: str, rule: Ruled[object], **facts: object) -> RuleBrokenError:
    return RuleBrokenError(code, **facts, clause=rule.clause, source=rule.source.value)
