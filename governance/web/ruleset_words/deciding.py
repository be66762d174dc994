"""How one decides, votes and elects, in sentences."""

from flask_babel import gettext, ngettext

from governance.rules.ruleset import (
    Base,
    CastingVote,
    CollegeSeats,
    Condition,
    ElectionRule,
    MajorityRule,
    QuorumRule,
    SecrecyRequest,
    Splitting,
    Tacit,
    TieRule,
    Treatment,
    Window,
)
from governance.rules.ruleset.electing import (
    Candidacy,
    Parity,
    Removal,
    RoundThreshold,
    SeatRange,
    Vacancy,
)
from governance.web.i18n import N_
from governance.web.ruleset_words.phrases import (
    colleges_words,
    days_words,
    part_words,
    roles_words,
    share_words,
    told_of,
    word,
)
from governance.web.ruleset_words.vocabulary import BODIES, MAJORITIES, YEARS

BASES = {
    Base.EXPRESSED: N_("des suffrages exprimés"),
    Base.CAST: N_("des votants"),
    Base.PRESENT_OR_REPRESENTED: N_("des présents et représentés"),
    Base.PRESENT: N_("des présents"),
    Base.ROLL: N_("de toutes les voix de l’association"),
}
TREATMENTS = {
    Treatment.IGNORED: N_("ne compte pas"),
    Treatment.EXPRESSED: N_("compte comme suffrage exprimé"),
    Treatment.AGAINST: N_("compte contre"),
}
TIES = {
    TieRule.REJECTED: N_("à égalité, la résolution est rejetée"),
    TieRule.CASTING_VOTE: N_("à égalité, la voix prépondérante décide"),
    TieRule.FAVOURABLE: N_("à égalité, la résolution est adoptée"),
    TieRule.ELDEST: N_("à égalité, la personne la plus âgée est élue"),
    TieRule.YOUNGEST: N_("à égalité, la personne la plus jeune est élue"),
    TieRule.LOT: N_("à égalité, le sort décide"),
    TieRule.RUNOFF: N_("à égalité, un second tour départage"),
    TieRule.RUNOFF_THEN_LOT: N_("à égalité, un second tour départage, puis le sort"),
    TieRule.LONGEST_MEMBERSHIP: N_("à égalité, le membre le plus ancien est élu"),
}
COUNTS = {
    "present": N_("présents"),
    "present_or_represented": N_("présents ou représentés"),
    "all_channels": N_("présents, représentés ou votant par correspondance"),
}
CONDITIONS = {
    "by_heads": N_("et %(share)s des membres, chacun comptant pour un"),
    "by_votes": N_("et %(share)s des voix"),
    "per_college": N_("et %(share)s dans chaque collège"),
    "participation": N_("et %(share)s de la liste a voté"),
    "blocking": N_("et %(share)s des voix contre suffit à bloquer"),
}
METHODS = {
    "uninominal": N_("scrutin uninominal"),
    "plurinominal": N_("scrutin plurinominal : les plus fortes voix l’emportent"),
    "list": N_("scrutin de listes"),
}
SEAT_METHODS = {
    "none": "",
    "highest_average": N_("à la plus forte moyenne"),
    "largest_remainder": N_("au plus fort reste"),
}
PARITIES = {
    "none": N_("aucune règle"),
    "aim": N_("un objectif"),
    "alternate": N_("listes alternées"),
    "share": N_("au moins une part de chaque sexe"),
}
FORMS = {
    "electronic": N_("formulaire en ligne"),
    "email": N_("courriel"),
    "post": N_("lettre"),
    "registered_post": N_("lettre recommandée"),
    "in_meeting": N_("en séance"),
}
VACANCIES = {
    "cooptation": N_("cooptation"),
    "by_election": N_("nouvelle élection"),
    "alternate": N_("le suppléant"),
    "none": N_("le siège reste vacant"),
}
SPLITTINGS = {
    "never": N_("jamais"),
    "secret_weighted": N_("dans les scrutins secrets où les poids diffèrent"),
    "always": N_("toujours possible"),
}


def quorum(rule: QuorumRule) -> list[str]:
    """Say how many must be there."""
    if rule.fraction is None:
        return [gettext("aucun : les statuts n’en exigent pas")]
    unit = gettext("des membres") if rule.of == "heads" else gettext("des voix")
    base = (
        gettext("à jour de cotisation")
        if rule.base == "good_standing"
        else gettext("de l’association")
    )
    more = gettext(" plus un") if rule.plus_one else ""
    return [f"{share_words(rule.fraction)}{more} {unit} {base}, {word(COUNTS, rule.count)}"]


def majority(rule: MajorityRule) -> list[str]:
    """Say what a decision needs."""
    reach = gettext("plus de") if rule.strict else gettext("au moins")
    said = [
        f"{reach} {share_words(rule.threshold)} {gettext(BASES[rule.base])}",
        *map(_condition, rule.conditions),
        gettext("le vote blanc %(treatment)s", treatment=gettext(TREATMENTS[rule.blank])),
        gettext("l’abstention %(treatment)s", treatment=gettext(TREATMENTS[rule.abstention])),
        gettext(TIES[rule.tie]),
    ]
    if rule.base is not Base.EXPRESSED:
        del said[-3:-1]  # against any other base, who does not vote for counts against
    if rule.fallback is not None:
        then = rule.fallback.then
        said.append(
            gettext(
                "si %(share)s de toutes les voix sont pour, on revote : %(rule)s",
                share=share_words(rule.fallback.reached),
                rule=gettext(MAJORITIES[then]) if then in MAJORITIES else then,
            )
        )
    return said


def _condition(condition: Condition) -> str:
    said = gettext(CONDITIONS[condition.kind], share=share_words(condition.share))
    return f"{said} ({colleges_words(condition.colleges)})" if condition.colleges else said


def tacit(found: Tacit | None) -> list[str]:
    """Say whether silence adopts."""
    if found is None:
        return [gettext("non prévue")]
    return [
        ngettext(
            "adopté si moins de %(num)s membre s’y oppose",
            "adopté si moins de %(num)s membres s’y opposent",
            found.opposers,
        )
    ]


def casting(found: CastingVote | None) -> list[str]:
    """Say who decides on a tie."""
    if found is None:
        return [gettext("personne")]
    open_only = [gettext("dans les votes publics seulement")] if found.open_only else []
    return [roles_words([found.role]), *open_only]


def secret_on_request(found: SecrecyRequest | None) -> list[str]:
    """Say who may ask for a secret vote."""
    if found is None:
        return [gettext("non prévu")]
    return [part_words(found.share, found.number, found.unit)]


def splitting(found: Splitting) -> list[str]:
    """Say when one right is cast as several ballots."""
    said = [word(SPLITTINGS, found.when)]
    if found.when != "never":
        said.append(ngettext("par %(num)s voix", "par %(num)s voix", found.unit))
    return said


def window(found: Window) -> list[str]:
    """Say when votes are taken."""
    if found.opens == "meeting":
        said = [gettext("pendant l’assemblée")]
    else:
        said = [gettext("ouvert %(days)s avant l’assemblée", days=days_words(found.days or 0))]
    if found.correspondence_days is not None:
        days = days_words(found.correspondence_days)
        said.append(gettext("par correspondance, reçu %(days)s avant", days=days))
    return said


def election(rule: ElectionRule) -> list[str]:
    """Say how people are elected."""
    method = [word(METHODS, rule.method)]
    if SEAT_METHODS[rule.seat_method]:
        method.append(word(SEAT_METHODS, rule.seat_method))
    rounds = ngettext("%(num)s tour", "%(num)s tours", rule.rounds)
    return [*method, rounds, *map(_round, enumerate(rule.thresholds, 1)), gettext(TIES[rule.tie])]


def _round(numbered: tuple[int, RoundThreshold]) -> str:
    place, threshold = numbered
    if threshold.share is None:
        return gettext("tour %(place)s : le plus de voix", place=place)
    reach = gettext("plus de") if threshold.strict else gettext("au moins")
    needed = f"{reach} {share_words(threshold.share)} {gettext(BASES[threshold.base])}"
    return gettext("tour %(place)s : %(needed)s", place=place, needed=needed)


def seats(found: SeatRange | None) -> list[str]:
    """Say how many seats there are."""
    if found is None:
        return [gettext("non fixés")]
    return [_range(found.min, found.max)]


def per_college(found: tuple[CollegeSeats, ...]) -> list[str]:
    """Say how many seats each college has."""
    return [told_of(colleges_words([one.college]), _college_seats(one)) for one in found] or [
        gettext("aucune répartition")
    ]


def _college_seats(one: CollegeSeats) -> str:
    if one.per_members is None:
        return _range(one.min, one.max)
    if one.per_members == 1:
        return gettext("un siège par membre, %(range)s", range=_range(one.min, one.max))
    said = {
        "complete": gettext("un siège par tranche entière de %(num)s membres", num=one.per_members),
        "started": gettext(
            "un siège par tranche commencée de %(num)s membres", num=one.per_members
        ),
    }
    return f"{said[one.slices]}, {_range(one.min, one.max)}"


def _range(least: int, most: int) -> str:
    if least == most:
        return ngettext("%(num)s siège", "%(num)s sièges", most)
    return gettext("de %(least)s à %(most)s sièges", least=least, most=most)


def parity(found: Parity) -> list[str]:
    """Say what is asked of the balance between the sexes."""
    said = [word(PARITIES, found.rule)]
    return said if found.share is None else [*said, share_words(found.share)]


def candidacy(found: Candidacy) -> list[str]:
    """Say how one stands for election."""
    said = [
        gettext(
            "%(days)s avant, par %(form)s",
            days=days_words(found.deadline_days),
            form=word(FORMS, found.form),
        )
    ]
    if found.fee_paid:
        said.append(gettext("cotisation payée : %(year)s", year=word(YEARS, found.fee_year)))
    if found.seniority_days:
        said.append(gettext("membre depuis %(days)s", days=days_words(found.seniority_days)))
    return said


def max_terms(found: int | None) -> list[str]:
    """Say how often one may be elected."""
    if found is None:
        return [gettext("sans limite")]
    return [ngettext("%(num)s au plus", "%(num)s au plus", found)]


def vacancy(found: Vacancy) -> list[str]:
    """Say what fills an empty seat."""
    said = [word(VACANCIES, found.method)]
    if found.most is not None:
        said.append(ngettext("%(num)s au plus", "%(num)s au plus", found.most))
    if found.method == "cooptation" and found.ratified:
        said.append(gettext("à confirmer par la prochaine assemblée"))
    if found.rest_of_term and found.method != "none":
        said.append(gettext("pour la fin du mandat"))
    if found.below is not None:
        said.append(gettext("élection en dessous de %(num)s membres", num=found.below))
    return said


def removal(found: Removal) -> list[str]:
    """Say how a director is removed."""
    name = gettext(MAJORITIES[found.majority]) if found.majority in MAJORITIES else found.majority
    said = [gettext("par : %(body)s, %(rule)s", body=gettext(BODIES[found.body]), rule=name)]
    if found.secret:
        said.append(gettext("au scrutin secret"))
    if found.off_agenda:
        said.append(gettext("même hors de l’ordre du jour"))
    if found.absences is not None:
        said.append(
            ngettext(
                "%(num)s absence sans excuse vaut démission",
                "%(num)s absences sans excuse valent démission",
                found.absences,
            )
        )
    return said
