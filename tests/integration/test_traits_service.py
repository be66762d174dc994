"""Figures, federation, posts and kin on both databases: dated, checked, asked by the bylaws."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import pytest

from governance.db import Database
from governance.errors import InvalidInputError
from governance.rules.ruleset import Ruled, RuleSet, Source, preset, with_value
from governance.services.bylaws import rulesets
from governance.services.membership import history, member_story, merges, register
from governance.services.membership.history import Because
from governance.services.membership.trait_writing import change_traits, checked_figure, texts_of
from governance.services.membership.traits import asked_by, traits_on
from governance.services.records import journal_pages
from governance.settings import Settings
from tests.integration.registers import TODAY, TOLD, Transaction, code_of, enter

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
AGFPN = preset("agfpn")


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    """Transactions on a database that has the bylaws of the association."""
    database = Database(any_settings)
    with database.transaction() as session:
        rulesets.install_preset(session, "agfpn", actor=TOLD["actor"], now=TOLD["now"])
    yield database.transaction
    database.engine.dispose()


def with_rule(rules: RuleSet, path: str, value: object) -> RuleSet:
    return with_value(rules, path, Ruled(value, Source.STATUTS, "statuts, art. 12"))


def test_bylaws_ask_what_their_rules_name_and_nothing_else():
    udaf = asked_by(preset("udaf"))
    assert [one.name for one in udaf.figures][:2] == ["parents", "mineurs"]
    assert (udaf.group, udaf.posts, udaf.kin) == (True, (), False)
    assert not asked_by(preset("la27eregion"))
    named = with_rule(AGFPN, "proxy.forbidden_holders", ("employee", "person_concerned"))
    assert asked_by(named).posts == ("employee",)
    assert asked_by(with_rule(AGFPN, "proxy.blank", "president")).posts == ("president",)
    family = asked_by(with_rule(AGFPN, "proxy.scope", "family"))
    assert family.fields == ("figure:audience", "kin")


def test_a_figure_holds_from_its_day_on_and_the_one_before_stays(transaction):
    asked = asked_by(AGFPN)
    with transaction() as session:
        one = enter(session, "MEDEF", category="employeurs")
        change_traits(session, one.id, {"figure:audience": "60"}, since=MARCH, **TOLD)
        change_traits(session, one.id, {"figure:audience": "62,5"}, since=APRIL, **TOLD)
        days = (date(2026, 2, 28), MARCH, APRIL)
        seen = [traits_on(session, asked, day).inputs_of(one.id, None) for day in days]
        assert seen == [{}, {"audience": 60}, {"audience": Fraction(125, 2)}]
        told = [chapter.lines[0] for chapter in member_story.story(session, one)[:2]]
        assert [(line.before, line.after, line.holds_from) for line in told] == [
            ("60", "125/2", APRIL),
            ("", "60", MARCH),
        ]


def test_a_correction_says_that_the_figure_was_wrong_from_its_first_day(transaction):
    with transaction() as session:
        one = enter(session, "MEDEF", category="employeurs")
        change_traits(session, one.id, {"figure:audience": "60"}, since=MARCH, **TOLD)
        source = Because(reason="erreur de saisie", reference="mesure de 2025")
        change_traits(session, one.id, {"figure:audience": "61"}, because=source, **TOLD)
        held = traits_on(session, asked_by(AGFPN), MARCH, [one.id])
        assert held.figures[one.id] == {"audience": 61}
        facts = [fact for fact in history.facts_about(session, one) if ":" in fact.field]
        assert {(fact.value, fact.retracted_by_id is None) for fact in facts} == {
            ("60", False),
            ("61", True),
        }
        last = journal_pages.about_member(session, one.id)[0]
        assert last.facts["changes"] == [["figure:audience", "60", "61"]]
        assert last.facts["reference"] == "mesure de 2025"


def test_a_figure_may_be_taken_back(transaction):
    with transaction() as session:
        one = enter(session, "MEDEF", category="employeurs")
        change_traits(session, one.id, {"figure:audience": "60"}, since=MARCH, **TOLD)
        change_traits(session, one.id, {"figure:audience": ""}, since=APRIL, **TOLD)
        assert traits_on(session, asked_by(AGFPN), TODAY).inputs_of(one.id, None) == {}


def test_saying_again_what_is_known_writes_nothing(transaction):
    with transaction() as session:
        one = enter(session, "MEDEF", category="employeurs")
        change_traits(session, one.id, {"figure:audience": "2,50"}, since=MARCH, **TOLD)
        before = history.last_act_on(session, one.id)
        change_traits(session, one.id, {"figure:audience": "5/2"}, since=APRIL, **TOLD)
        assert history.last_act_on(session, one.id) == before
        assert texts_of(session, one, ["figure:audience"]) == {"figure:audience": "5/2"}


def test_the_voices_of_the_register_are_counted_from_the_figures_of_the_day(transaction):
    with transaction() as session:
        for name, audience in (("A", "60"), ("B", "25"), ("C", "15")):
            one = enter(session, name, category="employeurs", joined_on=date(2020, 1, 1))
            change_traits(session, one.id, {"figure:audience": audience}, since=MARCH, **TOLD)
        for name in "VWXYZ":
            enter(session, name, category="syndicat", joined_on=date(2020, 1, 1))
        found = register.all_entries(session, AGFPN, TODAY)
        voices = {entry.name: entry.voices.value for entry in found}
        assert [voices[name] for name in "ABCV"] == [6, Fraction(5, 2), Fraction(3, 2), 2]
        early = register.all_entries(session, AGFPN, date(2026, 2, 1))
        assert {entry.name: entry.voices.missing for entry in early}["A"] == ("audience",)


@pytest.mark.parametrize(
    "written",
    [
        "-1",
        "1e9",
        "douze",
        "1/0",
        "1/10000",
        "0,1234567",
        "٣",
        "1" * 14,
        "9999999999999",
        "1 / 2 / 3",
    ],
)
def test_what_is_no_figure_is_refused(written):
    assert code_of(lambda: checked_figure(written)) == "members.bad-figure"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("12", "12"), ("1 234", "1234"), ("2,5", "5/2"), ("2.50", "5/2"), ("7/3", "7/3"), ("", "")],
)
def test_a_figure_is_kept_exactly(written, kept):
    assert checked_figure(written) == kept


def test_federation_posts_and_kin_are_kept_and_read_from_a_day(transaction):
    rules = with_rule(preset("udaf"), "proxy.forbidden_holders", ("employee", "auditor"))
    asked = asked_by(with_rule(rules, "proxy.scope", "family"))
    with transaction() as session:
        first, second = (enter(session, name, category="syndicat") for name in "AB")
        wanted = {
            "group": " Familles  rurales ",
            "posts": "employee; auditor",
            "kin": str(second.id),
        }
        change_traits(session, first.id, wanted, since=APRIL, **TOLD)
        held = traits_on(session, asked, APRIL)
        assert held.groups == {first.id: "Familles rurales"}
        assert held.roles == {first.id: {"auditor", "employee"}}
        assert held.relatives == {(first.id, second.id), (second.id, first.id)}
        assert traits_on(session, asked, MARCH).groups == {}
        assert traits_on(session, asked, APRIL, [second.id]).relatives == held.relatives


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("group", "F" * 201, "members.too-long"),
        ("group", "Fami\u200blles", "members.invisible-character"),
        ("posts", "p" * 255, "members.too-long"),
        ("kin", "999", "members.no-such-kin"),
        ("kin", "tante", "members.no-such-kin"),
        ("figure:audience", "beaucoup", "members.bad-figure"),
    ],
)
def test_what_the_register_cannot_keep_is_refused(transaction, field, text, code):
    with transaction() as session:
        one = enter(session, "A", category="syndicat")
        with pytest.raises(InvalidInputError) as refusal:
            change_traits(session, one.id, {field: text}, since=MARCH, **TOLD)
        assert refusal.value.code == code


def test_nobody_is_kin_to_herself_and_no_day_to_come_is_written(transaction):
    with transaction() as session:
        one = enter(session, "A", category="syndicat")
        tomorrow = date(2026, 6, 3)

        def write(field: str, text: str, since: date) -> str:
            return code_of(
                lambda: change_traits(session, one.id, {field: text}, since=since, **TOLD)
            )

        assert write("kin", str(one.id), MARCH) == "members.no-such-kin"
        assert write("group", "F", tomorrow) == "members.from-in-future"
        with pytest.raises(ValueError, match="no such trait"):
            change_traits(session, one.id, {"name": "B"}, since=MARCH, **TOLD)


def test_a_merge_fills_in_what_the_kept_member_lacks_and_undoing_takes_it_back(transaction):
    asked = asked_by(preset("udaf"))
    with transaction() as session:
        kept, absorbed = (enter(session, name, category="syndicat") for name in "AB")
        change_traits(session, kept.id, {"figure:parents": "4"}, since=MARCH, **TOLD)
        double = {"figure:parents": "5", "figure:mineurs": "7", "group": "UFAL"}
        change_traits(session, absorbed.id, double, since=MARCH, **TOLD)
        seen = merges.preview(session, kept.id, absorbed.id).steps
        told = {(step.goes, *step.facts) for step in seen if step.what == "field"}
        assert ("stays", "figure:parents", "5", "4") in told
        assert ("filled", "group", "UFAL", "") in told
        merge = merges.merge_members(session, kept.id, absorbed.id, "doublon", **TOLD)
        held = traits_on(session, asked, TODAY)
        assert held.figures[kept.id] == {"parents": 4, "mineurs": 7}
        assert held.groups[kept.id] == "UFAL"
        merges.undo_merge(session, merge.id, "", **TOLD)
        held = traits_on(session, asked, TODAY)
        assert held.figures[kept.id] == {"parents": 4}
        assert kept.id not in held.groups
