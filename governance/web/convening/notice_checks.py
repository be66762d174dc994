"""The red and green list in words: for each check, what is in order and what is not."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext

from governance.rules.notices import Check
from governance.rules.ruleset import Source
from governance.web.convening.call_words import told
from governance.web.convening.meeting_rooms import url_if
from governance.web.i18n import N_, long_date
from governance.web.messages import say
from governance.web.ruleset_words.chapters import label_of

CHECK_WORDS: Mapping[str, tuple[str, str]] = {  # code: green, red
    "notice.days": (
        N_("Envoyée {sending_on}, la convocation laisse {given} ; il en faut {required}."),
        N_(
            "Envoyée {sending_on}, la convocation ne laisserait que {given} avant "
            "l’assemblée ; il en faut {required}."
        ),
    ),
    "notice.convener": (
        N_("C’est {role} qui convoque, comme les statuts le permettent."),
        N_("Vous agissez pour {role} : seuls peuvent convoquer {allowed}."),
    ),
    "notice.place": (
        N_("Les membres savent où venir : {where}."),
        N_("Ni lieu ni lien à distance : les membres ne sauraient pas où venir."),
    ),
    "notice.remote": (
        N_("La participation à distance est admise : son lien figure dans la convocation."),
        N_("Un lien à distance est donné, alors que participer à distance n’est pas admis."),
    ),
    "notice.agenda": (
        N_("L’ordre du jour est écrit : {items}."),
        N_("L’ordre du jour est vide : l’assemblée ne pourrait rien décider."),
    ),
    "notice.texts": (
        N_("Chaque résolution a le texte qui sera mis aux voix."),
        N_("Il manque le texte mis aux voix : {positions}."),
    ),
    "notice.majorities": (
        N_("La majorité de chaque vote est connue des statuts."),
        N_("Majorité inconnue des statuts : {positions}."),
    ),
    "notice.secrecy": (
        N_("Les votes que les statuts veulent secrets le sont."),
        N_("Les statuts demandent le secret, et le vote serait public : {positions}."),
    ),
    "notice.seats": (
        N_("Le nombre de sièges à pourvoir est dit pour chaque élection."),
        N_("Le nombre de sièges à pourvoir manque : {positions}."),
    ),
    "notice.candidates": (
        N_("Il y a au moins autant de candidatures que de sièges."),
        N_("Moins de candidatures que de sièges : {positions}. Des sièges resteraient vacants."),
    ),
    "notice.scrutineer": (
        N_("Le bureau de vote est prêt pour les votes secrets."),
        N_(
            "Aucune clé de scrutateur pour les votes secrets ({positions}) : elle doit être "
            "faite avant leur ouverture."
        ),
    ),
    "notice.one-voice": (
        N_("Aucun classement ne pèse plusieurs voix."),
        N_(
            "Un classement ou des mentions ne portent qu’une voix par bulletin, et {count} en "
            "portent un autre nombre ({positions}). Choisissez des cases à cocher ou des listes, "
            "qui pèsent toutes les voix, ou un vote public."
        ),
    ),
    "notice.voices": (
        N_("Les voix de chaque membre se comptent."),
        N_("Les voix ne peuvent être comptées : {why}"),
    ),
    "notice.bounds": (
        N_("Chaque collège a la part des voix que disent les statuts."),
        N_("La part des collèges n’est pas celle des statuts : {why}"),
    ),
    "notice.figures": (
        N_("Les chiffres dont dépendent les voix sont connus."),
        N_("Les voix de {count} dépendent de chiffres que le registre ne donne pas {figures_on}."),
    ),
    "notice.not-applied": (
        N_("Plénière applique chaque règle que dit un texte de l’association."),
        N_("Plénière n’applique pas encore cette règle, à vérifier par vous : {rule}."),
    ),
    "notice.urgent": (
        N_("Convocation en urgence, pour ce motif : {reason}"),
        N_("Les statuts ne connaissent pas d’urgence : retirez le motif."),
    ),
    "notice.asked": (
        N_("Réunion demandée par des membres assez nombreux : {members} membres, {votes} voix."),
        N_(
            "Ceux qui demandent la réunion ne sont pas assez nombreux pour la convoquer : "
            "{members} membres, {votes} voix."
        ),
    ),
    "notice.second-call": (
        N_("Deuxième convocation : la première réunion était {first_on}."),
        N_("{said}"),
    ),
    "notice.due": (
        N_("Chaque point demandé de droit par des membres est à l’ordre du jour."),
        N_("{count} demandés de droit par des membres manquent à l’ordre du jour."),
    ),
    "notice.recipients": (
        N_("Le registre donne {recipients} à convoquer."),
        N_("Le registre ne donne aucun membre à convoquer."),
    ),
    "notice.addresses": (
        N_("Chaque membre a une adresse e-mail."),
        N_("{count} sans adresse e-mail : à convoquer par courrier, ou à compléter au registre."),
    ),
    "notice.papers": (
        N_("Aucun document annoncé ne manque."),
        N_("Documents annoncés, mais absents : {papers}."),
    ),
    "notice.assumed": (
        N_("Chaque règle appliquée vient d’un texte de l’association."),
        N_("{count} reposent sur une hypothèse : faites-les confirmer par les statuts."),
    ),
}
CONVENERS = {
    "chair": N_("la présidence"),
    "secretary": N_("le secrétariat"),
    "treasurer": N_("la trésorerie"),
    "board": N_("le conseil d’administration"),
    "administrator": N_("l’administration du site"),
    "members": N_("les membres qui le demandent"),
}
RETIRED_WORDS: Mapping[str, tuple[str, str]] = {  # no longer looked at; notices sent then keep them
    "notice.whole-voices": (
        N_("Chaque droit de vote pèse un nombre entier de voix."),
        N_("Sous ces statuts, des membres auraient des fractions de voix."),
    ),
}
CORRECTED_AT = {  # where a red line is put right
    "notice.asked": "calls.show",
    "notice.days": "meetings.edit",
    "notice.due": "item_requests.of_meeting",
    "notice.second-call": "meetings.edit",
    "notice.urgent": "calls.show",
    "notice.place": "meetings.edit",
    "notice.remote": "meetings.edit",
    "notice.agenda": "agenda.index",
    "notice.texts": "agenda.index",
    "notice.majorities": "agenda.index",
    "notice.secrecy": "agenda.index",
    "notice.seats": "agenda.index",
    "notice.candidates": "agenda.index",
    "notice.scrutineer": "office.show",
    "notice.one-voice": "agenda.index",
    "notice.voices": "rulesets.index",
    "notice.bounds": "members.index",
    "notice.figures": "traits.index",
    "notice.not-applied": "rulesets.index",
    "notice.papers": "papers.index",
    "notice.recipients": "members.index",
    "notice.addresses": "members.index",
    "notice.assumed": "rulesets.index",
}
CORRECT = N_("Corriger")
LOOKED_AT = {
    "notice.assumed": N_("Voir les règles"),
    "notice.voices": N_("Voir les règles"),
    "notice.bounds": N_("Voir le registre"),
    "notice.not-applied": N_("Voir les règles"),
    "notice.figures": N_("Compléter"),
    "notice.addresses": N_("Compléter"),
    "notice.scrutineer": N_("Faire la clé"),
}
OF_A_MEETING = ("meetings.", "agenda.", "office.", "calls.", "item_requests.of_meeting", "papers.")
NAMING = ("notice.addresses", "notice.due", "notice.one-voice", "notice.figures")
REMEDIES = {
    "notice.bounds": N_(
        "Inscrivez les membres et les chiffres qui manquent, ou faites changer par l’assemblée la "
        "règle qui compte les voix ou celle qui fixe cette part."
    ),
    "notice.voices": N_(
        "Corrigez le chiffre en cause au registre, ou dites dans les règles comment arrondir."
    ),
}
SHOWN = 8  # names listed before « et 12 autres »


def lines(
    checks: Iterable[Check], *, where: str, meeting_id: int, may_correct: bool
) -> list[dict[str, object]]:
    """Return the checks as ``ui.checklist`` takes them, each a sentence with its figures.

    Args:
        where: place and link of the meeting, as one says them.
    """
    return [
        {
            "ok": check.ok,
            "blocking": check.blocking,
            "text": check_sentence(check, where),
            "detail": _detail(check),
            "clause": check.clause,
            "source": check.source.value,
            "url": _correction(check, meeting_id) if may_correct and not check.ok else None,
            "url_label": gettext(LOOKED_AT.get(check.code, CORRECT)),
        }
        for check in checks
    ]


def check_sentence(check: Check, where: str = "") -> str:
    """Return the sentence of one check, green or red."""
    green, red = CHECK_WORDS.get(check.code) or RETIRED_WORDS[check.code]
    if check.code == "notice.remote" and not check.facts.get("has_link"):
        return gettext("Aucune participation à distance n’est annoncée.")
    if check.code == "notice.scrutineer" and not check.facts.get("positions"):
        return gettext("Aucun vote secret n’est prévu : pas de clé à préparer.")
    facts = {name: _word(name, value, check) for name, value in check.facts.items()}
    if "refusal" in check.facts:
        facts["said"] = told(str(check.facts["refusal"]), check.facts)
    if "why" in check.facts:
        facts["why"] = say(str(check.facts["why"]), check.facts["told"])  # type: ignore[arg-type]
    if "path" in facts:
        facts["rule"] = label_of(facts["path"])
    return gettext(green if check.ok else red).format_map(_Told(facts | {"where": where}))


class _Told(dict[str, Any]):
    """The facts of a sentence; one that a notice sent long ago did not keep yet is left open."""

    def __missing__(self, name: str) -> str:
        return "…"


def read_kept(kept: Mapping[str, Any]) -> Check:
    """Return a check as the notice kept it when it left."""
    return Check(
        kept["code"],
        kept["ok"],
        kept["blocking"],
        kept["clause"],
        Source(kept["source"]),
        kept["facts"],
    )


def _word(name: str, value: Any, check: Check) -> str:
    """Return one fact as one reads it."""
    write = FACTS.get(name)
    if name == "given":
        return _days(int(value), str(check.facts["counting"]))
    if name == "count":
        return _count(check.code, int(value))
    return write(value) if write else str(value)


def _days(count: int, counting: str) -> str:
    if counting == "clear":
        return ngettext("%(num)d jour franc", "%(num)d jours francs", count)
    if counting == "business":
        return ngettext("%(num)d jour ouvré", "%(num)d jours ouvrés", count)
    return ngettext("%(num)d jour", "%(num)d jours", count)


def _count(code: str, count: int) -> str:
    if code == "notice.due":
        return ngettext("%(num)d point", "%(num)d points", count)
    if code == "notice.assumed":
        return ngettext("%(num)d règle", "%(num)d règles", count)
    return ngettext("%(num)d membre", "%(num)d membres", count)


def _positions(numbers: list[int]) -> str:
    listed = ", ".join(str(one) for one in numbers)
    return ngettext("point %(listed)s", "points %(listed)s", len(numbers), listed=listed)


def _on(day: str) -> str:
    return gettext("le %(day)s", day=long_date(date.fromisoformat(day)))


def _convener(role: str) -> str:
    return gettext(CONVENERS[role]) if role in CONVENERS else role


FACTS: Mapping[str, Callable[[Any], str]] = {
    "sending_on": _on,
    "meeting_on": _on,
    "first_on": _on,
    "latest_day": _on,
    "figures_on": lambda day: gettext("au %(day)s", day=long_date(date.fromisoformat(day))),
    "role": _convener,
    "allowed": lambda roles: gettext(" et ").join(_convener(role) for role in roles),
    "items": lambda count: ngettext("%(num)d point", "%(num)d points", count),
    "recipients": lambda count: ngettext("%(num)d membre", "%(num)d membres", count),
    "positions": _positions,
    "papers": ", ".join,
}


def _detail(check: Check) -> str:
    """Return the second line: the last day for sending, or the names behind a number."""
    facts = check.facts
    if check.code == "notice.days":
        last = _on(str(facts["latest_day"]))
        if check.ok:
            day = long_date(date.fromisoformat(str(facts["latest_day"])))
            return gettext("Elle peut partir jusqu’au %(day)s inclus.", day=day)
        return gettext("Il fallait l’envoyer %(day)s au plus tard : déplacez la date.", day=last)
    if check.code in REMEDIES and not check.ok:
        return gettext(REMEDIES[check.code])
    if check.code in NAMING and not check.ok:
        names = list(facts["names"])  # type: ignore[call-overload]
        rest = len(names) - SHOWN
        shown = ", ".join(names[:SHOWN])
        if rest > 0:
            more = ngettext("et %(num)d autre", "et %(num)d autres", rest)
            return f"{shown} {more}"
        return shown
    return ""


def _correction(check: Check, meeting_id: int) -> str | None:
    endpoint = CORRECTED_AT.get(check.code)
    if endpoint is None:
        return None
    if endpoint.startswith(OF_A_MEETING):
        return url_if(endpoint, meeting_id=meeting_id)
    return url_if(endpoint)
