"""Points, steps, themes and expectations on both databases: what was said, and who waits."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from governance.db import Database
from governance.models.followups import FollowUp, NextStep
from governance.models.journal import JournalLine
from governance.services.bylaws import rulesets
from governance.services.membership import members, merges
from governance.services.relations import (
    contacts,
    expectations,
    followed,
    followups,
    point_search,
    relation_files,
)
from governance.services.relations.contacts import Card
from governance.services.relations.followups import Step, Told
from governance.settings import Settings
from tests.integration.registers import (
    INES,
    NOW,
    TODAY,
    TOLD,
    Transaction,
    code_of,
    enter,
    enter_individual,
    find,
)

SIX_MONTHS_AGO = date(2025, 12, 2)
SECRET = "La direction va changer."


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "la27eregion", actor=INES, now=NOW)
        enter(session, "Bretagne", region="Bretagne")
        enter(session, "Réunion", region="La Réunion")
        enter(session, "Département de la Réunion", region="La Réunion", category="departement")
        enter_individual(session, "Seule")
    yield database.transaction
    database.engine.dispose()


def hold(session: Session, day: date, *steps: Step, member: str = "Bretagne") -> FollowUp:
    """Write a point held on a day."""
    told = Told(day, "Ana, Inès", SECRET, steps)
    return followups.record_point(session, find(session, member).id, told, **TOLD)


def one(session: Session, name: str = "Bretagne") -> followed.Followed:
    """Return how a member is followed today."""
    return next(row for row in followed.followed_members(session, TODAY) if row.name == name)


def names(session: Session, **wanted: object) -> list[str]:
    """Return the members that answer to a search today."""
    return [row.name for row in listed(session, **wanted)]


def listed(session: Session, **wanted: object) -> Sequence[followed.Followed]:
    return followed.list_followed(session, followed.Wanted(**wanted), TODAY).members


@pytest.mark.parametrize(
    ("held_on", "waits"), [(SIX_MONTHS_AGO - timedelta(days=1), True), (SIX_MONTHS_AGO, False)]
)
def test_a_member_waits_for_a_point_once_six_months_have_gone_by(
    transaction: Transaction, held_on: date, waits: bool
):
    with transaction() as session:
        hold(session, held_on)
        assert (one(session).last_on, one(session).waits) == (held_on, waits)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2026, 3, 15), 6, date(2025, 9, 15)),
        (date(2026, 1, 1), 12, date(2025, 1, 1)),
        (date(2026, 5, 31), 6, date(2025, 11, 30)),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, before: date):
    assert followed.months_before(day, months) == before


def test_a_member_that_joined_since_does_not_wait_yet_and_an_individual_never(
    transaction: Transaction,
):
    with transaction() as session:
        enter(session, "Corse", joined_on=date(2026, 3, 1))
        enter(session, "Normandie", joined_on=date(2025, 3, 1))
        assert (one(session, "Corse").waits, one(session, "Normandie").waits) == (False, True)
        assert "Seule" not in names(session)


def test_who_left_is_followed_no_more_and_its_steps_are_not_asked_for(transaction: Transaction):
    with transaction() as session:
        hold(session, TODAY, Step("Écrire", "Inès", TODAY))
        members.mark_left(session, find(session, "Bretagne").id, TODAY, **TOLD)
        assert "Bretagne" not in names(session)
        assert followups.steps_to_do(session) == []


def test_points_of_the_last_twelve_months_are_counted_and_a_withdrawn_one_is_not(
    transaction: Transaction,
):
    with transaction() as session:
        for day in (date(2025, 6, 2), date(2025, 6, 3), date(2026, 1, 10)):
            hold(session, day)
        wrong = hold(session, TODAY)
        followups.withdraw_point(session, wrong.member_id, wrong.id, "autre membre", **TOLD)
        assert (one(session).points, one(session).last_on) == (2, date(2026, 1, 10))
        again = code_of(
            lambda: followups.withdraw_point(session, wrong.member_id, wrong.id, "bis", **TOLD)
        )
        assert again == "points.withdrawn"


def test_a_step_is_late_the_day_after_its_day_until_it_is_done(transaction: Transaction):
    with transaction() as session:
        yesterday = TODAY - timedelta(days=1)
        point = hold(session, SIX_MONTHS_AGO, Step("Écrire", "Inès", yesterday), Step("Voir"))
        hold(session, SIX_MONTHS_AGO, Step("Appeler", due_on=TODAY), member="Réunion")
        assert (one(session).open_steps, one(session).late_steps) == (2, 1)
        assert one(session, "Réunion").late_steps == 0
        todo = [step.text for step in followups.steps_to_do(session)]
        assert todo == ["Écrire", "Appeler", "Voir"]
        assert names(session, state="late") == ["Bretagne"]

        step = point.steps[0]
        followups.mark_step(session, point.member_id, step.id, done=True, **TOLD)
        followups.mark_step(session, point.member_id, step.id, done=True, **TOLD)
        assert (step.done_on, step.done_by, one(session).late_steps) == (
            TODAY,
            "Inès Secrétaire",
            0,
        )
        followups.mark_step(session, point.member_id, step.id, done=False, **TOLD)
        assert (step.done_on, one(session).late_steps) == (None, 1)
        kinds = select(JournalLine.kind).where(JournalLine.kind.like("point.step%"))
        assert session.scalars(kinds).all() == ["point.step-done", "point.step-reopened"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (Told(TODAY + timedelta(days=1), "Ana", "Dit"), "points.from-future"),
        (Told(date(1850, 1, 1), "Ana", "Dit"), "members.too-early"),
        (Told(TODAY, " \n ", "Dit"), "points.nobody"),
        (Told(TODAY, "Ana", ""), "points.nothing-said"),
        (Told(TODAY, "Ana", "x" * 10_001), "members.too-long"),
        (Told(TODAY, "A" * 1_001, "Dit"), "members.too-long"),
        (Told(TODAY, "Ana", "Dit\u202e"), "members.invisible-character"),
        (Told(TODAY, "Ana", "Dit\x00"), "members.invisible-character"),
        (Told(TODAY, "Ana", "Dit", (Step(" "),)), "points.empty-step"),
        (Told(TODAY, "Ana", "Dit", (Step("x" * 501),)), "members.too-long"),
        (Told(TODAY, "Ana", "Dit", (Step("x", due_on=SIX_MONTHS_AGO),)), "points.due-before"),
        (Told(TODAY, "Ana", "Dit", (Step("x"),) * 31), "points.too-many-steps"),
    ],
)
def test_a_point_that_cannot_be_kept_is_refused_and_nothing_is_written(
    transaction: Transaction, told: Told, code: str
):
    with transaction() as session:
        member = find(session, "Bretagne").id
        assert code_of(lambda: followups.record_point(session, member, told, **TOLD)) == code
        assert session.scalars(select(FollowUp)).all() == []


def test_what_was_said_keeps_its_lines_and_stays_out_of_the_journal(transaction: Transaction):
    with transaction() as session:
        told = Told(TODAY, "Ana", f"{SECRET}\r\n\r\nSuite\tdite.  ", (Step("Rappeler la cheffe"),))
        point = followups.record_point(session, find(session, "Bretagne").id, told, **TOLD)
        assert point.said == f"{SECRET}\n\nSuite dite."
        changed = Told(SIX_MONTHS_AGO, "Bob", "Autre chose.")
        followups.change_point(session, point.member_id, point.id, changed, **TOLD)
        assert (point.held_on, point.changed_by) == (SIX_MONTHS_AGO, "Inès Secrétaire")
        assert [step.text for step in point.steps] == ["Rappeler la cheffe"]

        lines = session.scalars(select(JournalLine).where(JournalLine.kind.like("point.%"))).all()
        assert [line.kind for line in lines] == ["point.held", "point.changed"]
        text = " ".join(str(line.facts) for line in lines)
        assert [word for word in ("direction", "Ana", "cheffe", "chose") if word in text] == []


def test_a_point_or_step_of_one_member_is_not_reached_through_another(transaction: Transaction):
    with transaction() as session:
        point, other = hold(session, TODAY, Step("Écrire")), find(session, "Réunion").id
        step = session.scalars(select(NextStep)).one().id
        codes = [
            code_of(lambda: followups.add_step(session, other, point.id, Step("x"), **TOLD)),
            code_of(lambda: followups.mark_step(session, other, step, done=True, **TOLD)),
            code_of(lambda: followups.withdraw_point(session, other, point.id, "x", **TOLD)),
        ]
        assert codes == ["points.unknown", "points.no-step", "points.unknown"]


def test_members_are_found_by_theme_region_words_and_state(transaction: Transaction):
    with transaction() as session:
        for name in ("Numérique", "Santé"):
            expectations.add_theme(session, name, **TOLD)
        digital, health = (theme.id for theme in expectations.themes(session))
        west, south = find(session, "Bretagne").id, find(session, "Réunion").id
        expectations.choose_themes(session, west, [digital, health], **TOLD)
        expectations.choose_themes(session, south, [health], **TOLD)
        contacts.add_contact(session, west, Card("Ana"), TODAY, permanent=True, **TOLD)
        hold(session, TODAY)

        assert names(session, theme=digital) == ["Bretagne"]
        assert names(session, theme=health) == ["Réunion", "Bretagne"]  # the one that waits first
        assert names(session, region="04") == ["Département de la Réunion", "Réunion"]
        assert names(session, text="departement reunion") == ["Département de la Réunion"]
        assert names(session, region="04", theme=health) == ["Réunion"]
        assert names(session, state="nobody") == ["Département de la Réunion", "Réunion"]
        assert names(session, state="waiting") == ["Département de la Réunion", "Réunion"]
        assert names(session, theme=9_999) == []


def test_a_theme_is_said_once_and_comes_back_with_its_members(transaction: Transaction):
    with transaction() as session:
        theme = expectations.add_theme(session, "Numérique", **TOLD)
        member = find(session, "Bretagne").id
        expectations.choose_themes(session, member, [theme.id], **TOLD)
        twice = code_of(lambda: expectations.add_theme(session, "  numerique ", **TOLD))
        assert twice == "themes.there"

        expectations.retire_theme(session, theme.id, **TOLD)
        assert one(session).themes == ()
        unknown = code_of(lambda: expectations.choose_themes(session, member, [theme.id], **TOLD))
        assert unknown == "themes.unknown"
        expectations.choose_themes(session, member, [], **TOLD)  # what is retired is left alone

        assert expectations.add_theme(session, "Numérique", **TOLD) is theme
        assert [held.label for held in one(session).themes] == ["Numérique"]
        assert expectations.theme_counts(session) == {theme.id: 1}


@pytest.mark.parametrize(
    ("label", "code"),
    [("", "themes.empty"), ("—", "themes.empty"), ("x" * 81, "members.too-long")],
)
def test_a_theme_without_a_name_is_refused(transaction: Transaction, label: str, code: str):
    with transaction() as session:
        assert code_of(lambda: expectations.add_theme(session, label, **TOLD)) == code


def test_an_expectation_is_noted_then_closed_and_stays(transaction: Transaction):
    with transaction() as session:
        member, other = find(session, "Bretagne").id, find(session, "Réunion").id
        row = expectations.note_expectation(session, member, "Être mise\nen lien", **TOLD)
        assert code_of(lambda: expectations.close_expectation(session, other, row.id, **TOLD)) == (
            "expectations.unknown"
        )
        expectations.close_expectation(session, member, row.id, **TOLD)
        expectations.note_expectation(session, member, "Une formation", **TOLD)

        told = expectations.expectations_of(session, [member, other])
        assert [(one.text, one.closed_on) for one in told] == [
            ("Une formation", None),
            ("Être mise\nen lien", TODAY),
        ]


def test_points_themes_and_expectations_follow_a_merge_and_its_undoing(transaction: Transaction):
    with transaction() as session:
        kept, twin = find(session, "Bretagne"), enter(session, "Région Bretagne")
        both = expectations.add_theme(session, "Santé", **TOLD).id
        own = expectations.add_theme(session, "Numérique", **TOLD).id
        expectations.choose_themes(session, kept.id, [both], **TOLD)
        expectations.choose_themes(session, twin.id, [both, own], **TOLD)
        expectations.note_expectation(session, twin.id, "Une formation", **TOLD)
        hold(session, TODAY, Step("Écrire"), member="Région Bretagne")

        merge = merges.merge_members(session, kept.id, twin.id, "doublon", **TOLD)
        assert (one(session).last_on, one(session).open_steps) == (TODAY, 1)
        assert [theme.id for theme in one(session).themes] == [own, both]
        assert len(expectations.expectations_of(session, [kept.id])) == 1

        merges.undo_merge(session, merge.id, "erreur", **TOLD)
        assert (one(session).last_on, one(session, "Région Bretagne").last_on) == (None, TODAY)
        assert [theme.id for theme in one(session).themes] == [both]
        assert [theme.id for theme in one(session, "Région Bretagne").themes] == [own, both]


def test_the_file_of_points_tells_steps_and_leaves_out_what_was_withdrawn(
    transaction: Transaction,
):
    with transaction() as session:
        hold(session, TODAY, Step("=Écrire", "Inès", TODAY), member="Réunion")
        wrong = hold(session, TODAY)
        followups.withdraw_point(session, wrong.member_id, wrong.id, "erreur", **TOLD)
        raw = relation_files.points_file(session, "csv", NOW)
        assert raw.decode("utf-8-sig").splitlines()[1:] == [
            f"Réunion;La Réunion;2026-06-02;Ana, Inès;{SECRET};'=Écrire (pour le 2026-06-02, Inès)"
        ]


def test_words_of_a_point_a_step_or_an_expectation_find_their_member(transaction: Transaction):
    with transaction() as session:
        hold(session, TODAY - timedelta(days=90), Step("Envoyer l’étude Été 2030", "", None))
        hold(session, TODAY - timedelta(days=30), member="Réunion")
        expectations.note_expectation(
            session, find(session, "Réunion").id, "Un atelier mobilité.", **TOLD
        )
        found = {
            text: {one.name: one.passage for one in listed(session, text=text)}
            for text in ("etude ete", "DIRECTION change", "atelier mobilite", "nulle part")
        }
        assert list(found["etude ete"]) == ["Bretagne"]
        assert set(found["DIRECTION change"]) == {"Bretagne", "Réunion"}
        assert list(found["atelier mobilite"]) == ["Réunion"]
        assert found["nulle part"] == {}
        told = found["etude ete"]["Bretagne"]
        assert told is not None
        assert told.text == f"{SECRET} Envoyer l’étude Été 2030 Ana, Inès"
        assert listed(session, text="bretagne")[0].passage is None


def test_a_point_that_was_withdrawn_is_not_searched(transaction: Transaction):
    with transaction() as session:
        point = hold(session, TODAY - timedelta(days=30))
        followups.withdraw_point(
            session, find(session, "Bretagne").id, point.id, "Saisi deux fois.", **TOLD
        )
        assert listed(session, text="direction") == []


def test_a_long_note_is_shown_around_the_word():
    note = " ".join(["avant"] * 100 + ["Métropole"] + ["après"] * 100)
    shown = point_search._around(note, ["metropole"])
    assert shown.startswith("… avant")
    assert shown.endswith("après …")
    assert "Métropole" in shown
    assert len(shown) < 160
