"""The association itself: one row."""

from sqlalchemy.orm import Mapped

from governance.models.base import Base, PrimaryKey


class Association(Base):
    """Who calls the assemblies; printed on every notice and every page."""

    __tablename__ = "association"

    id: Mapped[PrimaryKey]
    name: Mapped[str]
    short_name: Mapped[str]
    seat: Mapped[str]
    email: Mapped[str]
    website: Mapped[str]
