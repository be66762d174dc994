"""The register (registre des membres): members, the persons who act for them, and in what role."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from governance.models.base import Base, PrimaryKey
from governance.models.dues import Dues


class MemberKind(StrEnum):
    """Personne morale or personne physique."""

    INSTITUTION = "institution"
    INDIVIDUAL = "individual"


class ActsAs(StrEnum):
    """In what capacity a person acts: titulaire, suppléant, or for herself."""

    REPRESENTATIVE = "representative"
    ALTERNATE = "alternate"
    SELF = "self"


class Member(Base):
    """A member (adhérent) of the association; the person who acts for it is not the member.

    ``name_key`` is the name folded for comparison: no two members differ by case or accents.
    """

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("kind IN ('institution', 'individual')", name="kind_known"),
        CheckConstraint(
            "left_on IS NULL OR joined_on IS NULL OR left_on >= joined_on",
            name="left_after_joining",
        ),
    )

    id: Mapped[PrimaryKey]
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), unique=True)
    category: Mapped[str] = mapped_column(String(60))
    region: Mapped[str] = mapped_column(String(80), default="")
    department: Mapped[str] = mapped_column(String(3), default="")
    siren: Mapped[str] = mapped_column(String(9), default="")
    siret: Mapped[str] = mapped_column(String(14), default="")
    population: Mapped[int | None]
    tier_code: Mapped[str | None] = mapped_column(String(20))
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    created_at: Mapped[datetime]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))

    representations: Mapped[list["Representation"]] = relationship(
        back_populates="member", order_by="Representation.id"
    )
    dues: Mapped[list[Dues]] = relationship(order_by="Dues.year")


class Person(Base):
    """A natural person: she receives mails, answers, votes. One address, one person."""

    __tablename__ = "person"

    id: Mapped[PrimaryKey]
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    representations: Mapped[list["Representation"]] = relationship(back_populates="person")


CURRENT = text("until IS NULL")


class Representation(Base):
    """A person acts for a member from one day to another; at most one per capacity at a time.

    ``until`` is the day on which it ended, ``ends_on`` the day on which the mandate is to end.
    """

    __tablename__ = "representation"
    __table_args__ = (
        CheckConstraint("acts_as IN ('representative', 'alternate', 'self')", name="acts_as_known"),
        Index(
            "representation_one_current",
            "member_id",
            "acts_as",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
    )

    id: Mapped[PrimaryKey]
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    acts_as: Mapped[str] = mapped_column(String(16))
    since: Mapped[date]
    until: Mapped[date | None]
    ends_on: Mapped[date | None]
    mandate_reference: Mapped[str] = mapped_column(String(200), default="")
    document_id: Mapped[int | None] = mapped_column(ForeignKey("member_document.id"))
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("register_act.id"))
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("register_act.id"))

    member: Mapped[Member] = relationship(back_populates="representations")
    person: Mapped[Person] = relationship(back_populates="representations")
