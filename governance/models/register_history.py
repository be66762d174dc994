"""What the register was told (historique): acts, and the facts each one wrote; nothing is erased.

A fact says what a field holds from one day on. A fact found wrong is retracted by a later act, and
stays. The rows of members and persons are what the facts say now.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.member_documents import MemberDocument


class ActKind(StrEnum):
    """Reprise, entrée, changement, correction, import, départ, réadmission, et le reste."""

    STARTED = "started"
    ENTERED = "entered"
    CHANGED = "changed"
    CORRECTED = "corrected"
    IMPORTED = "imported"
    LEFT = "left"
    READMITTED = "readmitted"
    NAMED = "named"
    ENDED = "ended"
    RENEWED = "renewed"
    MERGED = "merged"
    UNDONE = "undone"


class Membership(StrEnum):
    """Membre, ou la manière de ne plus l'être."""

    MEMBER = "member"
    RESIGNATION = "resignation"
    EXCLUSION = "exclusion"
    DISSOLUTION = "dissolution"
    DEATH = "death"
    DEPARTURE = "departure"
    MERGED = "merged"


class RegisterAct(Base):
    """One act on the register: who recorded it, when, why, by which decision and paper."""

    __tablename__ = "register_act"

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(500), default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    reference: Mapped[str] = mapped_column(String(200), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("member_document.id"))
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(200))

    document: Mapped[MemberDocument | None] = relationship()


DATED = text("holds_from IS NOT NULL")


class RegisterFact(Base):
    """What one field of a member or of a person holds from a day on; no day = since ever."""

    __tablename__ = "register_fact"
    __table_args__ = (
        CheckConstraint("(member_id IS NULL) <> (person_id IS NULL)", name="of_one"),
        Index("register_fact_of_member", "member_id", "field"),
        Index("register_fact_of_person", "person_id", "field"),
        Index("register_fact_dated", "holds_from", sqlite_where=DATED, postgresql_where=DATED),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    field: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(254))
    holds_from: Mapped[date | None]
    act_id: Mapped[int] = mapped_column(ForeignKey("register_act.id"), index=True)
    retracted_by_id: Mapped[int | None] = mapped_column(ForeignKey("register_act.id"), index=True)

    act: Mapped[RegisterAct] = relationship(foreign_keys=act_id)
    retracted_by: Mapped[RegisterAct | None] = relationship(foreign_keys=retracted_by_id)
