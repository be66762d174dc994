"""The words of dues on pages: sums, means of payment."""

from datetime import date

from flask_babel import gettext, ngettext

from governance.documents.dues import euros_and_cents
from governance.models.payments import Means
from governance.rules.fees import Fee
from governance.services.dues.dues_remarks import Remark
from governance.web.i18n import N_, short_date

MEANS = {
    Means.TRANSFER: N_("Virement"),
    Means.PUBLIC_ORDER: N_("Mandat administratif"),
    Means.CHEQUE: N_("Chèque"),
    Means.CARD: N_("Carte"),
    Means.CASH: N_("Espèces"),
    Means.OTHER: N_("Autre moyen"),
}

FEES = {
    "fees.negotiated": N_("montant négocié, celui de l’an dernier"),
    "fees.floor": N_("plancher, à négocier"),
    "fees.budget": N_("selon son budget"),
    "fees.held": N_("tarif inscrit au registre"),
    "fees.category": N_("tarif de sa catégorie"),
    "fees.unknown": N_("aucun tarif ne s’applique : à fixer"),
}


def fee_words(fee: Fee) -> str:
    """Return why a member is asked that amount."""
    why = gettext(FEES[fee.why])
    if fee.months == 12:
        return why
    part = ngettext("pour %(num)s mois", "pour %(num)s mois", fee.months)
    return gettext("%(why)s, %(part)s", why=why, part=part)


REMARKS = {
    "remarks.waived": N_("Cotisation {year} exonérée par décision : {by}. {reason}"),
    "remarks.partly": N_("Cotisation {year} payée en partie : {received} reçus, reste {missing}."),
    "remarks.called": N_("Cotisation {year} appelée (n° {reference}), à régler avant le {due_on}."),
    "remarks.engaged": N_("Le membre s’est engagé de {first} à {last}. {reason}"),
    "remarks.cannot": N_(
        "Le membre dit ne pas pouvoir renouveler de {first} à {last} : {reason} Il reste membre "
        "jusqu’à son départ, et vote selon la règle."
    ),
}


def remark_words(remark: Remark) -> str:
    """Return what explains a member's dues beside the rule."""
    told = {name: _fact(name, fact) for name, fact in remark.facts.items()}
    return gettext(REMARKS[remark.code]).format(**told).strip()


def _fact(name: str, fact: object) -> str:
    if isinstance(fact, date):
        return short_date(fact)
    if name in ("received", "missing") and isinstance(fact, int):
        return euros_and_cents(fact)
    text = str(fact)
    return f"{text.rstrip('.')}." if name == "reason" and text else text


def renewal_word(answer: str) -> str:
    """Return what a member said of the years to come."""
    words = {"engaged": gettext("s’engage"), "cannot": gettext("ne peut renouveler")}
    return words.get(answer, answer)


def cents_words(value: int | None) -> str:
    """Return « 1 234,50 € », or a dash where nothing is known."""
    return "—" if value is None else euros_and_cents(value)


def means_word(means: str) -> str:
    """Return how a sum was paid."""
    return gettext(MEANS[Means(means)])
