"""How to give a proxy (mode d'emploi du pouvoir), as the notice tells it under its bylaws."""

from governance.rules.ruleset import Deposit, RuleSet

SCOPES = {
    "same_college": "un autre membre de votre collège",
    "same_category": "un autre membre de votre catégorie",
    "any_member": "un autre membre",
    "family": "un autre membre ou à un proche",
    "third_party": "la personne de votre choix",
}
FORMS = {
    "electronic": "depuis votre lien personnel",
    "signed_paper": "en remettant à l’accueil le formulaire ci-dessous, signé",
    "email": "par courriel",
    "registered_post": "par lettre recommandée",
}
BLANKS = {
    "president": "S’il ne nomme personne, il revient à la présidence.",
    "board_recommendation": "S’il ne nomme personne, il vote comme le conseil le recommande.",
    "share": "S’il ne nomme personne, il est confié à l’un des présents.",
}
INSTRUCTIONS = {
    "optional": "Vous pouvez y dire comment voter.",
    "mandatory": "Il dit comment voter sur chaque point.",
}


def how_to_proxy(rules: RuleSet) -> str:
    """Return how a proxy is given, until when, and what ends it; nothing where there is none."""
    proxy = rules.proxy
    if not proxy.allowed.value:
        return ""
    ways = " ou ".join(FORMS[form] for form in proxy.form.value)
    told = [
        f"Vous pouvez donner pouvoir à {SCOPES[proxy.scope.value]}, {ways}.",
        _until(proxy.deposit_deadline.value),
        INSTRUCTIONS.get(proxy.instructions.value, ""),
        BLANKS.get(proxy.blank.value, ""),
        _end(rules),
    ]
    return " ".join(part for part in told if part)


def has_form(rules: RuleSet) -> bool:
    """Say whether the notice carries a form to sign."""
    return rules.proxy.allowed.value and "signed_paper" in rules.proxy.form.value


def _until(deadline: Deposit) -> str:
    if deadline.until == "hours_before":
        return f"Il est reçu jusqu’à {deadline.hours or 0} heures avant la réunion."
    if deadline.until == "opening":
        return "Il est reçu jusqu’à l’ouverture de la séance."
    return "Il est reçu jusqu’à l’ouverture de chaque vote."


def _end(rules: RuleSet) -> str:
    taken_back = (
        "Il se reprend à tout moment"
        if rules.proxy.revocation.value == "until_vote"
        else "Il se reprend jusqu’à l’ouverture de la séance"
    )
    comes = (
        "votre arrivée l’annule"
        if rules.proxy.on_presence.value == "cancels"
        else "il tient même si vous venez"
    )
    return f"{taken_back}\u202f; {comes}."
