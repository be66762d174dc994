"""The box (urne) in the database: events, the records they name, and what casting looks up.

No column tells a time, no key leads to a member; triggers refuse any UPDATE or DELETE, but for
the running sums: they follow from the ballots and are computed anew where they are missing.
"""

from typing import cast

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column

from ballots.store.base import Base


class BoxElection(Base):
    """An election: its fingerprint, and the second that every record of its archive bears."""

    __tablename__ = "box_election"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(43))
    timestamp: Mapped[int] = mapped_column(BigInteger)


class BoxEvent(Base):
    """One event of one election's chain."""

    __tablename__ = "box_event"
    __table_args__ = (ForeignKeyConstraint(["election"], ["box_election.election"]),)

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
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

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BoxCredential(Base):
    """A public credential of an election and its weight, as the Setup event says."""

    __tablename__ = "box_credential"

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    credential: Mapped[str] = mapped_column(Text, primary_key=True)
    weight: Mapped[int] = mapped_column(BigInteger)


class BoxBallot(Base):
    """Where a ballot stands: found by tracker (no replay) and by credential (the last counts)."""

    __tablename__ = "box_ballot"
    __table_args__ = (Index("box_ballot_by_credential", "election", "credential", "height"),)

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    tracker: Mapped[str] = mapped_column(String(43), primary_key=True)
    credential: Mapped[str] = mapped_column(Text)
    height: Mapped[int]


class BoxCommitments(Base):
    """What was recomputed when a ballot was verified: its record in ``UUID.commitments``."""

    __tablename__ = "box_commitments"
    __table_args__ = (
        ForeignKeyConstraint(["election", "height"], ["box_event.election", "box_event.height"]),
    )

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BoxSum(Base):
    """The running weighted products of one election (somme courante): derived, so it may change.

    ``head`` is the hash of the last event whose ballot is in it; a row that lags behind the box,
    or disagrees with it in number, is not believed: the closing adds the ballots up again.
    """

    __tablename__ = "box_sum"
    __table_args__ = (ForeignKeyConstraint(["election"], ["box_election.election"]),)

    election: Mapped[str] = mapped_column(String(64), primary_key=True)
    head: Mapped[str] = mapped_column(String(64))
    ballots: Mapped[int]
    weight: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[bytes] = mapped_column(LargeBinary)


ELECTION = cast(Table, BoxElection.__table__)
EVENT = cast(Table, BoxEvent.__table__)
RECORD = cast(Table, BoxRecord.__table__)
CREDENTIAL = cast(Table, BoxCredential.__table__)
BALLOT = cast(Table, BoxBallot.__table__)
COMMITMENTS = cast(Table, BoxCommitments.__table__)
SUM = cast(Table, BoxSum.__table__)
