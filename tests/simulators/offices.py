"""Scrutineers who hold the key ceremony of an office, each with the Python twin of her browser."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from ballots.crypto.named_groups import group_named
from ballots.protocol.ceremony import parse_certificate
from ballots.protocol.tally import encode_decryption
from ballots.protocol.threshold import Certificate
from ballots.services.ceremony import Step
from ballots.services.elections import load_election
from ballots.services.tallies import tally_to_open
from ballots.voting.key_share import (
    Seat,
    decryption_key,
    make_certificate,
    make_output,
    make_polynomial,
    new_seat,
)
from ballots.voting.tally import partial_decryption
from governance.demo.rehearsal import SECRETARY
from governance.models.accounts import Account, AccountRole, Role
from governance.models.meetings import Meeting
from governance.models.office import OfficeForm
from governance.services.office import office, office_ceremony, office_keys
from governance.services.office.office_keys import Choice
from governance.services.records.journal import Actor
from tests.simulators.assemblies import Scene


@dataclass
class Scrutineer:
    """One account with the role, and what its browser keeps."""

    account_id: int
    name: str
    seats: dict[str, Seat] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return Actor(self.name)

    def part(self, session: Session, election: str) -> str:
        """Make her partial decryption of a closed box."""
        opened = load_election(session, election)
        group = opened.election.group.name
        secret = decryption_key(self.seats[group], self.outputs[group].encode())
        tally = tally_to_open(session, opened)
        made = partial_decryption(opened.election, opened.fingerprint, tally, secret)
        return encode_decryption(made).decode()


@dataclass
class Office:
    """The office of a scene being set up: its scrutineers, in the order of their numbers."""

    scene: Scene
    members: list[Scrutineer]

    def send(
        self,
        step: Step,
        member: Scrutineer,
        texts: dict[str, str] | None = None,
        round_number: int | None = None,
    ) -> None:
        """Send a member's messages of one step, hers or other ones, of this round or another."""
        with self.scene.database.transaction() as session:
            meeting = session.get_one(Meeting, self.scene.number)
            given = self.messages(session, step, member) if texts is None else texts
            office_ceremony.add_messages(
                session,
                meeting,
                member.account_id,
                round_number or office.form_of(session, meeting.id).round,
                step,
                given,
                actor=member.actor,
                now=self.scene.now,
            )

    def messages(self, session: Session, step: Step, member: Scrutineer) -> dict[str, str]:
        """Make what a member's browser sends at a step."""
        meeting = session.get_one(Meeting, self.scene.number)
        form = office.form_of(session, meeting.id)
        index = self.members.index(member) + 1
        if step is Step.CERTIFICATES:
            member.seats = {
                name: new_seat(group_named(name), form.size, form.needed, index)
                for name in form.groups
            }
            return {name: make_certificate(s).decode() for name, s in member.seats.items()}
        found = office_ceremony.pieces(session, meeting, member.account_id)
        certificates = {
            name: _certificates(name, listed) for name, listed in found.certificates.items()
        }
        if step is Step.POLYNOMIALS:
            return {
                name: make_polynomial(seat, certificates[name]).decode()
                for name, seat in member.seats.items()
            }
        member.outputs = {
            name: make_output(seat, certificates[name], found.inputs[name].encode()).decode()
            for name, seat in member.seats.items()
        }
        return member.outputs

    def hold(self, *steps: Step) -> None:
        """Let every member send its messages, step by step; all of them when none is named."""
        for step in steps or (Step.CERTIFICATES, Step.POLYNOMIALS, Step.OUTPUTS):
            for member in self.members:
                self.send(step, member)


def seat_office(scene: Scene, size: int = 3, threshold: int = 2) -> Office:
    """Give a scene an office of ``size`` scrutineers, any ``threshold`` of whom are enough."""
    with scene.database.transaction() as session:
        accounts = [_scrutineer(session, place) for place in range(1, size + 1)]
        meeting = session.get_one(Meeting, scene.number)
        choice = Choice(OfficeForm.THRESHOLD, tuple(one.id for one in accounts), threshold)
        office_keys.choose(session, scene.vault, meeting, choice, actor=SECRETARY, now=scene.now)
        seats = office.holders(session, scene.number)
        members = [Scrutineer(one.account_id, name) for one, name in seats if one.account_id]
    return Office(scene, members)


def _scrutineer(session: Session, place: int) -> Account:
    account = Account(email=f"scrutin{place}@region.example", name=f"Scrutatrice {place}")
    account.roles.append(AccountRole(role=Role.SCRUTINEER))
    session.add(account)
    session.flush()
    return account


def _certificates(group: str, listed: Sequence[str]) -> list[Certificate]:
    return [parse_certificate(one.encode(), group_named(group)) for one in listed]
