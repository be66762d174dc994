"""Words about contacts, points, themes and regions: their lines of the journal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from governance.web.i18n import N_, short_date

JOURNAL = {
    "contact.added": N_("{name} : un contact est inscrit."),
    "contact.corrected": N_("{name} : la ligne d’un contact est corrigée."),
    "contact.ended": N_("{name} : un contact prend fin le {day}."),
    "contact.made-permanent": N_("{name} : le contact permanent change."),
    "expectation.closed": N_("{name} : une attente est close."),
    "expectation.noted": N_("{name} : une attente est notée."),
    "point.changed": N_("{name} : le point du {day} est corrigé."),
    "point.held": N_("{name} : point du {day} inscrit."),
    "point.step-added": N_("{name} : une suite s’ajoute au point du {day}."),
    "point.step-done": N_("{name} : une suite du point du {day} est faite."),
    "point.step-reopened": N_("{name} : une suite du point du {day} est de nouveau à faire."),
    "point.withdrawn": N_("{name} : le point du {day} est retiré."),
    "region.noted": N_("{name} : les dynamiques de la région sont réécrites."),
    "theme.added": N_("Thème ajouté : {label}."),
    "theme.chosen": N_("{name}, thèmes : {themes}."),
    "theme.retired": N_("Thème retiré : {label}."),
}


def _day(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"day": short_date(date.fromisoformat(facts["day"]))} if "day" in facts else {}


def _themes(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"themes": ", ".join(facts.get("themes", ())) or "—"}


WORDED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, object]]] = {
    "contact.ended": _day,
    **{kind: _day for kind in JOURNAL if kind.startswith("point.")},
    "theme.chosen": _themes,
}
