"""The ordinary assembly of June 2026: date, place and agenda, from public figures where known."""

import csv
import io
from datetime import datetime

from governance.demo.register import DATA
from governance.services.convening.agenda import Draft
from governance.services.convening.meetings import PARIS, Plan

START = datetime(2026, 6, 2, 9, 0, tzinfo=PARIS)  # where the demonstration's clock begins
DAY = datetime(2026, 6, 26, 14, 0, tzinfo=PARIS)
TITLE = "Assemblée générale ordinaire 2026"
CANDIDATES = (
    "Claire Dubreuil (institution, Pays de la Loire)",
    "Mathieu Garrec (institution, Bretagne)",
    "Samira Khelifi (institution, Auvergne-Rhône-Alpes)",
    "Paul Estève (institution, Occitanie)",
    "Jeanne Morvan (membre individuel)",
)
SEATS = 3


def plan() -> Plan:
    """Return date, place and link of the assembly."""
    return Plan(
        title=TITLE,
        starts_at=DAY,
        place="Oasis 21, 2 rue de la Clôture, 75019 Paris",
        remote_url="https://visio.example/27e-region-ag-2026",
        introduction=(
            "Chère adhérente, cher adhérent,\n\nVous êtes convié·e à l’assemblée générale "
            "ordinaire de l’association, en salle et en visio. Elle se poursuivra par un débat "
            "sur la stratégie à dix ans."
        ),
    )


def agenda() -> tuple[Draft, ...]:
    """Return the items of the assembly, in their order."""
    return (
        Draft(
            "report",
            "Rapport moral",
            "Le conseil d’administration présente le rapport moral de l’année 2025.",
        ),
        Draft(
            "report",
            "Rapport d’activité 2025",
            "L’équipe présente les programmes de 2025, les temps de compagnonnage avec les "
            "membres et l’état des lieux par région.",
        ),
        Draft(
            "resolution",
            "Approbation des comptes 2025",
            "Ressources : 540 000 €. Déficit estimé : 113 000 €.",
            "L’assemblée générale, après avoir entendu le rapport financier, approuve les comptes "
            "de l’exercice 2025 tels qu’ils lui sont présentés.",
            figures=expenses_2025(),
        ),
        Draft(
            "resolution",
            "Grille d’adhésion 2026",
            "La grille se fonde sur le budget annuel de la collectivité ou de l’organisme.",
            "L’assemblée générale adopte la grille d’adhésion 2026 figurant à l’ordre du jour.",
            figures=schedule_2026(),
        ),
        Draft(
            "resolution",
            "Budget prévisionnel 2026",
            "Le conseil d’administration présente les hypothèses du budget et le travail en cours "
            "sur le modèle économique.",
            "L’assemblée générale adopte le budget prévisionnel 2026 présenté en séance.",
        ),
        Draft(
            "election",
            "Renouvellement partiel du conseil d’administration",
            f"{SEATS} sièges sont à pourvoir pour deux ans. Candidatures inventées pour la "
            "démonstration.",
            secret=True,
            seats=SEATS,
            candidates=CANDIDATES,
        ),
        Draft(
            "debate",
            "Stratégie à dix ans",
            "Débat ouvert à toutes et tous, sans vote : à quoi la 27e Région doit-elle servir en "
            "2036 ?",
        ),
    )


def expenses_2025() -> dict[str, object]:
    """Return the public expenses of 2025 as a table; its note says where they do not add up."""
    lines = _read("budget-2025-depenses.csv")
    rows = [(row["poste"].replace("'", "’"), int(row["montant_eur"])) for row in lines]
    total = sum(amount for _, amount in rows)
    return {
        "title": "Dépenses 2025",
        "columns": ["Poste", "Montant"],
        "rows": [[name, _euros(amount)] for name, amount in rows],
        "total": ["Total des lignes", _euros(total)],
        "note": "Le rapport d’activité imprime un total de 654 000 € : l’écart de 2 000 € avec la "
        "somme des lignes n’y est pas expliqué.",
    }


def schedule_2026() -> dict[str, object]:
    """Return the fee schedule of 2026 as a table."""
    rows = [
        [
            ("à partir de " if row["plancher"] == "oui" else "") + _euros(int(row["montant_eur"])),
            _budget(row["budget_annuel_min_eur"], row["budget_annuel_max_eur"]),
            row["beneficiaires"],
        ]
        for row in _read("bareme-2026.csv")
    ]
    columns = ["Cotisation", "Budget annuel", "Pour"]
    return {"title": "Grille d’adhésion 2026", "columns": columns, "rows": rows}


def _budget(least: str, most: str) -> str:
    if least and most:
        return f"de {_euros(int(least))} à {_euros(int(most))}"
    if most:
        return f"moins de {_euros(int(most))}"
    return f"plus de {_euros(int(least))}" if least else "au cas par cas"


def _euros(amount: int) -> str:
    return f"{amount:,}".replace(",", "\u202f") + "\u00a0€"


def _read(name: str) -> list[dict[str, str]]:
    text = (DATA / name).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))
