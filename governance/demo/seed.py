"""Load the demonstration: association, bylaws, register and its contacts, a draft assembly."""

from datetime import datetime

from sqlalchemy.orm import Session

from governance.demo import assembly, dues_life, relations
from governance.demo.register import DATA, register_csv
from governance.models.accounts import Role
from governance.models.association import Association
from governance.models.meetings import Meeting
from governance.services import imports
from governance.services.bylaws import associations, rulesets
from governance.services.convening import agenda, meetings
from governance.services.dues import dues
from governance.services.entry import tour
from governance.services.post.post import Post
from governance.services.records.journal import SYSTEM

MEMBERS = 50
PRESET, OTHER_PRESET = "la27eregion", "la27eregion-voices-by-fee"
SOURCE = "page d’adhésion 2026 de l’association"
OFFICERS = tuple(role for role in Role if role is not Role.MEMBER)


def load(session: Session, now: datetime, members: int = MEMBERS) -> Meeting | None:
    """Load everything once; return the draft assembly, or nothing when all was there.

    The same services as the pages: what they refuse, this does not get past.
    """
    if associations.find(session) is not None:
        return None
    _load_register(session, register_csv(members), now)
    return _load_assembly(session, now)


def load_living(session: Session, post: Post, now: datetime) -> Meeting | None:
    """Load everything once, the dues of 2026 as they lived until now: called, paid, reminded."""
    if associations.find(session) is not None:
        return None
    raw = register_csv(MEMBERS, present_year=False)
    _load_register(session, raw, dues_life.BEGUN)
    dues_life.live(session, post)
    return _load_assembly(session, now)


def _load_register(session: Session, raw: bytes, now: datetime) -> None:
    session.add(_association())
    session.flush()
    rulesets.install_preset(session, PRESET, actor=SYSTEM, now=now)
    rulesets.install_preset(session, OTHER_PRESET, actor=SYSTEM, now=now)
    schedule = (DATA / "bareme-2026.csv").read_bytes()
    dues.load_schedule(session, 2026, schedule, SOURCE)
    imports.import_file(session, "adherents-2025.csv", raw, actor=SYSTEM, now=now)


def _load_assembly(session: Session, now: datetime) -> Meeting:
    relations.load(session, now)
    for role in OFFICERS:
        tour.account_of(session, role)
    meeting = meetings.create_meeting(session, "AGO", assembly.plan(), actor=SYSTEM, now=now)
    for item in assembly.agenda():
        agenda.add_item(session, meeting, item, actor=SYSTEM, now=now)
    return meeting


def _association() -> Association:
    return Association(
        id=1,
        name="La 27e Région",
        short_name="La 27e Région",
        seat="Oasis 21, 2 rue de la Clôture, 75019 Paris",
        email="assemblee@27eregion.example",
        website="https://www.la27eregion.fr",
    )
