"""Drafts of bylaws on both databases: saved, undone, published once, each act in the journal."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from governance.db import Database
from governance.errors import InvalidInputError, NotFoundError, StateError
from governance.models.journal import JournalLine
from governance.rules.ruleset import RuleSetError, encode_ruleset, preset
from governance.rules.ruleset.amending import plain_at
from governance.services.bylaws import ruleset_drafts as drafts
from governance.services.bylaws import rulesets
from governance.services.bylaws.ruleset_drafts import Article
from governance.settings import Settings
from tests.integration.registers import NOW, TOLD, Transaction

TEN_DAYS = {"value": 10, "source": "statuts", "clause": "art. 9"}
SILENT_LIMIT = {"value": "silent", "source": "default-by-case-law", "clause": "silence"}


@pytest.fixture
def transaction(any_settings: Settings) -> Iterator[Transaction]:
    database = Database(any_settings)
    yield database.transaction
    database.engine.dispose()


@pytest.fixture
def draft(transaction: Transaction) -> int:
    with transaction() as session:
        return drafts.start(session, preset("repae"), "REPAE", **TOLD).id


def test_answers_are_undone_one_by_one_down_to_the_beginning(
    transaction: Transaction, draft: int
) -> None:
    with transaction() as session:
        drafts.save(session, draft, 5, {"notice.days": TEN_DAYS}, **TOLD)
        drafts.save(session, draft, 26, {"bodies.CA.proxy.limit": SILENT_LIMIT}, **TOLD)
    with transaction() as session:
        kept = drafts.get_draft(session, draft)
        rules = drafts.rules_of(kept)
        assert kept.answered == [5, 26]
        assert rules.notice.days.value == 10
        assert plain_at(rules, "bodies.CA.proxy.limit") is not None
        assert drafts.undo(session, draft, now=NOW) == 26
        assert drafts.undo(session, draft, now=NOW) == 5
    with transaction() as session:
        kept = drafts.get_draft(session, draft)
        assert kept.answered == []
        assert kept.document == encode_ruleset(preset("repae")).decode()
        with pytest.raises(StateError, match="nothing-to-undo"):
            drafts.undo(session, draft, now=NOW)


def test_a_refused_answer_changes_nothing(transaction: Transaction, draft: int) -> None:
    wrong = {"notice.days": TEN_DAYS, "proxy.limit": {**TEN_DAYS, "value": "many"}}
    with pytest.raises(RuleSetError), transaction() as session:
        drafts.save(session, draft, 5, wrong, **TOLD)
    with transaction() as session:
        assert drafts.last_change(session, draft) is None
        assert drafts.rules_of(drafts.get_draft(session, draft)) == preset("repae")


def test_each_publication_takes_the_next_number_of_its_name_and_closes_its_draft(
    transaction: Transaction, draft: int
) -> None:
    with transaction() as session:
        rulesets.install_preset(session, "repae", **TOLD)
        drafts.save(session, draft, 5, {"notice.days": TEN_DAYS}, **TOLD)
        version = drafts.publish(session, draft, adopted_on=date(2026, 1, 9), **TOLD)
        assert (version.version, version.adopted_on) == (2, date(2026, 1, 9))
        assert rulesets.read(version).notice.days.value == 10
        assert rulesets.current(session)[1] == preset("repae")
        for late in (
            lambda: drafts.publish(session, draft, adopted_on=None, **TOLD),
            lambda: drafts.save(session, draft, 5, {"notice.days": TEN_DAYS}, **TOLD),
            lambda: drafts.discard(session, draft, **TOLD),
            lambda: drafts.set_articles(session, draft, [], now=NOW),
        ):
            with pytest.raises(StateError, match="published"):
                late()
        kinds = session.scalars(select(JournalLine.kind).order_by(JournalLine.height)).all()
    assert [*kinds] == ["ruleset.draft-started", "ruleset.installed", "ruleset.published"]


def test_a_discarded_draft_takes_its_changes_and_text_along(
    transaction: Transaction, draft: int
) -> None:
    with transaction() as session:
        drafts.save(session, draft, 5, {"notice.days": TEN_DAYS}, **TOLD)
        drafts.discard(session, draft, **TOLD)
        assert drafts.last_change(session, draft) is None
        with pytest.raises(NotFoundError):
            drafts.get_draft(session, draft)


@pytest.mark.parametrize(
    ("articles", "code"),
    [
        ([Article("art. 1", "a" * 20_001)], "text-too-long"),
        ([Article(f"art. {n}", "a") for n in range(201)], "text-too-long"),
        ([Article(f"art. {n}", "a" * 20_000) for n in range(21)], "text-too-long"),
        ([Article(" ", "a")], "article-without-name"),
        ([Article("a" * 121, "a")], "article-without-name"),
        ([Article("art. 1", "a"), Article("art. 1", "b")], "article-twice"),
    ],
)  # fmt: skip
def test_a_text_beyond_its_limits_is_refused_whole(
    transaction: Transaction, draft: int, articles: list[Article], code: str
) -> None:
    with pytest.raises(InvalidInputError, match=code), transaction() as session:
        drafts.set_articles(session, draft, articles, now=NOW)
    with transaction() as session:
        assert drafts.articles_of(drafts.get_draft(session, draft)) == ()


def test_an_adoption_still_to_come_is_refused(transaction: Transaction, draft: int) -> None:
    with pytest.raises(InvalidInputError, match="adopted-later"), transaction() as session:
        drafts.publish(session, draft, adopted_on=date(2036, 1, 1), **TOLD)
