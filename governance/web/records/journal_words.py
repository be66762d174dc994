"""The journal in words: one sentence per kind of act; a kind nobody named shows its own code."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol

from flask_babel import gettext

from governance.models.attendance import Movement
from governance.models.notices import Answer
from governance.web.dues.dues_words import cents_words, renewal_word
from governance.web.i18n import N_, clock, euros, short_date
from governance.web.membership import register_words
from governance.web.relations import relation_words

SENTENCES = {
    "account.authenticator-enrolled": N_("Téléphone d’authentification enregistré : {name}."),
    "account.authenticator-forgotten": N_("Téléphone d’authentification oublié : {name}."),
    "account.created": N_("Compte ouvert : {name}."),
    "account.disabled": N_("Compte fermé : {name}."),
    "account.password-changed": N_("Mot de passe changé : {name}."),
    "account.password-set": N_("Mot de passe choisi : {name}."),
    "account.signed-in": N_("Entrée avec mot de passe et code : {name}."),
    "agenda.changed": N_("Ordre du jour modifié, point {item} : {title}."),
    "answer.given": N_("{name} a répondu à la convocation : {answer}."),
    "attendance.arrived": N_("Arrivée de {name}, {mode}."),
    "attendance.left": N_("Départ de {name}."),
    "call.asked": N_("Réunion demandée par : {reason}."),
    "call.not-asked": N_("La réunion n’est plus demandée par des membres."),
    "call.not-urgent": N_("La convocation n’est plus urgente."),
    "call.second": N_(
        "Deuxième convocation préparée, à la place de : {first}. Points : {items}, pouvoirs de la "
        "première réunion : {proxies} ({kept})."
    ),
    "call.urgent": N_("Convocation en urgence. Motif : {reason}"),
    "contest.accepted": N_("Contestation de la liste électorale admise : {name}."),
    "contest.raised": N_("Liste électorale contestée pour {name}."),
    "contest.refused": N_("Contestation de la liste électorale rejetée : {name}. {clause}"),
    "contest.withdrawn": N_("Contestation de la liste électorale retirée : {name}."),
    "credential.authority-chosen": N_("Codes de vote : ils sont faits par {name}."),
    "credential.authority-destroyed": N_(
        "{name} déclare avoir détruit ses codes privés. Codes : {count}."
    ),
    "credential.codes-destroyed": N_("Codes de vote détruits {when}. Codes : {count}."),
    "credential.lists-taken": N_(
        "Codes publics reçus de l’autorité. Droits : {rights}, scrutins : {elections}."
    ),
    "credential.issued": N_("Codes de vote remis. Membres : {number}, scrutins : {elections}."),
    "decryption.added": N_("Dépouillement du point {position} : part n° {number} remise."),
    "bank.imported": N_("Relevé bancaire lu : {file}. Sommes reçues : {count}."),
    "bank.set-aside": N_("Somme reçue le {day} écartée : elle ne paie pas de cotisation."),
    "bank.taken-back": N_("Somme reçue le {day} reprise."),
    "bank.undone": N_("Relevé bancaire annulé : {file}. Règlements contre-passés : {count}."),
    "dues.call-issued": N_("{name} : appel de cotisation {reference} émis, {amount}."),
    "dues.call-sent": N_("{name} : appel de cotisation {reference} envoyé à {recipient}."),
    "dues.reminded": N_("{name} : appel {reference}, relance n° {reminder} à {recipient}."),
    "dues.paper-sent": N_("{name} : document {paper} envoyé à {recipient}."),
    "dues.renewal-told": N_("{name} : {answer}, de {first} à {last}. {reason}"),
    "dues.schedule-changed": N_("Barème {year} modifié, version {version}. Source : {source}."),
    "dues.schedule-made": N_("Barème {year} enregistré. Source : {source}."),
    "dues.terms-changed": N_("Compte des cotisations : {holder}, {iban}."),
    "paper.announced": N_("Document annoncé : {title}. Empreinte : {sha256}."),
    "paper.withdrawn": N_("Document qui n’est plus annoncé : {title}."),
    "payment.entered": N_("{name} : règlement de {sum} reçu le {day}, cotisation {year}."),
    "payment.reversed": N_("{name} : règlement annulé ({sum}), cotisation {year}. {reason}"),
    "dues.called": N_("Cotisations {year} appelées : {count}."),
    "dues.changed": N_("{name} : cotisation {year}, de {before} à {after}."),
    "export.taken": N_("Export ouvert : toutes les données ont été téléchargées."),
    "incident.noted": N_("Incident noté : {text}"),
    "item.discussed": N_("Débat du point {position} : {text}"),
    "item-request.added": N_("Point demandé par des membres, inscrit en {position} : {title}."),
    "item-request.asked": N_("Point demandé par des membres ({members}) : {title}."),
    "item-request.refused": N_("Point demandé par des membres, écarté : {title}. {clause}"),
    "item-request.supported": N_("Point soutenu par {members} membres de plus : {title}."),
    "item-request.withdrawn": N_("Point demandé, puis repris : {title}."),
    "meeting.closed": N_("L’assemblée est close."),
    "meeting.convened": N_("Convocation envoyée par {convener}. Destinataires : {recipients}."),
    "meeting.created": N_("Assemblée préparée : {title}."),
    "meeting.edited": N_("Assemblée modifiée : {title}."),
    "meeting.opened": N_("L’assemblée est ouverte. Présidence : {chair}."),
    "member.added": N_("{name} entre au registre."),
    "member.changed": N_("{name} : {changes}."),
    "mandates.ended": N_("Mandats qui prennent fin le {day} : {count}. {reason}"),
    "member.left": N_("{name} a quitté l’association."),
    "member.looked-again": N_("{name} et {other} : de nouveau proposés comme un seul membre."),
    "member.merged": N_("{other} est réuni à {name} : c’était un doublon."),
    "member.paper-added": N_("Pièce déposée pour {name} : {title}."),
    "member.paper-withdrawn": N_("Pièce de {name} retirée : {title}."),
    "member.readmitted": N_("{name} est de nouveau membre."),
    "member.stayed": N_("{name} n’était pas parti : l’inscription du départ est annulée."),
    "member.told-apart": N_("{name} et {other} se ressemblent, et sont deux membres."),
    "member.unmerged": N_("{other} et {name} sont de nouveau deux membres."),
    "minutes.published": N_("Procès-verbal publié, version {number}."),
    "minutes.saved": N_("Procès-verbal enregistré, version {number}."),
    "notice.resent": N_("Convocation renvoyée à {name}."),
    "office.form-chosen": N_("Bureau de vote : {form}. Les clés des scrutateurs sont à faire."),
    "office.key-made": N_("Bureau de vote : clé n° {number} créée par {holder}."),
    "office.ready": N_("Bureau de vote : clé partagée prête, {needed} parts sur {size} suffisent."),
    "office.rehearsed": N_("Bureau de vote : répétition réussie, clé n° {number}."),
    "office.step": N_("Bureau de vote : clé n° {number}, étape {step} sur 3 par {holder}."),
    "person.looked-again": N_("{name} et {other} : de nouveau proposées comme une personne."),
    "person.merged": N_("{other} et {name} sont une même personne : fiches réunies."),
    "person.told-apart": N_("{name} et {other} se ressemblent, et sont deux personnes."),
    "person.unmerged": N_("{other} et {name} sont de nouveau deux personnes."),
    "poll.announced": N_("Résultat du point {position} proclamé : {title}."),
    "poll.closed": N_("Scrutin du point {position} clos. Votants : {voters}."),
    "poll.lot-committed": N_(
        "Point {position} : graine du tirage au sort engagée, empreinte {commitment}."
    ),
    "poll.mixing-ended": N_("Mélange du point {position} terminé. Mélanges : {mixers}."),
    "poll.tied": N_("Point {position} : égalité à départager entre {names}."),
    "candidacy.called": N_("Appel à candidatures ouvert, point {position} : {title}."),
    "candidacy.listed": N_("Bulletin du point {position} : {names}. {clause}"),
    "candidacy.received": N_("Candidature de {name}, point {position}."),
    "candidacy.sexes-noted": N_("Parité : sexe des candidatures noté, point {position}."),
    "candidacy.withdrawn": N_("Candidature de {name} retirée, point {position}."),
    "term.coopted": N_("{name} est coopté à la place de {in_place_of}, jusqu’au {until}."),
    "term.draw-committed": N_(
        "Premiers sortants ({body}) : empreinte du tirage publiée, entre {names}. {commitment}"
    ),
    "term.drawn": N_("Premiers sortants ({body}) : graine {seed}, ordre de sortie : {names}."),
    "term.elected": N_("Mandats inscrits ({body}) : {names}, jusqu’au {until}."),
    "term.ended": N_("Le mandat de {name} ({body}) a pris fin le {day}."),
    "term.kept": N_("{name} garde son mandat ({body}) : la révocation est rejetée."),
    "term.ratified": N_("La cooptation de {name} ({body}) est ratifiée le {day}."),
    "term.removal-raised": N_("Révocation de {name} demandée en séance, point {item}."),
    "election.round-called": N_("Point {first} : nouveau tour, point {position}, entre {names}."),
    "poll.tie-settled": N_("Point {position} : égalité départagée."),
    "shuffle.added": N_("Mélange du point {position} : part n° {number} remise."),
    "poll.made-secret": N_("Le scrutin du point {position} sera secret."),
    "poll.opened": N_("Scrutin du point {position} ouvert : {title}."),
    "privacy.access-given": N_("Données détenues remises à la personne n° {person}."),
    "privacy.destroyed": N_(
        "Données arrivées à échéance détruites : {count}, procès-verbal n° {destruction}."
    ),
    "capacity.chosen": N_("{person} vote en qualité de {member}, et à ce seul titre."),
    "interest.declared": N_("Point {position} : {name} déclare un intérêt personnel."),
    "interest.withdrawn": N_("Point {position} : déclaration d’intérêt de {name} retirée."),
    "poll.secrecy-asked": N_(
        "Point {position} : scrutin secret demandé, {asked} sur {base}, il en fallait {needed}."
    ),
    "proxy.blank-given": N_("{principal} donne pouvoir sans nommer de mandataire."),
    "proxy.blank-withdrawn": N_("Le pouvoir en blanc de {principal} est retiré."),
    "proxy.distributed": N_(
        "Pouvoirs en blanc répartis. Donnés : {given}, refusés : {refused}. Ordre : {order}."
    ),
    "proxy.given": N_("{principal} donne pouvoir à {holder}."),
    "proxy.withdrawn": N_("Le pouvoir de {principal} à {holder} est retiré."),
    "proxy.not-kept": N_("Le pouvoir de {principal} à {holder} n’est pas repris."),
    "quorum.failed": N_("Défaut de quorum constaté : {counted} sur les {required} nécessaires."),
    "register.import-undone": N_("Import du fichier {file} annulé. Membres : {count}."),
    "register.imported": N_(
        "Fichier {file} importé. Créés : {created}, modifiés : {changed}, inchangés : {unchanged}."
    ),
    "request.accepted": N_("Correction proposée pour {name} acceptée."),
    "request.asked": N_("Correction proposée pour {name}."),
    "request.refused": N_("Correction proposée pour {name} refusée : {reason}"),
    "request.withdrawn": N_("Correction proposée pour {name} retirée."),
    "roll.closed": N_(
        "Liste électorale arrêtée à la date que veulent les statuts. Lignes : {lines}, ajoutées : "
        "{added}, changées : {changed}."
    ),
    "roll.frozen": N_("Liste électorale arrêtée. Lignes : {lines}."),
    "ruleset.chosen": N_("Règles choisies : {name}, version {version}."),
    "ruleset.draft-discarded": N_("Brouillon de statuts jeté (d’après {based_on})."),
    "ruleset.draft-started": N_("Brouillon de statuts commencé d’après {based_on}."),
    "ruleset.published": N_("Statuts saisis et publiés : {name}, version {version}."),
    "ruleset.installed": N_("Règles installées : {name}, version {version}."),
} | relation_words.JOURNAL
MODES = {Movement.ONSITE: N_("sur place"), Movement.ONLINE: N_("à distance")}
ANSWERS = {
    Answer.PRESENT: N_("présent"),
    Answer.REMOTE: N_("à distance"),
    Answer.PROXY: N_("donne pouvoir"),
    Answer.ABSENT: N_("absent"),
}
COLOURS = {"poll": "poll", "decryption": "poll", "incident": "incident"}


class Line(Protocol):
    """A line of the journal, as far as a page tells it."""

    at: datetime
    actor: str
    kind: str
    facts: dict[str, Any]


def timeline(lines: Iterable[Line]) -> list[dict[str, str]]:
    """Return lines of the journal as ``ui.timeline`` takes them."""
    return [
        {
            "at": f"{short_date(line.at)}, {clock(line.at)}",
            "iso": line.at.isoformat(),
            "text": sentence(line.kind, line.facts),
            "by": line.actor,
            "kind": COLOURS.get(line.kind.partition(".")[0], ""),
        }
        for line in lines
    ]


def sentence(kind: str, facts: Mapping[str, Any]) -> str:
    """Return what a line says."""
    if kind not in SENTENCES:
        return kind
    return gettext(SENTENCES[kind]).format_map(_Places(_worded(kind, facts)))


def _worded(kind: str, facts: Mapping[str, Any]) -> dict[str, object]:
    words = WORDED.get(kind)
    days = {name: _day(facts[name]) for name in DAYS & facts.keys()}
    return dict(facts) | days | (words(facts) if words else {})


def _day(value: object) -> object:
    try:
        return short_date(date.fromisoformat(str(value)))
    except ValueError:
        return value


def _answer(facts: Mapping[str, Any]) -> dict[str, object]:
    answer = str(facts.get("answer"))
    return {"answer": gettext(ANSWERS[Answer(answer)]) if answer in set(Answer) else answer}


def _mode(facts: Mapping[str, Any]) -> dict[str, object]:
    mode = str(facts.get("mode"))
    return {"mode": gettext(MODES[Movement(mode)]) if mode in set(MODES) else mode}


def _dues(facts: Mapping[str, Any]) -> dict[str, object]:
    return {name: register_words.dues(facts.get(name))[1] for name in ("before", "after")}


def _renewal(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"answer": renewal_word(str(facts.get("answer")))}


def _recipient(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"recipient": facts.get("recipient") or gettext("son contact permanent")}


def _call(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"amount": euros(facts.get("amount"))}


def _payment(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"sum": cents_words(facts.get("cents"))}


def _changes(facts: Mapping[str, Any]) -> dict[str, object]:
    told = [_change(*change) for change in facts.get("changes", ())]
    return {"changes": " ; ".join(told)}


def _change(field: str, before: str, after: str) -> str:
    label = register_words.field(FIELDS.get(field, field))
    if not before and not after:
        return gettext("%(label)s modifiée", label=label)
    shown = [register_words.value(field, text, {}) for text in (before, after)]
    return f"{label} {shown[0]} → {shown[1]}"


def _issued(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"number": len(facts.get("members", ()))}


def _destroyed(facts: Mapping[str, Any]) -> dict[str, object]:
    if facts.get("moment") == "close":
        return {"when": gettext("à la clôture de l’assemblée")}
    return {"when": gettext("à l’ouverture du scrutin du point %(n)s", n=facts.get("position"))}


def _form(facts: Mapping[str, Any]) -> dict[str, object]:
    kind = str(facts.get("form"))
    words = {
        "server": gettext("la clé du serveur, seule"),
        "all": gettext("toutes les clés, celle du serveur et celle de chaque scrutateur"),
        "threshold": gettext(
            "la clé du serveur et %(needed)s parts sur %(size)s (%(holders)s)",
            needed=facts.get("threshold"),
            size=facts.get("size"),
            holders=facts.get("holders"),
        ),
    }
    return {"form": words.get(kind, kind)}


def _second_call(facts: Mapping[str, Any]) -> dict[str, object]:
    return {"kept": gettext("conservés") if facts.get("kept") else gettext("non conservés")}


DAYS = {"day", "until"}  # facts that are written as days
FIELDS = {"self": "person"}
WORDED: Mapping[str, Callable[[Mapping[str, Any]], dict[str, object]]] = {
    "answer.given": _answer,
    "call.second": _second_call,
    "attendance.arrived": _mode,
    "credential.codes-destroyed": _destroyed,
    "credential.issued": _issued,
    "dues.call-issued": _call,
    "dues.changed": _dues,
    "dues.call-sent": _recipient,
    "dues.paper-sent": _recipient,
    "dues.reminded": _recipient,
    "dues.renewal-told": _renewal,
    "payment.entered": _payment,
    "payment.reversed": _payment,
    "member.changed": _changes,
    "office.form-chosen": _form,
    **relation_words.WORDED,
}


class _Places(dict[str, object]):
    """A fact that an older line lacks shows a dash."""

    def __missing__(self, key: str) -> str:
        return "—"
