"""The list of the notice under bylaws that meetings cannot follow whole, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

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
    preset,
    with_value,
)
from governance.rules.ruleset.voting import Splitting
from governance.rules.ruleset.weighing import CollegeVoices
from governance.services import imports, meetings, notices
from governance.services.meetings import Plan
from governance.services.notices import Convener
from governance.services.post import Post
from governance.services.vault import Vault
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


def test_two_and_a_half_voices_each_stop_the_notice_with_their_clause(any_settings):
    shared = (CollegeVoices("SALARIES", total=5), CollegeVoices("EMPLOYEURS", total=5))
    rules = preset("agfpn")
    kept = replace(rules.weight.colleges, value=shared)
    rules = with_value(rules, "weight.colleges", kept)
    with meeting_under(any_settings, rules, "syndicat") as (session, meeting):
        (check,) = listed(session, meeting, "notice.whole-voices")
        assert (check.ok, check.blocking) == (False, True)
        assert check.clause == rules.weight.fraction_allowed.clause
        post = Post(Vault(any_settings.vault_key), any_settings.public_url)
        with pytest.raises(RuleBrokenError) as refusal:
            notices.convene(session, post, meeting, SECRETARY, actor=INES, now=CONVENED)
        assert "notice.whole-voices" in refusal.value.facts["checks"]


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
