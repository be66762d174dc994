"""Duplicates found and made one on both databases; a merge undone, or refused for its reason."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from governance.db import Database
from governance.models.accounts import Account
from governance.models.dues import DuesStatus
from governance.models.member_documents import PaperKind
from governance.models.members import ActsAs
from governance.models.register_history import Membership
from governance.models.terms import Term
from governance.services import imports
from governance.services.bylaws import rulesets
from governance.services.dues import dues_lines
from governance.services.membership import (
    change_requests,
    distinct_pairs,
    duplicates,
    member_documents,
    members,
    merges,
    person_merges,
    persons,
    register_at,
)
from governance.services.membership.duplicates import Known, Reason
from governance.services.membership.member_documents import Paper
from governance.services.relations import relation_merging
from governance.settings import Settings
from tests.integration.called_members import call_members
from tests.integration.registers import (
    INES,
    NOW,
    SIRET,
    TODAY,
    TOLD,
    Transaction,
    acting,
    acting_on,
    code_of,
    enter,
    enter_individual,
    find,
    name,
)


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
    yield database.transaction
    database.engine.dispose()


def reasons(*names: str, **more: str) -> list[tuple[str, ...]]:
    known = [Known(number, text, **more) for number, text in enumerate(names, start=1)]
    return [pair.reasons for pair in duplicates.pairs(known)]


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("Nantes Métropole", "Métropole de Nantes"), [(Reason.WORDS,)]),
        (("Paris", "P\u0430ris"), [(Reason.LOOKALIKE,)]),  # a Cyrillic letter
        (("Strasbourg", "Strasbour"), [(Reason.SLIP,)]),
        (("Strasbourg", "Strabsourg"), [(Reason.SLIP,)]),
        (("Strasborg", "Strazbourg"), []),  # two slips
        (("Réunion", "Département de la Réunion"), []),
        (("Bretagne", "Rennes Métropole"), []),
        (("Commune 0001", "Commune 0002"), []),
        (("Lyon", "Lion"), []),  # too short to tell a slip from another town
    ],
)
def test_names_that_may_be_one_are_proposed_and_no_others(names, found):
    assert reasons(*names) == found


def test_a_same_siret_is_enough_and_says_so_once():
    assert reasons("Lyon", "Ville", siret=SIRET, siren=SIRET[:9]) == [(Reason.SIRET,)]


def test_ten_thousand_names_are_compared_without_comparing_each_with_all():
    known = [Known(number, f"Commune de {number:05} sur Mer") for number in range(10_000)]
    twice = [*known, Known(10_000, "Commune sur Mer de 00042")]
    assert [pair.first.id for pair in duplicates.pairs(twice)] == [42]


def twins(session):
    """Nantes twice: the second has what the first lacks, and dues of both years."""
    late, early = date(2021, 1, 1), date(2019, 5, 1)
    kept = enter(session, "Nantes Métropole", "Anne", "anne@v.example", joined_on=late)
    other = enter(
        session,
        "Métropole de Nantes",
        "Bob",
        "b@v.example",
        siret=SIRET,
        joined_on=early,
    )
    name(session, other, "Chloé", "c@v.example", ActsAs.ALTERNATE)
    for member, year, status in (
        (kept, 2026, DuesStatus.CALLED),
        (other, 2026, DuesStatus.PAID),
        (other, 2025, DuesStatus.PAID),
    ):
        dues_lines.set_status(session, member.id, year, status, 1000, **TOLD)
    return kept, other


def picture(session, *members_):
    """What a merge may change: rows, dues, places, by member."""
    session.expire_all()
    return [
        (
            *(getattr(member, field) for field in ("name", "siret", "siren", "joined_on")),
            member.left_on,
            sorted((line.year, line.status) for line in member.dues),
            sorted(
                (row.acts_as, row.person.name) for row in member.representations if not row.until
            ),
        )
        for member in members_
    ]


def test_a_merge_says_what_goes_where_then_does_it(transaction: Transaction):
    with transaction() as session:
        kept, other = twins(session)
        seen = merges.preview(session, kept.id, other.id)
        steps = {(step.what, step.goes, step.facts[0]) for step in seen.steps}
        assert steps == {
            ("dues", "moved", "2025"),
            ("dues", "stays", "2026"),
            ("person", "ended", "representative"),
            ("person", "moved", "alternate"),
            ("field", "filled", "siren"),
            ("field", "filled", "siret"),
            ("joined_on", "filled", "2019-05-01"),
        }
        merges.merge_members(session, kept.id, other.id, "import", **TOLD)
        found, gone = picture(session, kept, other)
        assert found[1:5] == (SIRET, SIRET[:9], date(2019, 5, 1), None)
        assert found[5] == [(2025, "paid"), (2026, "called")]
        assert found[6] == [("alternate", "Chloé"), ("representative", "Anne")]
        assert (gone[4], gone[5], gone[6]) == (TODAY, [(2026, "paid")], [])
        now = {row.name: row.state for row in register_at.register_as_of(session, TODAY)}
        before = register_at.register_as_of(session, TODAY - timedelta(days=1))
        assert now == {"Nantes Métropole": "member", "Métropole de Nantes": "merged"}
        assert {row.state for row in before} == {Membership.MEMBER}


def test_an_undone_merge_leaves_both_as_they_were(transaction: Transaction):
    with transaction() as session:
        kept, other = twins(session)
        before = picture(session, kept, other)
        merge = merges.merge_members(session, kept.id, other.id, "import", **TOLD)
        assert picture(session, kept, other) != before
        merges.undo_merge(session, merge.id, "erreur", **TOLD)
        assert picture(session, kept, other) == before
        undo = merges.undo_merge
        assert code_of(lambda: undo(session, merge.id, "", **TOLD)) == "merges.undone"
        assert merges.preview(session, kept.id, other.id).obstacle is None


def test_a_merge_that_something_followed_is_not_undone(transaction: Transaction):
    with transaction() as session:
        kept, other = twins(session)
        merge = merges.merge_members(session, kept.id, other.id, "import", **TOLD)
        name(session, kept, "Zoé")
        undo = merges.undo_merge
        assert code_of(lambda: undo(session, merge.id, "", **TOLD)) == "merges.followed"


def test_what_cannot_be_one_is_not_merged(transaction: Transaction):
    with transaction() as session:
        city, anne = enter(session, "Lyon"), enter_individual(session, "Anne")
        gone = enter(session, "Lyon Métropole")
        members.mark_left(session, gone.id, TODAY, **TOLD)

        def merge(kept, other):
            return code_of(lambda: merges.merge_members(session, kept.id, other.id, "", **TOLD))

        assert merge(city, city) == "merges.same"
        assert merge(city, anne) == "merges.other-kind"
        assert merge(gone, city) == "merges.kept-gone"
        assert merge(city, gone) == ""
        assert merge(gone, city) == "merges.merged-away"
        act = members.readmit
        assert code_of(lambda: act(session, gone.id, TODAY, **TOLD)) == "members.merged-away"


def test_the_name_of_a_duplicate_means_the_member_it_was(transaction: Transaction):
    with transaction() as session:
        kept, other = twins(session)
        merges.merge_members(session, kept.id, other.id, "", **TOLD)
    raw = "type;categorie;nom;region\ninstitution;region;METROPOLE DE NANTES;Loire\n"
    with transaction() as session:
        counts = imports.import_file(session, "r.csv", raw.encode(), **TOLD)
        kept = find(session, "Nantes Métropole")

        assert counts[imports.Outcome.CHANGED] == 1
        assert (kept.region, find(session, "Métropole de Nantes").left_on) == ("Loire", TODAY)


def test_two_persons_become_one_and_two_again(transaction: Transaction):
    with transaction() as session:
        own = enter_individual(session, "Anne Martin", "anne@v.example")
        city = enter(session, "Lyon", "Anne MARTIN", "a.martin@lyon.example")
        first = acting(session, own, ActsAs.SELF)
        second = acting(session, city, ActsAs.REPRESENTATIVE)
        session.add(Account(email="x@v.example", name="Anne", person_id=second.id))
        session.flush()
        pairs = distinct_pairs.pairs(session, "person", 10).shown
        assert [(pair.first.id, pair.second.id) for pair in pairs] == [(first.id, second.id)]
        merge = person_merges.merge_persons(session, first.id, second.id, "", **TOLD)
        acted = acting_on(session, city, TODAY)
        assert (acted.person_id, acted.email) == (first.id, "anne@v.example")
        assert distinct_pairs.pairs(session, "person", 10).total == 0
        person_merges.undo_merge(session, merge.id, "", **TOLD)
        acted = acting_on(session, city, TODAY)
        assert (acted.person_id, acted.email) == (second.id, "a.martin@lyon.example")


def test_nobody_is_merged_while_an_assembly_is_called(any_settings: Settings):
    called = call_members(any_settings)
    with called.database.transaction() as session:
        merge = merges.merge_members
        assert code_of(lambda: merge(session, 1, 2, "", **TOLD)) == "merges.meeting-called"
        both = [members.get_member(session, number) for number in (1, 2)]
        people = [persons.current(member, capacity) for member in both for capacity in ActsAs]
        first, second = [row.person_id for row in people if row][:2]
        join = person_merges.merge_persons
        assert code_of(lambda: join(session, first, second, "", **TOLD)) == "merges.meeting-called"
    called.database.engine.dispose()


def test_papers_proposals_and_terms_follow_the_member_and_come_back(transaction: Transaction):
    with transaction() as session:
        kept = enter(session, "Nantes Métropole", "Ana Roy", "ana@n.example")
        twin = enter(session, "Métropole de Nantes", "Ana ROY", "a.roy@n.example")
        person = acting(session, twin, ActsAs.REPRESENTATIVE)
        paper = Paper(PaperKind.LETTER, "Courrier", "", None)
        number = member_documents.add_paper(session, twin.id, paper, b"%PDF-1.7\n%%EOF", **TOLD).id
        change_requests.ask(session, twin.id, person.id, {"region": "Bretagne"}, "", now=NOW)
        told = {"body": "CA", "name": "Ana Roy", "came_by": "elected", "to_ratify": False}
        days = {"began_on": TODAY, "term_began_on": TODAY, "ends_on": TODAY.replace(year=2029)}
        session.add(Term(member_id=twin.id, person_id=person.id, **told, **days))
        session.flush()

        merge = merges.merge_members(session, kept.id, twin.id, "", **TOLD)
        steps = dict(relation_merging.what_moves(session, kept.id))
        assert (steps["papers"], steps["requests"], steps["terms"]) == (1, 1, 1)
        assert member_documents.get_paper(session, kept.id, number).title == "Courrier"
        assert [one.member_id for one in change_requests.waiting(session)] == [kept.id]
        merges.undo_merge(session, merge.id, "", **TOLD)
        assert dict(relation_merging.what_moves(session, kept.id)) == {}
        assert session.scalars(select(Term.member_id)).one() == twin.id

        first = acting(session, kept, ActsAs.REPRESENTATIVE)
        same = person_merges.merge_persons(session, first.id, person.id, "", **TOLD)
        assert session.scalars(select(Term.person_id)).one() == first.id
        person_merges.undo_merge(session, same.id, "", **TOLD)
        assert session.scalars(select(Term.person_id)).one() == person.id
