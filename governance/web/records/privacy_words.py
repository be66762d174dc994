"""The words of personal data: register of processing (article 30), schedule, subjects."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext, ngettext

from governance.documents.open_export import of_table
from governance.rules.retention import Keeping
from governance.web.i18n import N_, clock, short_date
from governance.web.membership import history_words, register_words

SCHEDULE = {
    "person": N_("Nom et adresse d’une personne qui n’agit plus pour aucun membre"),
    "individual": N_("Nom d’un ancien membre, personne physique"),
    "contact": N_("Interlocuteurs d’un ancien membre, ou remplacés"),
    "account": N_("Nom, adresse et secrets d’un compte fermé"),
    "attendees": N_("Personnes présentes à un point avec un membre"),
    "point": N_("Points tenus avec un ancien membre, et leurs suites"),
    "expectation": N_("Attentes d’un ancien membre"),
    "recipient": N_("Destinataire et texte des relances de cotisation"),
    "paper": N_("Pièces d’un ancien membre"),
    "notice": N_("Adresse et objet des convocations envoyées"),
    "server-key": N_("Clé du serveur d’un bureau de vote, après la clôture de l’assemblée"),
    "contest": N_("Texte des contestations, après la réponse"),
    "candidacy": N_("Présentation et sexe donnés par les candidatures"),
    "request": N_("Texte des corrections proposées, après la réponse"),
    "import": N_("Contenu des fichiers importés"),
    "letter": N_("Adresse, objet et texte des autres messages"),
    "link": N_("Liens de connexion utilisés, révoqués ou expirés"),
    "attempt": N_("Traces des essais de connexion"),
}
SUBJECTS = {  # by table, and the two that are none
    "access_link": N_("Liens de connexion"),
    "account": N_("Compte"),
    "account_role": N_("Rôles du compte"),
    "acts": N_("Actes au journal : les siens, et ceux qui la concernent"),
    "attendance_event": N_("Présences aux assemblées"),
    "bank_line": N_("Virements reçus pour ses cotisations"),
    "blank_proxy": N_("Pouvoirs qu’elle a donnés sans nommer personne"),
    "candidate": N_("Candidatures à son nom"),
    "candidacy": N_("Candidatures qu’elle a déposées"),
    "capacity_choice": N_("Qualité qu’elle a choisie, agissant à plusieurs titres"),
    "change_request": N_("Corrections qu’elle a proposées"),
    "contact": N_("Fiches d’interlocutrice à son nom ou à son adresse"),
    "dues": N_("Ses cotisations"),
    "dues_call": N_("Appels de cotisation"),
    "dues_event": N_("Histoire de ses cotisations"),
    "dues_paper": N_("Appels, reçus et attestations"),
    "dues_reminder": N_("Relances de cotisation qui lui ont été adressées"),
    "expectation": N_("Ses attentes envers l’association"),
    "follow_up": N_("Points tenus avec elle"),
    "interest": N_("Intérêts déclarés"),
    "item_support": N_("Demandes d’inscription à l’ordre du jour qu’elle soutient"),
    "member": N_("Elle-même, comme membre"),
    "member_document": N_("Pièces de son dossier"),
    "member_theme": N_("Thèmes sur lesquels elle travaille"),
    "next_step": N_("Suites des points tenus avec elle"),
    "notice_answer": N_("Réponses aux convocations"),
    "office_key": N_("Clés publiques de ses sièges au bureau de vote"),
    "office_seat": N_("Sièges au bureau de vote"),
    "open_vote": N_("Votes aux scrutins publics"),
    "outbox_message": N_("Messages qui lui ont été envoyés"),
    "passages": N_("Points tenus avec un membre, où son nom est écrit"),
    "payment": N_("Règlements"),
    "person": N_("Identité"),
    "poll_line": N_("Droits de vote exercés ou donnés (émargement)"),
    "proxy": N_("Pouvoirs donnés ou reçus"),
    "register_act": N_("Actes du registre qui la concernent, et leurs motifs"),
    "register_fact": N_("Histoire de son nom, de son adresse et de sa fiche"),
    "renewal": N_("Ce qu’elle a dit des années à venir"),
    "representation": N_("Membres pour qui elle agit ou a agi"),
    "term": N_("Mandats qu’elle a tenus"),
    "roll_contest": N_("Contestations qu’elle a déposées"),
    "roll_line": N_("Lignes à son nom sur les listes électorales"),
    "secrecy_demand": N_("Demandes de vote secret"),
}

FIELDS = {
    "acts_as": N_("En qualité de"),
    "actor": N_("Par"),
    "answer": N_("Réponse"),
    "answered_at": N_("Répondu le"),
    "asked_at": N_("Demandé le"),
    "amount_eur": N_("Montant en euros"),
    "at": N_("Le"),
    "category": N_("Catégorie"),
    "cast_at": N_("Voté le"),
    "changes": N_("Changements"),
    "choice": N_("Choix"),
    "clause": N_("Règle"),
    "college": N_("Collège"),
    "created_at": N_("Créé le"),
    "decided_at": N_("Décidé le"),
    "decided_by": N_("Décidé par"),
    "department": N_("Département"),
    "disabled_at": N_("Fermé le"),
    "email": N_("Adresse électronique"),
    "ends_on": N_("Fin prévue le"),
    "expires_at": N_("Expire le"),
    "field": N_("Champ"),
    "function": N_("Fonction"),
    "ground": N_("Motif"),
    "held_on": N_("Tenu le"),
    "holds_from": N_("Depuis le"),
    "joined_on": N_("Entrée le"),
    "kind": N_("Nature"),
    "left_on": N_("Départ le"),
    "mandate_reference": N_("Référence du mandat"),
    "member": N_("Membre"),
    "movement": N_("Mouvement"),
    "name": N_("Nom"),
    "note": N_("Note"),
    "passages": N_("Passages"),
    "phone": N_("Téléphone"),
    "purpose": N_("Usage"),
    "queued_at": N_("Écrit le"),
    "raised_at": N_("Déposée le"),
    "recipient": N_("Destinataire"),
    "reason": N_("Motif"),
    "region": N_("Région"),
    "revoked_at": N_("Révoqué le"),
    "role": N_("Rôle"),
    "sent_at": N_("Envoyé le"),
    "signed": N_("A voté"),
    "since": N_("Depuis le"),
    "state": N_("État"),
    "status": N_("État"),
    "subject": N_("Objet"),
    "text": N_("Texte"),
    "title": N_("Titre"),
    "until": N_("Jusqu’au"),
    "used_at": N_("Utilisé le"),
    "value": N_("Valeur"),
    "voices": N_("Voix"),
    "year": N_("Année"),
}


DUES = {code: label for code, (_, label) in register_words.DUES.items()}
CODES: Mapping[tuple[str, str], Mapping[Any, str]] = {  # what a code says, by table and column
    ("dues", "status"): DUES,
    ("dues_event", "status"): DUES,
    ("register_act", "kind"): history_words.ACTS,
    ("register_fact", "field"): register_words.FIELDS,
    ("representation", "acts_as"): register_words.CAPACITIES,
}


@dataclass(frozen=True, slots=True)
class Processing:
    """One entry of the register of processing; texts are French msgids."""

    name: str
    purpose: str
    basis: str
    people: str
    data: str
    recipients: str
    kept: str
    security: str


LABELS = {
    "name": N_("Traitement"),
    "purpose": N_("Finalité"),
    "basis": N_("Base légale"),
    "people": N_("Personnes concernées"),
    "data": N_("Données"),
    "recipients": N_("Destinataires"),
    "kept": N_("Conservation"),
    "security": N_("Sécurité"),
}
REGISTER = (
    Processing(
        N_("Registre des membres"),
        N_("Tenir la liste des membres, de qui agit pour eux, de leurs cotisations."),
        N_("Exécution du contrat d’adhésion (RGPD, article 6, 1, b)."),
        N_("Membres personnes physiques, représentants, suppléants, interlocuteurs."),
        N_("Nom, adresse électronique, fonction, mandat, cotisations. Aucune date de naissance."),
        N_("Secrétariat, présidence, trésorerie, commissaire aux comptes."),
        N_("Cinq ans après le départ, puis effacement ; la pièce comptable, dix ans."),
        N_("Accès par rôle et double authentification, journal de chaque acte, sauvegardes."),
    ),
    Processing(
        N_("Assemblées"),
        N_("Convoquer, tenir la feuille de présence, établir et conserver les procès-verbaux."),
        N_("Exécution des statuts et intérêt légitime à prouver ce qui fut décidé (6, 1, b et f)."),
        N_("Membres convoqués, mandataires, candidates et candidats, bureau de séance."),
        N_("Envois, réponses, pouvoirs, présences, contestations, votes publics nominatifs."),
        N_("Bureau de séance, membres, et le public pour ce qui est publié."),
        N_("Procès-verbaux : durée de l’association. Adresses des envois : cinq ans."),
        N_("Documents scellés, empreinte de la liste électorale, journal chaîné."),
    ),
    Processing(
        N_("Élections et mandats"),
        N_("Recevoir les candidatures, remplir les sièges, savoir qui siège et jusqu’à quand."),
        N_("Exécution des statuts (6, 1, b)."),
        N_("Candidates et candidats, personnes élues ou cooptées."),
        N_(
            "Nom, membre représenté, présentation, mandat et sa fin. Le sexe, seulement si les "
            "statuts ont une règle de parité. Une date de naissance n’est jamais gardée."
        ),
        N_("Secrétariat, présidence ; les membres, pour ce que porte le bulletin."),
        N_("Présentation et sexe : deux ans. Mandats : durée de l’association."),
        N_("Accès par rôle, journal de chaque acte, tirages au sort vérifiables par quiconque."),
    ),
    Processing(
        N_("Votes"),
        N_("Recueillir et compter les votes, en garantir le secret et la preuve."),
        N_(
            "Exécution des statuts (6, 1, b) ; un vote secret ne laisse aucune donnée sur un choix."
        ),
        N_("Membres qui votent, scrutateurs et scrutatrices."),
        N_("Liste électorale, émargement sans heure ni ordre, bulletins chiffrés, clés publiques."),
        N_("Bureau de vote ; l’archive chiffrée selon la règle des statuts."),
        N_("Clé du serveur : deux ans après la clôture, puis destruction avec procès-verbal."),
        N_("Chiffrement dans le navigateur, urne séparée du registre, vérification publique."),
    ),
)


def facts(subject: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a row says to whoever it is about: labels and values in words, no number."""
    return [
        (gettext(FIELDS[name]), _value(subject, name, value))
        for name, value in row.items()
        if name in FIELDS and value is not None and value != ""
    ]


def _value(subject: str, name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{short_date(value)}, {clock(value)}"
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, bool):
        return gettext("oui") if value else gettext("non")
    words = CODES.get((subject, name), {}).get(str(value))
    return gettext(words) if words else str(value)


def access_lead() -> str:
    """Return what introduces all that is held on a person."""
    return gettext(
        "Les heures sont celles de Paris. Jetons, mots de passe et textes chiffrés ne sont pas "
        "montrés : personne ne peut les lire. Rien ici ne dit le contenu d’un vote secret."
    )


def destruction_lead(day: str, hour: str) -> str:
    """Return what introduces the record of a destruction."""
    return gettext(
        "Le %(day)s à %(hour)s, les données suivantes, arrivées au terme de leur conservation, "
        "ont été détruites.",
        day=day,
        hour=hour,
    )


def destruction_note() -> str:
    """Return what the record of a destruction does not say."""
    return gettext(
        "Ce procès-verbal ne nomme personne. Le journal garde la même ligne, chaînée aux autres."
    )


def subject(name: str) -> str:
    """Return what a part of an answer is about; a table that came later says what it holds."""
    known = SUBJECTS.get(name)
    return gettext(known) if known else of_table(name)


def processing_rows() -> list[list[str]]:
    """Return the register of processing as cells, one entry a line."""
    return [[gettext(getattr(one, name)) for name in LABELS] for one in REGISTER]


def columns() -> list[str]:
    """Return the headings of the register of processing."""
    return [gettext(label) for label in LABELS.values()]


def duration(keeping: Keeping) -> str:
    """Return how long something is kept."""
    if keeping.years:
        return ngettext("%(num)s an", "%(num)s ans", keeping.years)
    return ngettext("%(num)s jour", "%(num)s jours", keeping.days)
