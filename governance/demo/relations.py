"""Contacts, points, themes and notes of the demonstration: all invented, and they look it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.models.members import Member
from governance.services.files.days import local_day
from governance.services.records.journal import SYSTEM
from governance.services.relations import contacts, expectations, followups, regions
from governance.services.relations.contacts import Card
from governance.services.relations.followups import Step, Told

THEMES = ("Coopération entre services", "Numérique", "Transition écologique", "Participation")
FIRST = (
    "Camille", "Dominique", "Maxime", "Alix", "Claude", "Sacha", "Charlie", "Noa", "Andréa", "Lou",
)  # fmt: skip
FOLLOWED = (  # member, days since its last point, what it said, theme
    ("Bretagne", 45, "Le laboratoire interne cherche un deuxième terrain.", 0),
    ("Rennes Métropole", 45, "Le point s’est fait avec la Région, sur un terrain commun.", 3),
    ("Réunion", 80, "Deux services veulent se former à l’enquête de terrain.", 0),
    ("Département de la Réunion", 130, "L’équipe attend un retour sur son cahier d’idées.", 2),
    ("Grand Est", 150, "La feuille de route est à revoir après l’été.", 2),
    ("Lyon", 210, "Le poste du laboratoire est vacant depuis l’hiver.", 3),
    ("Isère", 235, "Un échange avec un autre département serait utile.", 1),
    ("Nantes Métropole", 20, "La démarche participative entre en phase de test.", 3),
    ("Occitanie", 300, "Le budget de l’année suivante n’est pas voté.", 1),
    ("Corse", 95, "Une visite sur place est proposée pour l’automne.", 2),
)
EXPECTED = ("Être mise en lien avec d’autres collectivités.", "Une formation pour les services.")
NOTES = {
    "53": "La Région et sa métropole partagent un terrain. Deux villes regardent.",
    "04": "Région et Département adhèrent tous les deux : un point commun est à essayer.",
    "24": "Personne n’y adhère encore ; un contact a été pris lors d’une rencontre.",
}


def load(session: Session, now: datetime) -> None:
    """Write a few contacts, points, themes, expectations and notes of regions."""
    themes = [expectations.add_theme(session, label, actor=SYSTEM, now=now).id for label in THEMES]
    for rank, (name, days, said, theme) in enumerate(FOLLOWED):
        member = session.scalars(select(Member).where(Member.name == name)).first()
        if member is None:
            continue  # a smaller register was asked for
        _follow(session, member, rank, days, said, now)
        expectations.choose_themes(session, member.id, [themes[theme]], actor=SYSTEM, now=now)
        if rank % 3 == 0:
            text = EXPECTED[rank % len(EXPECTED)]
            expectations.note_expectation(session, member.id, text, actor=SYSTEM, now=now)
    for code, text in NOTES.items():
        regions.write_note(session, code, text, actor=SYSTEM, now=now)


def _follow(
    session: Session, member: Member, rank: int, days: int, said: str, now: datetime
) -> None:
    """Write one contact of a member, and the point held with her."""
    name, held_on = f"{FIRST[rank]} Exemple", local_day(now) - timedelta(days=days)
    if rank % 5 != 3:
        card = Card(name, "chargée de mission", f"contact-{rank + 1:02}@demonstration.example")
        since = held_on - timedelta(days=400)
        contacts.add_contact(session, member.id, card, since, permanent=True, actor=SYSTEM, now=now)
    step = Step("Envoyer le compte rendu et proposer une date", "l’équipe", None)
    late = Step("Transmettre deux références", "l’équipe", held_on + timedelta(days=60))
    point = Told(held_on, f"{name}, l’équipe de l’association", said, (step, late)[: 1 + rank % 2])
    followups.record_point(session, member.id, point, actor=SYSTEM, now=now)
