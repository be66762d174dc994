"""What accompanies an open export (export ouvert): the README and the words of each table."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from governance.documents.wording import local_day, long_date

TABLES: Mapping[str, str] = {
    "account": "Comptes des responsables, sans mot de passe ni secret d’authentification",
    "account_role": "Rôles de chaque compte",
    "agenda_item": "Points d’ordre du jour, projets de résolution",
    "association": "L’association",
    "attendance_event": "Arrivées et départs en séance",
    "bank_import": "Relevés bancaires importés",
    "bank_line": "Lignes des relevés : les sommes reçues",
    "blank_proxy": "Pouvoirs sans nom de mandataire, jusqu’à leur répartition",
    "candidacy": "Candidatures reçues : qui, quand, comment",
    "candidate": "Candidatures aux élections",
    "capacity_choice": "À quel titre vote qui agit pour plusieurs membres",
    "change_request": "Corrections proposées par les membres",
    "contact": "Interlocuteurs des membres ; aucun ne vote à ce titre",
    "destruction": "Procès-verbaux de destruction : combien de données, jamais de qui",
    "distinct_pair": "Fiches qui se ressemblent et que quelqu’un a reconnues différentes",
    "document": "Documents envoyés ou publiés ; leur contenu est dans fichiers/",
    "dues": "Cotisations : ce que chaque membre doit par année, et l’état",
    "dues_call": "Appels de cotisation numérotés",
    "dues_event": "Histoire datée des cotisations",
    "dues_paper": "Appels, reçus et attestations ; leur contenu est dans fichiers/",
    "dues_reminder": "Relances des appels de cotisation",
    "dues_work": "Émissions et envois d’appels, et où ils en sont",
    "election_round": "Tours d’une élection : quel point suit lequel",
    "election_slot": "Identifiants d’urnes réservés pour une assemblée",
    "erasure": "Lignes dont les données personnelles ont été effacées, par numéro",
    "expectation": "Attentes des membres envers l’association",
    "fee_schedule": "Barèmes de cotisation par année",
    "fee_schedule_version": "Barèmes tels qu’ils étaient avant d’être changés",
    "fee_tier": "Lignes des barèmes",
    "follow_up": "Points tenus avec les membres : le jour, qui était là, ce qui fut dit",
    "import_plan": "Fichiers importés dans le registre",
    "interest": "Intérêts personnels déclarés à un point de l’ordre du jour",
    "item_request": "Points que des membres demandent à l’ordre du jour",
    "item_support": "Membres qui demandent chaque point, et comment",
    "journal_line": "Journal : une ligne par acte, chaînée par empreinte à la précédente",
    "leaving_draw": "Tirages au sort des premiers sortants",
    "meeting": "Assemblées et conseils",
    "meeting_call": "Convocations particulières : urgence, demande, deuxième convocation",
    "meeting_paper": "Documents annoncés avec les convocations ; leur contenu est dans fichiers/",
    "member": "Membres",
    "member_document": "Pièces des membres ; leur contenu est dans fichiers/",
    "member_theme": "Thèmes sur lesquels travaille chaque membre",
    "minutes_version": "Versions des procès-verbaux",
    "next_step": "Suites à donner aux points",
    "notice": "Convocations envoyées",
    "notice_answer": "Réponses aux convocations",
    "office_key": "Clés publiques des bureaux de vote, sans aucune clé privée",
    "office_seat": "Sièges des bureaux de vote",
    "open_vote": "Votes aux scrutins publics, nominatifs par règle",
    "outbox_attachment": "Pièces jointes des messages",
    "outbox_dues_paper": "Pièces de cotisation jointes aux messages",
    "outbox_message": "Messages envoyés : destinataire, objet, état ; pas leur texte",
    "payment": "Règlements des cotisations",
    "payment_terms": "Comment se règlent les cotisations : compte, délai, mentions",
    "person": "Personnes qui agissent pour les membres",
    "poll": "Scrutins et leurs résultats",
    "poll_line": "Émargement : une ligne par droit de vote, sans heure ni ordre",
    "polling_office": "Bureaux de vote",
    "proxy": "Pouvoirs",
    "quorum_failure": "Défauts de quorum constatés",
    "region_note": "Dynamiques régionales : ce que l’on sait de chaque région, chaque version",
    "register_act": "Actes sur le registre : qui, quand, pourquoi",
    "register_fact": "Faits datés du registre : son histoire",
    "register_merge": "Doublons réunis",
    "renewal": "Ce que les membres ont dit des années à venir",
    "representation": "Mandats : qui agit pour quel membre, de quand à quand",
    "roll_contest": "Contestations de la liste électorale",
    "roll_line": "Listes électorales arrêtées",
    "rule_set_draft": "Statuts en cours d’écriture",
    "rule_set_draft_change": "Changements des statuts en cours d’écriture",
    "rule_set_version": "Statuts comme données, versions",
    "term": "Mandats des élus : qui siège, jusqu’à quand",
    "term_motion": "Votes sur un mandat : révocation, ratification",
    "theme": "Thèmes choisis par l’association",
}
README = """# Export ouvert de {association}

Pris le {day}, avec Plénière. Tout ce que l’association possède dans ce logiciel, dans des formats
que tout le monde sait lire, pour être relu, vérifié ou repris ailleurs.

* `json/TABLE.json` : une liste d’objets, un par ligne de la table. Valeurs exactes ; les dates et
  les heures sont en ISO 8601, les heures en UTC.
* `csv/TABLE.csv` : les mêmes lignes pour un tableur (UTF-8, point-virgule). Une cellule qu’un
  tableur calculerait y est précédée d’une apostrophe ; les listes et objets y sont en JSON.
* `fichiers/` : les documents et les pièces, octet pour octet.
* `urnes/ELECTION.bel` : les archives publiques des scrutins secrets. `belenios-tool election
  verify` ou `python -m ballots.audit` les vérifie. Elles ne disent pas qui a choisi quoi.
* `dictionnaire.csv` : chaque table et chaque colonne, son type, et ce qu’elle désigne.
* `MANIFESTE.json` : chaque fichier, sa taille, son empreinte SHA-256, et le nombre de lignes.

Laissés dehors, et le dictionnaire dit lesquels : mots de passe, jetons, clés privées, codes de
vote, textes chiffrés des messages, et ce qui lierait un droit de vote à un code.

Ce fichier contient des données personnelles : gardez-le comme le registre lui-même, ne le déposez
pas sur un service d’échange, effacez-le quand il a servi.

## Tables

{tables}
"""


def readme(association: str, at: datetime, counts: Iterable[tuple[str, int]]) -> str:
    """Return the README of an export, in French, with the rows of each table."""
    tables = "\n".join(f"* `{name}` ({count}) : {of_table(name)}" for name, count in counts)
    return README.format(
        association=association,
        day=long_date(local_day(at, "Europe/Paris"), "fr", weekday=False),
        tables=tables,
    )


def of_table(name: str) -> str:
    """Return what a table holds, in French."""
    return TABLES.get(name, "voir le dictionnaire")
