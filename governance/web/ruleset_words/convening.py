"""How bodies meet, in sentences: frequency, who calls, second call, who votes and when."""

from itertools import groupby

from flask_babel import gettext, ngettext

from governance.rules.ruleset import Caller, Category, RollClosing, SecondCall
from governance.rules.ruleset.convening import Frequency, MemberRequest, Scrutineers
from governance.rules.words.values import MEANS
from governance.web.i18n import N_
from governance.web.ruleset_words.phrases import (
    colleges_words,
    days_words,
    part_words,
    roles_words,
    word,
)

VOTES = {
    "deliberative": N_("voix délibérative"),
    "consultative": N_("voix consultative"),
    "none": N_("sans voix"),
}
NAMED_BY = {
    "assembly": N_("choisis par l’assemblée"),
    "chair": N_("choisis par la présidence"),
    "board": N_("choisis par le conseil"),
}


def frequency(found: Frequency | None) -> list[str]:
    """Say how often a body meets."""
    if found is None:
        return [gettext("aussi souvent qu’il le faut")]
    times = ngettext("%(num)s fois", "%(num)s fois", found.times)
    if found.years == 1:
        return [gettext("%(times)s par an au moins", times=times)]
    return [gettext("%(times)s en %(years)s ans au moins", times=times, years=found.years)]


def callers(found: tuple[Caller, ...]) -> list[str]:
    """Say who may convene."""
    return [
        roles_words([caller.role])
        if caller.role is not None
        else part_words(caller.share, caller.number, caller.of)
        for caller in found
    ]


def scrutineers(found: Scrutineers) -> list[str]:
    """Say how many scrutineers, and who names them."""
    return [f"{found.count}, {word(NAMED_BY, found.named_by)}"]


def notice_days(days: int) -> list[str]:
    """Say how many days before the meeting the notice is sent."""
    return [ngettext("%(num)s jour au moins", "%(num)s jours au moins", days)]


def urgent_days(days: int | None) -> list[str]:
    """Say what urgency shortens the notice to."""
    return [gettext("pas de délai plus court")] if days is None else notice_days(days)


def member_request(found: MemberRequest | None) -> list[str]:
    """Say what puts a members' item on the agenda."""
    if found is None:
        return [gettext("non prévu")]
    return [
        part_words(found.share, found.number, found.of),
        gettext(
            "reçu %(days)s avant, par %(means)s",
            days=days_words(found.deadline_days),
            means=word(MEANS, found.form),
        ),
    ]


def second_call(found: SecondCall | None) -> list[str]:
    """Say when an assembly without quorum meets again."""
    if found is None:
        return [gettext("non prévue")]
    said = [gettext("%(days)s après au moins", days=days_words(found.min_days))]
    if found.max_days is not None:
        said.append(gettext("%(days)s après au plus", days=days_words(found.max_days)))
    if found.same_agenda:
        said.append(gettext("avec le même ordre du jour"))
    return said


def categories(found: tuple[Category, ...]) -> list[str]:
    """Say which members vote, college by college."""

    def shelf(category: Category) -> tuple[str, str]:
        return category.college, category.votes

    return [
        gettext(
            "Collège %(college)s, %(votes)s : %(names)s",
            college=colleges_words([college]),
            votes=word(VOTES, votes),
            names=", ".join(category.label for category in members),
        )
        for (college, votes), members in groupby(found, shelf)
    ]


def closing(found: RollClosing) -> list[str]:
    """Say when the roll is closed."""
    if found.at == "days_before":
        return [gettext("%(days)s avant l’assemblée", days=days_words(found.days or 0))]
    if found.at == "fixed_day":
        month, _, day = (found.month_day or "").partition("-")
        return [gettext("le %(day)s/%(month)s de chaque année", day=day, month=month)]
    if found.at == "notice":
        return [gettext("le jour de la convocation")]
    return [gettext("à l’ouverture de l’assemblée")]
