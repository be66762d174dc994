"""The box (urne) in the database: events, the records they name, and what casting looks up."""

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ballots.store.base import Base


class BoxEvent(Base):
    """One event of one election's chain. No column tells a time; triggers refuse any change."""

    __tablename__ = "box_event"
    __table_args__ = (UniqueConstraint("election", "hash"),)

    election: Mapped[str] = mapped_column(String(22), primary_key=True)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    type: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(64))
    event: Mapped[bytes] = mapped_column(LargeBinary)


class BoxRecord(Base):
    """One data record that stands before its event in the archive, in this order."""

    __tablename__ = "box_record"
    __table_args__ = (
        ForeignKeyConstraint(["election", "height"], ["box_event.election", "box_event.height"]),
    )

    election: Mapped[str] = mapped_column(String(22), primary_key=True)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BoxCredential(Base):
    """A public credential of an election and its weight, as its Setup event says."""

    __tablename__ = "box_credential"

    election: Mapped[str] = mapped_column(String(22), primary_key=True)
    credential: Mapped[str] = mapped_column(Text, primary_key=True)
    weight: Mapped[int]


class BoxBallot(Base):
    """Where a ballot stands: found by tracker (no replay) and by credential (the last counts)."""

    __tablename__ = "box_ballot"
    __table_args__ = (Index("box_ballot_by_credential", "election", "credential", "height"),)

    election: Mapped[str] = mapped_column(String(22), primary_key=True)
    tracker: Mapped[str] = mapped_column(String(43), primary_key=True)
    credential: Mapped[str] = mapped_column(Text)
    height: Mapped[int]
