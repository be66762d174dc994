"""The register by hand on both databases: add, correct, name, let leave; and the list of it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import GovernanceError
from governance.models.dues import DuesStatus
from governance.models.members import ActsAs, Member, MemberKind
from governance.services.bylaws import rulesets
from governance.services.dues import dues_lines
from governance.services.membership import members, persons, register
from governance.services.membership.members import Particulars
from governance.services.membership.register import Wanted
from governance.services.records import journal_pages
from governance.services.records.journal import Actor
from governance.settings import Settings

NOW = datetime(2026, 6, 2, 7, tzinfo=UTC)
TODAY = date(2026, 6, 2)
INES = Actor("Inès Secrétaire")
Transaction = Callable[[], AbstractContextManager[Session]]


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    """Transactions on a database that has the bylaws of the association."""
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
    yield database.transaction
    database.engine.dispose()


def particulars(name: str, **changes: object) -> Particulars:
    plain: dict[str, object] = {
        "category": "region",
        "region": "Bretagne",
        "tier_code": None,
        "joined_on": None,
    }
    return Particulars(name, **(plain | changes))


def add(
    session: Session, name: str, person: str = "Anne Martin", email: str = "a@v.example"
) -> Member:
    return members.add_member(
        session, MemberKind.INSTITUTION, particulars(name), person, email, actor=INES, now=NOW
    )


def add_individual(session: Session, name: str, email: str = "") -> Member:
    return members.add_member(
        session,
        MemberKind.INDIVIDUAL,
        particulars(name, category="personne-physique", region=""),
        "",
        email,
        actor=INES,
        now=NOW,
    )


def refused_code(act: Callable[[], object]) -> str:
    with pytest.raises(GovernanceError) as refused:
        act()
    return refused.value.code


def name_person(session: Session, member: Member, name: str, email: str, now: datetime = NOW):
    return persons.name_person(
        session, member, ActsAs.REPRESENTATIVE, name, email, actor=INES, now=now
    )


def test_an_institution_is_entered_with_its_representative(transaction: Transaction):
    with transaction() as session:
        member_id = add(session, "Bretagne").id
    with transaction() as session:
        member = members.get_member(session, member_id)
        assert members.acting(member)[ActsAs.REPRESENTATIVE].email == "a@v.example"
        kinds = [line.kind for line in journal_pages.about_member(session, member_id)]
        assert kinds == ["member.changed", "member.added"]


def test_an_individual_acts_for_herself(transaction: Transaction):
    with transaction() as session:
        member = add_individual(session, "Zoé Diaz", "zoe@v.example")

        assert members.acting(member)[ActsAs.SELF].name == "Zoé Diaz"


def test_a_name_that_differs_by_accents_only_is_taken(transaction: Transaction):
    with transaction() as session:
        add(session, "Puy de Dôme")

        assert refused_code(lambda: add(session, "PUY-DE-DOME")) == "members.name-taken"


def test_a_category_that_the_bylaws_do_not_know_is_refused(transaction: Transaction):
    with transaction() as session:
        wanted = particulars("Mars", category="planète")
        code = refused_code(
            lambda: members.add_member(
                session, MemberKind.INSTITUTION, wanted, "", "", actor=INES, now=NOW
            )
        )
        assert code == "members.unknown-category"


@pytest.mark.parametrize(
    ("name", "email", "code"),
    [
        ("Bob Petit", "a@v.example", "members.email-taken"),
        ("Bob Petit", "bob", "members.bad-email"),
        ("", "bob@v.example", "members.email-without-person"),
        ("Bo\u200bb", "bob@v.example", "members.invisible-character"),
    ],
)
def test_a_representative_that_cannot_be_named_is_refused(
    transaction: Transaction, name: str, email: str, code: str
):
    with transaction() as session:
        add(session, "Bretagne")
        other = add(session, "Isère", "Zoé Diaz", "zoe@v.example")

        assert refused_code(lambda: name_person(session, other, name, email)) == code


def test_another_representative_ends_the_first_on_that_day(transaction: Transaction):
    with transaction() as session:
        member_id = add(session, "Bretagne").id
    with transaction() as session:
        member = members.get_member(session, member_id)
        name_person(session, member, "Bob Petit", "b@v.example", NOW + timedelta(days=1))
    with transaction() as session:
        first, second = members.get_member(session, member_id).representations
        assert (first.person.name, first.until) == ("Anne Martin", date(2026, 6, 3))
        assert (second.person.name, second.since) == ("Bob Petit", date(2026, 6, 3))


def test_the_same_name_corrects_the_address_and_keeps_it_out_of_the_journal(
    transaction: Transaction,
):
    with transaction() as session:
        member_id = add(session, "Bretagne").id
    with transaction() as session:
        member = members.get_member(session, member_id)
        name_person(session, member, "ANNE MARTIN", "anne@v.example")
    with transaction() as session:
        (standing,) = members.get_member(session, member_id).representations
        assert (standing.person.name, standing.person.email) == ("ANNE MARTIN", "anne@v.example")
        newest = journal_pages.about_member(session, member_id)[0]
        assert newest.facts["changes"] == [
            ["representative", "Anne Martin", "ANNE MARTIN"],
            ["representative_email", "", ""],
        ]


def test_a_place_may_be_left_vacant_once(transaction: Transaction):
    with transaction() as session:
        member = add(session, "Bretagne")

        def end() -> None:
            persons.end_representation(session, member, ActsAs.REPRESENTATIVE, actor=INES, now=NOW)

        end()
        assert members.acting(member) == {}
        assert refused_code(end) == "members.nobody-there"


def test_a_correction_writes_before_and_after(transaction: Transaction):
    with transaction() as session:
        member_id = add_individual(session, "Zoe Diaz").id
    with transaction() as session:
        wanted = particulars("Zoé Diaz", category="personne-physique", region="Bretagne")
        members.change_member(session, member_id, wanted, actor=INES, now=NOW)
    with transaction() as session:
        member = members.get_member(session, member_id)
        assert members.acting(member)[ActsAs.SELF].name == "Zoé Diaz"
        newest = journal_pages.about_member(session, member_id)[0]
        assert newest.facts["changes"] == [
            ["name", "Zoe Diaz", "Zoé Diaz"],
            ["region", "", "Bretagne"],
        ]


def test_a_member_leaves_once_and_not_in_advance(transaction: Transaction):
    with transaction() as session:
        member_id = add(session, "Bretagne").id

        def leave(on: date) -> Member:
            return members.mark_left(session, member_id, on, actor=INES, now=NOW)

        assert refused_code(lambda: leave(TODAY + timedelta(days=1))) == "members.left-in-future"
        assert leave(TODAY).left_on == TODAY
        assert refused_code(lambda: leave(TODAY)) == "members.left-already"


def test_the_list_says_who_votes_and_counts_them(transaction: Transaction):
    with transaction() as session:
        paid, unpaid, gone = (add(session, name, "", "") for name in ("Bretagne", "Isère", "Nancy"))
        for member, status in ((paid, DuesStatus.PAID), (unpaid, DuesStatus.CALLED)):
            dues_lines.set_status(session, member.id, 2026, status, 1000, actor=INES, now=NOW)
        members.mark_left(session, gone.id, TODAY, actor=INES, now=NOW)
    with transaction() as session:
        _, rules = rulesets.current(session)
        listing = register.list_members(session, Wanted(), rules, TODAY)

    assert [(entry.name, entry.standing.code) for entry in listing.entries] == [
        ("Bretagne", "standing.good"),
        ("Isère", "standing.unpaid"),
    ]
    counts = listing.counts
    assert (counts.members, counts.entitled, counts.voices, counts.left) == (2, 1, 1, 1)


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(text="ISERE"), ["Isère"]),
        (Wanted(text="bretagne"), ["Bretagne", "Isère"]),
        (Wanted(kind="individual"), ["Zoé Diaz"]),
        (Wanted(category="region", region="Bretagne"), ["Bretagne", "Isère"]),
        (Wanted(dues="none", kind="institution"), ["Isère"]),
        (Wanted(standing="votes"), ["Bretagne"]),
        (Wanted(standing="not"), ["Isère", "Zoé Diaz"]),
        (Wanted(left=True), []),
    ],
)
def test_the_register_is_searched_and_filtered(
    transaction: Transaction, wanted: Wanted, names: list[str]
):
    with transaction() as session:
        paid = add(session, "Bretagne", "", "")
        add(session, "Isère", "", "")
        add_individual(session, "Zoé Diaz")
        dues_lines.set_status(session, paid.id, 2026, DuesStatus.PAID, 1000, actor=INES, now=NOW)
    with transaction() as session:
        _, rules = rulesets.current(session)
        listing = register.list_members(session, wanted, rules, TODAY)

    assert [entry.name for entry in listing.entries] == names
