"""One question of a draft of bylaws: the article beside the values, their effect, before saving."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from governance import clock, db
from governance.errors import GovernanceError, InvalidInputError, NotFoundError, StateError
from governance.rules.calendar import day_of
from governance.rules.effects import Effect
from governance.rules.ruleset import BodyKind, RuleSet, RuleSetError
from governance.rules.ruleset.amending import amended
from governance.rules.ruleset.deciding import MAJORITY_KEY
from governance.services.bylaws import ruleset_drafts as drafts
from governance.services.bylaws import ruleset_effects, rulesets
from governance.services.bylaws.ruleset_drafts import Article
from governance.web import ruleset_words
from governance.web.access import officers
from governance.web.bylaws.ruleset_drafts import WRITERS
from governance.web.forms.answers import Answer, answer_to, answered, paths_of
from governance.web.messages import sentence
from governance.web.ruleset_words.questions import QUESTIONS, Question, may_answer
from governance.web.ruleset_words.refusals import parameter_in, told_field, told_refusal
from governance.web.ruleset_words.vocabulary import BODIES
from governance.web.visitor import visitor

bp = Blueprint("ruleset_questions", __name__, url_prefix="/statuts/brouillons/<int:draft_id>")


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked: the question, perhaps for one body, perhaps with one more majority."""

    question: Question
    body: str
    key: str

    @property
    def around(self) -> dict[str, str]:
        """Return the arguments that lead to this page again."""
        return {"instance": self.body} if self.body else {}


@bp.route("/questions/<int:number>", methods=["GET", "POST"])
@officers(*WRITERS)
def answer(draft_id: int, number: int) -> ResponseReturnValue:
    """Show one question beside the articles that may answer it; save, or only look."""
    page = _page(number)
    draft = drafts.get_draft(db.session(), draft_id)
    rules = drafts.rules_of(draft)
    paths = paths_of(page.question, rules, page.body, page.key)
    if request.method == "GET":
        return _shown(draft, page, paths, rules)
    typed = request.form.to_dict()
    cited = _cited(drafts.articles_of(draft), page.question)
    wanted = {path: answered(path, typed, cited) for path in paths}
    try:
        changed = amended(rules, wanted)
        if "save" not in typed and "next" not in typed:
            return _shown(draft, page, paths, changed, typed)
        with db.transaction() as session:
            drafts.save(
                session,
                draft_id,
                number,
                wanted,
                base=typed.get("read"),
                actor=visitor().actor,
                now=clock.now(),
            )
    except RuleSetError as refusal:
        return _shown(draft, page, paths, rules, typed, refusal), 422
    except StateError as refusal:
        if refusal.code != "ruleset-draft.changed":
            raise
        return _shown(draft, page, paths, rules, typed, refusal), 409
    flash(gettext("« %(title)s » est enregistré.", title=gettext(page.question.title)), "success")
    following = _following(number) if "next" in typed else None
    if following is not None:
        return redirect(url_for(".answer", draft_id=draft_id, number=following))
    return redirect(url_for("ruleset_drafts.show", draft_id=draft_id, _anchor=f"question-{number}"))


def _page(number: int) -> Page:
    body, key = request.args.get("instance", ""), request.args.get("cle", "").strip()
    if number not in QUESTIONS or (body and body not in BodyKind.__members__):
        raise NotFoundError("ruleset-draft.no-question")
    if key and re.fullmatch(MAJORITY_KEY, key) is None:
        raise InvalidInputError("ruleset-draft.bad-majority")
    return Page(QUESTIONS[number], body, key)


def _shown(
    draft: Any,
    page: Page,
    paths: list[str],
    rules: RuleSet,
    typed: dict[str, str] | None = None,
    refusal: RuleSetError | StateError | None = None,
) -> str:
    articles = drafts.articles_of(draft)
    labels = tuple(one.label for one in articles)
    answers = [answer_to(path, rules, labels, typed) for path in paths]
    after, before = _effects(rules, page.body)
    numbers = list(QUESTIONS)
    place = numbers.index(page.question.number)
    bodies = {body: name for body, name in BODIES.items() if body != page.body}
    return render_template(
        "governance/rulesets/question.html",
        draft=draft,
        page=page,
        body_name=BODIES.get(page.body, ""),
        answers=answers,
        labels=labels,
        place=place + 1,
        total=len(numbers),
        previous=numbers[place - 1] if place else None,
        following=_following(page.question.number),
        titles={number: one.title for number, one in QUESTIONS.items()},
        articles=_articles(articles, answers, page.question),
        effects=ruleset_words.told_effects(page.question, before, after),
        doubts=[
            *ruleset_words.told_doubts(rules, paths),
            *ruleset_words.told_roll_doubts(after, paths),
        ],
        bodies=bodies,
        cited=_cited(articles, page.question),
        article=request.args.get("article") or None,
        own=[body for body in rules.bodies if _has_own(rules, body, page.question)],
        error=_told(refusal),
        wrong=_wrong(refusal),
        read=_read(typed, refusal) or drafts.stamp(drafts.rules_of(draft), paths),
        previewed=typed is not None and refusal is None,
        has_majorities="majority.rule" in page.question.paths,
    )


def _following(number: int) -> int | None:
    return next((other for other in QUESTIONS if other > number), None)


def _has_own(rules: RuleSet, body: str, question: Question) -> bool:
    own = rules.bodies.get(body, {})
    return any(path in own or any(p.startswith(f"{path}.") for p in own) for path in question.paths)


def _articles(
    articles: tuple[Article, ...], answers: list[Answer], question: Question
) -> list[tuple[int, Article, bool]]:
    """Return the articles, those that are cited or that speak of the question marked."""
    clauses = [one.clause.value for one in answers]
    asked = request.args.get("article", "")
    return [
        (
            place,
            one,
            str(place) == asked
            or any(one.label in clause for clause in clauses)
            or may_answer(one.text, question),
        )
        for place, one in enumerate(articles)
    ]


def _cited(articles: tuple[Article, ...], question: Question) -> str:
    """Return the article that was asked for, or the only one with the words of the question."""
    asked = request.args.get("article", "")
    named = [one.label for place, one in enumerate(articles) if str(place) == asked]
    found = named or [one.label for one in articles if may_answer(one.text, question)]
    return found[0] if len(found) == 1 else ""


def _effects(rules: RuleSet, body: str) -> tuple[Effect, Effect | None]:
    """Return what the draft comes to on the present register, and what the rules in force do."""
    session, today = db.session(), day_of(clock.now())
    try:
        _, in_force = rulesets.current(session)
    except NotFoundError:
        (alone,) = ruleset_effects.effects_of(session, rules, today=today, body=body)
        return alone, None
    after, before = ruleset_effects.effects_of(session, rules, in_force, today=today, body=body)
    return after, before


def _read(typed: Mapping[str, str] | None, refusal: GovernanceError | None) -> str:
    """Return the stamp that the form brought, unless it was just told to be an old one."""
    return "" if isinstance(refusal, StateError) else (typed or {}).get("read", "")


def _told(refusal: RuleSetError | StateError | None) -> str | None:
    if refusal is None:
        return None
    return told_refusal(refusal) if isinstance(refusal, RuleSetError) else sentence(refusal)


def _wrong(refusal: RuleSetError | StateError | None) -> dict[str, str]:
    """Return the sentence of a refusal by the name of the field that it is about."""
    if not isinstance(refusal, RuleSetError):
        return {}
    path = str(refusal.facts.get("path") or "")
    if not parameter_in(path):
        return {}
    return {path: told_field(refusal)}


@bp.route("/textes", methods=["GET", "POST"])
@officers(*WRITERS)
def texts(draft_id: int) -> ResponseReturnValue:
    """Paste the bylaws, cut at each « Article », and mend what was cut."""
    draft = drafts.get_draft(db.session(), draft_id)
    articles = drafts.articles_of(draft)
    error, read = "", ""
    if request.method == "POST":
        articles = _pasted(articles)
        try:
            with db.transaction() as session:
                base = request.form.get("read")
                drafts.set_articles(session, draft_id, articles, base=base, now=clock.now())
        except (InvalidInputError, StateError) as refusal:
            error, read = sentence(refusal), _read(request.form, refusal)
        else:
            flash(gettext("Le texte est gardé avec le brouillon."), "success")
            return redirect(url_for(".texts", draft_id=draft_id))
    page = render_template(
        "governance/rulesets/texts.html",
        draft=draft,
        articles=articles,
        read=read or drafts.text_stamp(draft),
        error=error,
        most=drafts.MAX_TEXT,
    )
    return page, 422 if error else 200


def _pasted(articles: tuple[Article, ...]) -> tuple[Article, ...]:
    """Return the articles as they were mended, and those cut from what was pasted."""
    form = request.form
    mended = [
        Article(
            form.get(f"label[{place}]", one.label).strip(),
            form.get(f"text[{place}]", one.text).strip(),
        )
        for place, one in enumerate(articles)
    ]
    prefix = form.get("prefix", "").strip() or gettext("statuts")
    whole = form.get("whole", "")[: drafts.MAX_TEXT + 1]
    return tuple(one for one in mended if one.text) + drafts.cut(whole, prefix)


@bp.get("/articles/<int:place>")
@officers(*WRITERS)
def article(draft_id: int, place: int) -> ResponseReturnValue:
    """Show one article of the text, and the questions that it may answer."""
    draft = drafts.get_draft(db.session(), draft_id)
    articles = drafts.articles_of(draft)
    if place >= len(articles):
        raise NotFoundError("ruleset-draft.no-article")
    one = articles[place]
    lines = [line for part in ruleset_words.chapters(drafts.rules_of(draft)) for line in part.lines]
    return render_template(
        "governance/rulesets/article.html",
        draft=draft,
        article=one,
        place=place,
        total=len(articles),
        questions=[
            (question, ruleset_words.states(question, lines), question.number in draft.answered)
            for question in QUESTIONS.values()
            if may_answer(one.text, question)
        ],
        cited=[line for line in lines if one.label in line.clause],
    )
