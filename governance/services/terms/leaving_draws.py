"""First leavers (premiers sortants): a board elected whole, parted by lot or by seniority."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.services import counting
from governance.errors import NotFoundError, StateError
from governance.models.terms import LeavingDraw, Term
from governance.rules.mandates import Director, Leaving, leaving_order
from governance.rules.mandates.terms import PARTS
from governance.rules.ruleset import RuleSet
from governance.rules.seats import Lot
from governance.services.bylaws import rulesets
from governance.services.entry.vault import Vault
from governance.services.records import journal
from governance.services.records.journal import Actor
from governance.services.terms import terms


def whole_since(session: Session, body: str) -> date | None:
    """Return the day on which a body was elected whole, where it is to be renewed by parts.

    None where everybody leaves together, where the terms did not begin together, or where the
    first leavers are known.
    """
    rules = _rules(session)
    sitting = terms.in_office(session, body)
    began = {one.term_began_on for one in sitting}
    known = {one.ends_on for one in sitting}
    by_parts = PARTS[rules.mandate.renewal.value] > 1
    if not by_parts or len(began) != 1 or len(known) != 1 or len(sitting) < 2:
        return None
    return began.pop()


def commit(
    session: Session, vault: Vault, body: str, *, actor: Actor, now: datetime
) -> LeavingDraw:
    """Publish the hash of a lot that will order the first leavers of a body.

    Raises:
        StateError: term.no-draw; term.draw-committed, once a lot is.
    """
    since = whole_since(session, body)
    if since is None:
        raise StateError("term.no-draw", body=body)
    if waiting(session, body) is not None:
        raise StateError("term.draw-committed", body=body)
    seed, commitment = counting.new_lot()
    made = LeavingDraw(
        body=body,
        whole_since=since,
        commitment=commitment,
        sealed_seed=vault.seal(seed),
        committed_at=now,
    )
    session.add(made)
    session.flush()
    facts = {
        "body": body,
        "commitment": commitment,
        "names": ", ".join(one.name for one in _drawn(session, body)),
    }
    journal.record(session, "term.draw-committed", facts, actor=actor, meeting_id=None, now=now)
    return made


def draw(
    session: Session, vault: Vault, body: str, *, actor: Actor, now: datetime
) -> tuple[Leaving, ...]:
    """Draw the lot that was committed to, and set the end of each term by it.

    Raises:
        NotFoundError: term.no-commitment.
        StateError: term.no-draw, once the terms of the body no longer run together.
    """
    made = waiting(session, body)
    if made is None:
        raise NotFoundError("term.no-commitment", body=body)
    session.refresh(made, with_for_update=True)
    if whole_since(session, body) != made.whole_since:
        raise StateError("term.no-draw", body=body)
    seed = vault.open(made.sealed_seed).decode()
    sitting = {str(place): one for place, one in enumerate(_drawn(session, body))}
    directors = [Director(at, one.name, one.began_on, one.terms) for at, one in sitting.items()]
    rules, lot = _rules(session), Lot(seed, made.commitment)
    found = leaving_order(directors, made.whole_since, rules, lot)
    for part in found:
        for place in part.directors:
            sitting[place].ends_on = part.on
    made.seed, made.drawn_at = seed, now
    made.order = [
        {"on": part.on.isoformat(), "names": [sitting[at].name for at in part.directors]}
        for part in found
    ]
    session.flush()
    facts = {
        "body": body,
        "seed": seed,
        "commitment": made.commitment,
        "names": ", ".join(name for part in made.order for name in part["names"]),
        "clause": rules.mandate.first_leavers.clause,
    }
    journal.record(session, "term.drawn", facts, actor=actor, meeting_id=None, now=now)
    return found


def waiting(session: Session, body: str) -> LeavingDraw | None:
    """Return the lot committed to for a body and not drawn yet."""
    wanted = select(LeavingDraw).where(LeavingDraw.body == body, LeavingDraw.drawn_at.is_(None))
    return session.scalars(wanted).first()


def drawn(session: Session) -> list[LeavingDraw]:
    """Return the lots that were drawn, the last one first."""
    wanted = select(LeavingDraw).where(LeavingDraw.drawn_at.is_not(None))
    return list(session.scalars(wanted.order_by(LeavingDraw.id.desc())))


def _drawn(session: Session, body: str) -> list[Term]:
    """Return whom the lot orders, by number from 0: the order in which they took office."""
    return sorted(terms.in_office(session, body), key=lambda one: one.id)


def _rules(session: Session) -> RuleSet:
    return rulesets.current(session)[1]
