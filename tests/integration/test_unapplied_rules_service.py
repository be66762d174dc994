"""The list of the notice under bylaws that meetings cannot follow whole, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlalchemy.orm import Session

from governance.db import Database
from governance.errors import RuleBrokenError
from governance.models.association import Association
from governance.models.meetings import Meeting
from governance.rules.notices import Check
from governance.rules.ruleset import (
    Ruled,
    RuleSet,
    Source,
    WeightMethod,
    preset,
    with_value,
)
from governance.rules.ruleset.voting import Splitting
from governance.rules.ruleset.weighing import CollegeBound, CollegeVoices
from governance.services import imports
from governance.services.convening import meetings, notices
from governance.services.convening.meetings import Plan
from governance.services.convening.notices import Convener
from governance.services.electorate import roll, roll_closing
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from tests.integration.called_members import CONVENED, HEADING, INES, STARTS, install

SECRETARY = Convener(INES.name, "chair")


@contextmanager
def meeting_under(settings, rules: RuleSet, category: str) -> Iterator[tuple[Session, Meeting]]:
    database = Database(settings)
    with database.transaction() as session:
        session.add(
            Association(id=1, name="A", short_name="A", seat="", email="a@m.example", website="")
        )
        install(session, rules)
        rows = (
            f"institution;{category};{name};;T {name};{name}@m.example;;;;;payée;payée"
            for name in ("lyon", "metz")
        )
        raw = "\n".join([HEADING, *rows]).encode()
        imports.import_file(session, "registre.csv", raw, actor=INES, now=CONVENED)
        plan = Plan("Assemblée", STARTS, "Paris", "")
        yield session, meetings.create_meeting(session, "AGO", plan, actor=INES, now=CONVENED)
    database.engine.dispose()


def listed(session: Session, meeting: Meeting, code: str) -> list[Check]:
    found = notices.examine(session, meeting, "chair", CONVENED)
    return [check for check in found if check.code == code]


def test_two_and_a_half_voices_each_are_frozen_as_they_are(any_settings):
    shared = (CollegeVoices("SALARIES", total=5), CollegeVoices("EMPLOYEURS", total=5))
    rules = preset("agfpn")
    rules = with_value(rules, "weight.colleges", replace(rules.weight.colleges, value=shared))
    with meeting_under(any_settings, rules, "syndicat") as (session, meeting):
        (check,) = listed(session, meeting, "notice.voices")
        assert check.ok
        roll_closing.freeze_roll(session, meeting, actor=INES, now=CONVENED)
        assert meeting.voice_scale == 2
        drawn = roll.roll_at(session, meeting, STARTS)
        assert [drawn.voices_of(line) for line in drawn.lines] == [Fraction(5, 2)] * 2
        assert drawn.voices == 5


def test_voices_that_cannot_be_counted_stop_the_notice_with_the_reason(any_settings):
    rules = preset("acca")
    halved = replace(rules.weight.formula, value="1 + 3 / 2")
    rules = with_value(rules, "weight.formula", halved)
    with meeting_under(any_settings, rules, "adherent") as (session, meeting):
        (check,) = listed(session, meeting, "notice.voices")
        assert (check.ok, check.blocking) == (False, True)
        assert check.facts["why"] == "weight.not-whole"
        assert check.facts["told"]["voices"] == "5/2"
        post = Post(Vault(any_settings.vault_key), any_settings.public_url)
        with pytest.raises(RuleBrokenError) as refusal:
            notices.convene(session, post, meeting, SECRETARY, actor=INES, now=CONVENED)
        assert "notice.voices" in refusal.value.facts["checks"]


def test_voices_in_parts_too_small_to_count_stop_the_notice(any_settings):
    shared = (CollegeVoices("SALARIES", total=5), CollegeVoices("EMPLOYEURS", total=5))
    rules = preset("agfpn")
    rules = with_value(rules, "weight.colleges", replace(rules.weight.colleges, value=shared))
    rules = with_value(
        rules, "weight.method", replace(rules.weight.method, value=WeightMethod.FORMULA)
    )
    fine = Ruled("1 + 1 / 1000003 / 1000033", Source.STATUTS, "art. 9")
    rules = with_value(rules, "weight.formula", fine)
    with meeting_under(any_settings, rules, "syndicat") as (session, meeting):
        (check,) = listed(session, meeting, "notice.voices")
        assert (check.ok, check.facts["why"]) == (False, "weight.too-fine")


def test_a_college_beyond_its_share_stops_the_notice_with_the_clause(any_settings):
    bound = Ruled(
        (CollegeBound(("SALARIES",), max=Fraction(1, 2)),), Source.STATUTS, "statuts, art. 11"
    )
    rules = with_value(preset("agfpn"), "weight.college_bounds", bound)
    with meeting_under(any_settings, rules, "syndicat") as (session, meeting):
        (check,) = listed(session, meeting, "notice.bounds")
        assert (check.ok, check.blocking, check.clause) == (False, True, "statuts, art. 11")
        assert check.facts["why"] == "weight.bound-at-most"
        assert check.facts["told"]["held"] == 4


def test_figures_that_the_register_does_not_hold_stop_the_notice(any_settings):
    with meeting_under(any_settings, preset("acca"), "adherent") as (session, meeting):
        (check,) = listed(session, meeting, "notice.figures")
        assert (check.ok, check.blocking) == (False, True)
        assert check.facts["names"] == ["lyon", "metz"]
        assert check.clause == preset("acca").weight.inputs.clause


def test_rules_that_no_meeting_applies_are_told_and_stop_nothing(any_settings):
    split = Ruled(Splitting("always"), Source.STATUTS, "art. 31")
    rules = with_value(preset("asa"), "vote.splitting", split)
    with meeting_under(any_settings, rules, "proprietaire") as (session, meeting):
        told = {
            check.facts["path"]: check for check in listed(session, meeting, "notice.not-applied")
        }
        assert "vote.splitting" in told
        assert not {"quorum.second", "second_call"} & set(told)
        assert not any(check.blocking or check.ok for check in told.values())
        assert told["vote.splitting"].clause == split.clause
