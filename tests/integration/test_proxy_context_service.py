"""Proxies under the bylaws of others: what the roll and the register know reaches the rules."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from governance.db import Database
from governance.errors import RuleBrokenError
from governance.models.association import Association
from governance.models.dues import Dues
from governance.models.meetings import Meeting
from governance.models.members import Member
from governance.models.proxies import Proxy
from governance.models.roll import RollLine
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import (
    LimitException,
    ProxyLimit,
    RuleSet,
    Source,
    digest,
    encode_ruleset,
    preset,
    with_value,
)
from governance.services.bylaws import rulesets
from governance.services.convening import meetings
from governance.services.electorate import roll
from governance.services.entry.vault import Vault
from governance.services.membership.trait_writing import change_traits
from governance.services.post.post import Post
from governance.services.proxies import proxies
from governance.services.sitting import attendance
from tests.integration.called_members import CONVENED, INES, STARTS

Register = list[tuple[str, str, int]]  # name, category, voices


class Called:
    """A meeting that was called: its roll is what the test says, its bylaws too."""

    def __init__(self, settings, rules: RuleSet, register: Register) -> None:
        self.database = Database(settings)
        self.post = Post(Vault(settings.vault_key), settings.public_url)
        with self.database.transaction() as session:
            session.add(
                Association(
                    id=1, name="A", short_name="A", seat="", email="a@m.example", website=""
                )
            )
            version = RuleSetVersion(
                name=rules.name,
                version=rules.version,
                document=encode_ruleset(rules).decode(),
                sha256=digest(rules),
                created_at=CONVENED,
                chosen_at=CONVENED,
            )
            session.add(version)
            session.flush()
            meeting = Meeting(
                body="AGO",
                title="Assemblée",
                starts_at=STARTS,
                rule_set_id=version.id,
                created_at=CONVENED,
                convened_at=CONVENED,
            )
            session.add(meeting)
            session.flush()
            self.number = meeting.id
            self.members = {
                name: _enter(session, meeting.id, rules, name, category, voices)
                for name, category, voices in register
            }

    def give(self, principal: str, holder: str) -> None:
        with self.database.transaction() as session:
            meeting = meetings.get_meeting(session, self.number)
            pair = self.members[principal], self.members[holder]
            proxies.give_proxy(session, self.post, meeting, *pair, actor=INES, now=CONVENED)

    def refused(self, principal: str, holder: str) -> RuleBrokenError:
        with pytest.raises(RuleBrokenError) as refusal:
            self.give(principal, holder)
        return refusal.value

    def represented(self) -> set[str]:
        """Return for whom somebody in the room stands."""
        with self.database.session(read_only=True) as session:
            meeting = meetings.get_meeting(session, self.number)
            rules = rulesets.of_meeting(session, meeting)
            drawn = roll.roll_at(session, meeting, STARTS)
            return {
                line.name
                for line in drawn.lines
                if line.member_id
                in attendance.attendance_of(session, meeting, rules, drawn).represented
            }


def _enter(session, meeting: int, rules: RuleSet, name: str, category: str, voices: int) -> int:
    member = Member(
        kind="institution",
        name=name,
        name_key=name.lower(),
        category=category,
        created_at=CONVENED,
    )
    session.add(member)
    session.flush()
    session.add(Dues(member_id=member.id, year=2026, status="paid"))
    college = next(one.college for one in rules.categories.value if one.id == category)
    session.add(
        RollLine(meeting_id=meeting, member_id=member.id, name=name, college=college, voices=voices)
    )
    session.flush()
    return member.id


@pytest.fixture
def call(any_settings) -> Iterator[Callable[..., Called]]:
    made: list[Called] = []

    def calling(rules: RuleSet, register: Register) -> Called:
        made.append(Called(any_settings, rules, register))
        return made[-1]

    yield calling
    for one in made:
        one.database.engine.dispose()


def write(called: Called, name: str, **traits: str) -> None:
    with called.database.transaction() as session:
        change_traits(session, called.members[name], traits, actor=INES, now=CONVENED)


def with_rule(rules: RuleSet, path: str, value: object) -> RuleSet:
    return with_value(rules, path, replace(rules.parameters()[path], value=value))


def alike(names: str, category: str, voices: int = 1) -> Register:
    return [(name, category, voices) for name in names]


def test_an_acca_hunter_carries_two_proxies_whatever_they_weigh(call):
    called = call(preset("acca"), alike("ABC", "adherent", 7) + alike("D", "apporteur", 1))
    called.give("A", "D")
    called.give("B", "D")
    refusal = called.refused("C", "D")
    assert refusal.code == "proxy.too-many"
    assert refusal.facts["clause"] == preset("acca").proxy.limit.clause


def test_where_the_category_must_be_the_same_two_of_one_category_find_each_other(call):
    rules = with_rule(preset("acca"), "proxy.scope", "same_category")
    called = call(rules, alike("AB", "adherent") + alike("CD", "apporteur"))
    called.give("A", "B")
    refusal = called.refused("C", "B")
    assert refusal.code == "proxy.other-category"
    told = refusal.facts["principal_category"], refusal.facts["holder_category"]
    assert told == ("apporteur", "adherent")


def test_a_land_owner_of_an_asa_carries_a_fifth_of_all_the_members(call):
    called = call(preset("asa"), alike("ABCDEFGHIJK", "proprietaire"))
    called.give("A", "K")
    called.give("B", "K")
    refusal = called.refused("C", "K")
    assert (refusal.code, refusal.facts["limit"]) == ("proxy.too-many", 2)  # 11 / 5


def test_five_proxies_of_an_udaf_are_the_most_while_no_federation_is_known(call):
    called = call(preset("udaf"), alike("ABCDEFG", "association-familiale", 40))
    for name in "ABCDE":
        called.give(name, "G")
    assert called.refused("F", "G").code == "proxy.too-many"


def test_an_udaf_that_looks_at_votes_lifts_the_limit_below_a_share_of_them(call):
    rules = with_rule(preset("udaf"), "proxy.limit", ProxyLimit(1))
    share = preset("asa").proxy.limit.value.share  # a fifth
    rules = with_rule(
        rules, "proxy.limit_exceptions", (LimitException("under_share_of_votes", share),)
    )
    register = [*alike("ABC", "association-familiale", 2), ("Z", "association-familiale", 34)]
    called = call(rules, register)
    called.give("A", "C")
    called.give("B", "C")  # 6 of 40 voices: under a fifth
    assert called.refused("Z", "C").code == "proxy.too-many"


def test_a_limit_in_votes_counts_the_voices_of_the_frozen_roll(call):
    limit = ProxyLimit(7, unit="votes", own_included=True)
    rules = with_rule(preset("agfpn"), "proxy.limit", limit)
    called = call(rules, [("A", "syndicat", 2), ("B", "syndicat", 3), ("C", "syndicat", 3)])
    called.give("A", "C")
    refusal = called.refused("B", "C")
    assert refusal.code == "proxy.too-many-votes"
    assert (refusal.facts["voices"], refusal.facts["limit"]) == (8, 7)


def test_a_share_of_the_votes_is_counted_on_the_whole_roll(call):
    limit = ProxyLimit(share=preset("asa").proxy.limit.value.share, unit="fraction_of_votes")
    rules = with_rule(preset("agfpn"), "proxy.limit", limit)
    called = call(rules, [*alike("ABC", "syndicat", 2), ("E", "employeurs", 6)])
    called.give("A", "C")
    refusal = called.refused("B", "C")
    assert refusal.code == "proxy.too-large-share"
    assert (refusal.facts["voices"], refusal.facts["whole"]) == (4, 12)


def test_an_agfpn_proxy_stays_within_its_college(call):
    called = call(preset("agfpn"), alike("A", "syndicat", 2) + alike("E", "employeurs", 2))
    assert called.refused("A", "E").code == "proxy.other-college"


def test_the_first_proxies_kept_are_counted_in_voices_where_the_limit_is(call):
    rules = with_rule(preset("agfpn"), "proxy.excess", "keep_first")
    rules = with_rule(rules, "proxy.limit", ProxyLimit(5, unit="votes"))
    called = call(rules, alike("ABC", "syndicat", 2) + alike("H", "syndicat", 2))
    for name in "ABC":
        called.give(name, "H")
    with called.database.transaction() as session:
        meeting = meetings.get_meeting(session, called.number)
        held = session.query(Proxy).filter(Proxy.meeting_id == meeting.id).count()
        attendance.note_movement(
            session,
            meeting,
            called.members["H"],
            attendance.Movement.ONSITE,
            actor=INES,
            now=STARTS,
        )
    assert held == 3
    assert called.represented() == {"A", "B"}


def test_proxies_of_ones_own_federation_do_not_count_in_an_udaf(call):
    called = call(preset("udaf"), alike("ABCDEFGH", "association-familiale", 40))
    for name in "AH":
        write(called, name, group="Familles rurales")
    for name in "BCDEF":
        called.give(name, "H")
    called.give("A", "H")
    assert called.refused("G", "H").code == "proxy.too-many"


def test_who_holds_a_post_that_the_bylaws_exclude_carries_no_proxy(call):
    rules = with_rule(preset("acca"), "proxy.forbidden_holders", ("employee",))
    rules = with_value(
        rules,
        "proxy.forbidden_holders",
        replace(rules.proxy.forbidden_holders, source=Source.STATUTS),
    )
    called = call(rules, alike("ABC", "adherent"))
    write(called, "C", posts="employee")
    refusal = called.refused("A", "C")
    assert refusal.code == "proxy.forbidden-holder"
    called.give("A", "B")


def test_kin_may_hold_a_proxy_without_a_vote_of_their_own_where_the_bylaws_say_so(call):
    called = call(with_rule(preset("acca"), "proxy.scope", "family"), alike("ABC", "adherent"))
    with called.database.transaction() as session:
        session.query(Dues).filter_by(member_id=called.members["B"]).one().status = "called"
    assert called.refused("A", "B").code == "proxy.not-family"
    write(called, "B", kin=str(called.members["A"]))
    called.give("A", "B")
    assert called.refused("C", "B").code == "proxy.not-family"
