"""One year of the real register of 2025: called, paid, replaced, admitted, resigned, explained.

The acts go through the services that the pages call, on both databases; what they come to is
read on the pages: the electorate of the day of the assembly says of each member why it votes.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import create_app
from governance.db import Database
from governance.demo.register import DATA, register_csv
from governance.models.accounts import Account, AccountRole
from governance.models.association import Association
from governance.models.dues import Dues, DuesStatus
from governance.models.members import ActsAs, Member, MemberKind
from governance.models.outbox import OutboxMessage
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import (
    bank_lines,
    bank_statements,
    dues,
    dues_calls,
    dues_lines,
    dues_papers,
    payments,
    year_calls,
)
from governance.services.dues.dues_lines import Decision
from governance.services.dues.payments import Received
from governance.services.membership import members, persons
from governance.services.membership.history import Because
from governance.services.membership.members import Particulars
from governance.services.records.journal import Actor
from governance.services.relations import contacts, followups
from governance.services.relations.contacts import Card
from governance.services.relations.followups import Step, Told
from governance.settings import Settings
from governance.web.post.post import post_of
from tests.simulators.dues_parts import work_through
from tests.web.visits import Visit

ASSEMBLY = date(2025, 6, 26)
INES = Actor("Inès, secrétariat")
RESIGNS, REPLACED, ADMITTED = "Bretagne", "Rennes Métropole", "Ville de Demain"
UNPAID = 6


@dataclass(slots=True)
class Year:
    """The association through its year: the database, and the moment that the clock shows."""

    database: Database
    settings: Settings
    now: datetime

    def on(self, day: str) -> datetime:
        """Let the clock show nine o'clock of a day."""
        self.now = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=UTC)
        return self.now

    def told(self) -> dict:
        return {"actor": INES, "now": self.now}


@pytest.fixture
def year(any_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Year]:
    database = Database(any_settings)
    year = Year(database, any_settings, datetime(2025, 1, 6, 9, tzinfo=UTC))
    monkeypatch.setattr("governance.clock.now", lambda: year.now)
    yield year
    database.dispose()


@pytest.fixture
def visit(year: Year) -> Iterator[Visit]:
    """The secretary at her desk."""
    app = create_app(year.settings)
    yield enter(app)
    app.extensions["database"].dispose()


def enter(app: Flask) -> Visit:
    database: Database = app.extensions["database"]
    with database.transaction() as session:
        account = Account(email="ines@27.example", name=INES.name)
        account.roles.append(AccountRole(role="secretary"))
        session.add(account)
        session.flush()
        number = account.id
    visit = Visit(app)
    with visit.client.session_transaction() as cookie:
        cookie["_user_id"] = f"account:{number}"
        cookie["_fresh"] = True
    return visit


def january(session: Session, year: Year) -> None:
    """The register of the year, without a word on dues: 31 institutions, 19 individuals."""
    session.add(
        Association(
            name="La 27e Région", short_name="27R", seat="Paris", email="c@27.example", website=""
        )
    )
    rulesets.install_preset(session, "la27eregion", **year.told())
    schedule = (DATA / "bareme-2026.csv").read_bytes()
    dues.load_schedule(session, 2025, schedule, "assemblée du 7 juin 2024")
    imports.import_file(session, "adherents-2025.csv", without_dues(), **year.told())


def without_dues() -> bytes:
    rows = csv.DictReader(io.StringIO(register_csv(50).decode("utf-8-sig")), delimiter=";")
    kept = [name for name in rows.fieldnames or () if not name.startswith("cotisation")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([*kept, "adherent_depuis"])
    writer.writerows([*(row[name] for name in kept), "2020-01-01"] for row in rows)
    return out.getvalue().encode()


def call(session: Session, year: Year) -> list[str]:
    """Call the year: institutions by numbered PDF and mail, individuals waived by decision."""
    assert year_calls.call_dues(session, 2025, **year.told()) == 50
    for member in session.scalars(select(Member).where(Member.kind == MemberKind.INDIVIDUAL)):
        gift = Decision(decided_by="conseil d’administration", reason="année de lancement")
        dues_lines.set_status(
            session, member.id, 2025, DuesStatus.EXEMPT, None, gift, **year.told()
        )
    terms = dues_papers.Terms("La 27e Région", "FR76 3000 6000 0112 3456 7890 189")
    dues_papers.save_terms(session, terms, **year.told())
    post = post_of(year.settings)
    work_through(session, post, 2025, "issue", **year.told())
    assert work_through(session, post, 2025, "send", **year.told()).done == 31
    return [one.reference for one in dues_calls.all_calls(session, 2025)]


def statement(references: list[str], amounts: dict[str, int]) -> bytes:
    """Return what the bank writes: the transfers that name their call, among other lines."""
    lines = ["Date;Libellé;Débit;Crédit", "02/03/2025;LOYER OASIS;2166,67;"]
    lines += [
        f"1{place % 9}/03/2025;VIR SEPA {reference} COTISATION;;{amounts[reference]},00"
        for place, reference in enumerate(references)
    ]
    return "\n".join(lines).encode("latin-1")


def named(session: Session, name: str) -> Member:
    return session.scalars(select(Member).where(Member.name == name)).one()


def admit(session: Session, year: Year) -> None:
    """A new member, admitted by the board, called and paid."""
    about = Particulars(ADMITTED, "ville-metropole", "Bretagne", "2500", date(2025, 4, 10))
    decided = Because(decided_by="conseil d’administration", reference="délibération n° 3")
    new = members.add_member(
        session,
        MemberKind.INSTITUTION,
        about,
        "Maya Quéré",
        "maya@demain.example",
        because=decided,
        **year.told(),
    )
    assert year_calls.call_dues(session, 2025, **year.told()) == 1
    (owed,) = dues_calls.to_issue(session, 2025, 2)
    late = dues_calls.issue(session, owed, **year.told())
    received = Received(250_000, date(2025, 4, 10), reference=late.reference)
    payments.enter(session, late.dues_id, received, **year.told())
    assert new.dues[0].status == DuesStatus.PAID


LINE = re.compile(
    r'<tr id="membre-\d+">\s*<th scope="row">(?P<name>.*?)<br>(?P<rest>.*?)</tr>', re.DOTALL
)


def reasons(page: str) -> dict[str, str]:
    """Return what the electorate's page says of each member, by name."""
    return {
        unescape(line["name"]): " ".join(unescape(re.sub(r"<[^>]+>", " ", line["rest"])).split())
        for line in LINE.finditer(page)
    }


def march(session: Session, year: Year, references: list[str]) -> set[str]:
    """All pay but six: by transfers that the bank tells, the last by cheque; return the six."""
    lines = session.scalars(select(Dues).where(Dues.status == DuesStatus.CALLED)).all()
    calls = dues_calls.calls_of(session, [line.id for line in lines])
    of_call = {calls[line.id].reference: line for line in lines}
    late = references[4:28:4]
    *by_transfer, by_cheque = [reference for reference in references if reference not in late]
    amounts = {one.reference: one.amount_eur for one in calls.values()}
    raw = statement(by_transfer, amounts)
    bank_statements.import_statement(session, "mars.csv", raw, **year.told())
    assert bank_lines.confirm_sure(session, **year.told()) == len(by_transfer)
    cheque = Received(amounts[by_cheque] * 100, date(2025, 3, 20), reference="chèque")
    payments.enter(session, of_call[by_cheque].id, cheque, **year.told())
    return {session.get_one(Member, of_call[reference].member_id).name for reference in late}


def april(session: Session, year: Year) -> tuple[str, str]:
    """A representative ends her mandate; return her name and that of her alternate."""
    rennes = named(session, REPLACED)
    people = members.acting(rennes)
    because = Because(reason="fin de mandat", reference="conseil du 3 avril 2025")
    persons.end_representation(
        session, rennes, ActsAs.REPRESENTATIVE, because=because, **year.told()
    )
    return people[ActsAs.REPRESENTATIVE].name, people[ActsAs.ALTERNATE].name


def may(session: Session, year: Year) -> None:
    """A region resigns; the team meets another member's contact."""
    region, rennes = named(session, RESIGNS), named(session, REPLACED)
    why = Because(reason="contraintes budgétaires", reference="courrier du 9 mai")
    members.mark_left(session, region.id, date(2025, 5, 12), because=why, **year.told())
    card = Card("Noé Exemple", "chargé de mission")
    since = date(2025, 5, 12)
    contacts.add_contact(session, rennes.id, card, since, permanent=True, **year.told())
    point = Told(since, "Noé, Inès", "Un atelier à l’automne.", (Step("dater"),))
    followups.record_point(session, rennes.id, point, **year.told())


def test_a_year_of_the_register_explains_each_right_to_vote(year, visit):
    year.on("2025-01-06")
    with year.database.transaction() as session:
        january(session, year)
        references = call(session, year)
        letters = session.scalars(select(OutboxMessage)).all()
    assert references == [f"2025-{number:03}" for number in range(1, 32)]
    assert len(letters) == 31  # one numbered call for each institution

    year.on("2025-03-20")
    with year.database.transaction() as session:
        unpaid = march(session, year, references)
    assert len(unpaid) == UNPAID and not unpaid & {RESIGNS, REPLACED}

    year.on("2025-04-10")
    with year.database.transaction() as session:
        first, second = april(session, year)
        admit(session, year)
    year.on("2025-05-12")
    with year.database.transaction() as session:
        may(session, year)

    year.on(ASSEMBLY.isoformat())
    told = reasons(visit.get("/registre/corps-electoral?tout=1").text)
    refused = {name for name, words in told.items() if "ne vote pas" in words}
    assert refused == unpaid
    assert all("pas payée" in told[name] or "impayée" in told[name] for name in unpaid), told
    assert len(told) - len(refused) == 50 - UNPAID - 1 + 1
    assert RESIGNS not in told and ADMITTED in told  # the register says since when
    assert second in told[REPLACED] and first not in told[REPLACED]


def test_a_year_of_the_register_can_be_read_again_as_it_was(year, visit):
    year.on("2025-01-06")
    with year.database.transaction() as session:
        january(session, year)
        references = call(session, year)
    year.on("2025-03-20")
    with year.database.transaction() as session:
        late = min(march(session, year, references))
    year.on("2025-05-12")
    with year.database.transaction() as session:
        april(session, year)
        admit(session, year)
        may(session, year)

    year.on("2025-07-01")
    with year.database.transaction() as session:
        line = next(one for one in named(session, late).dues if one.year == 2025)
        sum_in = Received((line.amount_eur or 0) * 100, date(2025, 7, 1))
        payments.enter(session, line.id, sum_in, **year.told())
    then = reasons(visit.get(f"/registre/corps-electoral?tout=1&au={ASSEMBLY}").text)
    now = reasons(visit.get("/registre/corps-electoral?tout=1").text)
    assert "ne vote pas" in then[late] and "ne vote pas" not in now[late]

    before = visit.get("/registre?au=2025-01-31").text
    assert RESIGNS in before and ADMITTED not in before
    regions = visit.get("/registre/regions")
    assert regions.status_code == 200 and "<svg" in regions.text and "Bretagne" in regions.text
    story = visit.get(f"/registre/{number_of(year, ADMITTED)}").text
    assert "conseil d’administration" in story and "délibération n° 3" in unescape(story)

    year.on("2025-12-15")
    assert REPLACED in visit.get("/registre/suivi?q=Rennes&etat=waiting").text


def number_of(year: Year, name: str) -> int:
    with year.database.session(read_only=True) as session:
        return named(session, name).id
