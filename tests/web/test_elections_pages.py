"""Pages of elections: a second round in one press, ties, seats taken, candidacies."""

import html
from collections.abc import Iterator
from fractions import Fraction

import pytest
from sqlalchemy import select

from app import create_app
from ballots.services.signer import KeySigner, new_receipt_key
from governance.db import Database
from governance.models.accounts import Account
from governance.models.members import Representation
from governance.rules.ruleset import RoundThreshold, TieRule
from governance.rules.ruleset.convening import BodyKind
from governance.rules.ruleset.electing import CollegeSeats, Parity, Removal, SeatRange
from governance.services.convening import meetings
from governance.services.convening.agenda import Draft
from governance.services.convening.meetings import Plan
from governance.services.entry import links
from governance.services.entry.vault import Vault
from governance.services.polls import open_votes, polls
from governance.services.post.post import Post
from governance.services.terms import terms
from governance.settings import Settings
from tests.integration.board_elections import (
    ANNE,
    CLAUSE,
    NADIA,
    PAUL,
    BoardElection,
    by_rounds,
    election,
)
from tests.integration.small_assembly import INES
from tests.web.visits import Visit

ABSOLUTE = RoundThreshold(Fraction(1, 2))


class Evening:
    """An assembly that elects its board, and the visitors of its pages."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings, self.database = settings, Database(settings)
        self.post = Post(Vault(settings.vault_key), settings.public_url)
        monkeypatch.setattr("governance.clock.now", self._now)

    def _now(self):
        return self.held.later()

    def under(self, bylaws: dict, *agenda, sitting: bool = True) -> "Evening":
        self.held = BoardElection(
            self.database, self.post, agenda=agenda or (election(),), bylaws=bylaws
        )
        self.held.start() if sitting else self.held.convene()
        self.app = create_app(self.settings)
        return self

    @property
    def base(self) -> str:
        return f"/assemblees/{self.held.meeting_id}"

    def secretary(self) -> Visit:
        with self.database.session(read_only=True) as session:
            account = session.scalars(select(Account).where(Account.email.like("secretary%"))).one()
        visit = Visit(self.app)
        with visit.client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = f"account:{account.id}", True
        return visit

    def member(self) -> tuple[Visit, Representation]:
        with self.database.transaction() as session:
            first = select(Representation).order_by(Representation.id).limit(1)
            place = session.scalars(first).one()
            number, now = self.held.meeting_id, self.held.now
            token = links.make_meeting_link(session, place.person_id, number, now)
            _ = place.member
        visit = Visit(self.app)
        visit.post(f"{self.base}/lien", token=token)
        return visit, place


@pytest.fixture
def evening(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evening]:
    made = Evening(sqlite_settings, monkeypatch)
    yield made
    made.database.engine.dispose()


def text(answer) -> str:
    return html.unescape(answer.text).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_second_round_opens_by_one_press_and_its_elected_take_their_seats_by_another(evening):
    made = evening.under(by_rounds(2, TieRule.LOT, ABSOLUTE))
    (first,) = made.held.planned()
    visit, page = made.secretary(), f"{made.base}/scrutins/{first}"
    assert "plus de la moitié des suffrages exprimés" in text(visit.get(page))
    made.held.hold(first, [[ANNE], [PAUL], [NADIA]])
    shown = text(visit.get(page))
    assert "La règle prévoit un tour 2" in shown and CLAUSE in shown
    answer = visit.post(f"{page}/tour-suivant", page=page, candidate=[ANNE, PAUL])
    second = made.held.planned()[-1]
    assert answer.location.endswith(f"/scrutins/{second}")
    with made.database.session(read_only=True) as session:
        poll = polls.get_poll(session, made.held.meeting_id, second)
        assert (poll.state, poll.question["answers"]) == ("open", [ANNE, PAUL])
    made.held.tick(second, [[PAUL]])
    made.held.end(second)
    page = f"{made.base}/scrutins/{second}"
    assert f"Inscrire aux mandats en cours : {PAUL}" in text(visit.get(page))
    visit.post(f"{page}/mandats", page=page)
    assert PAUL in text(visit.get("/mandats-en-cours"))
    with made.database.session(read_only=True) as session:
        (term,) = terms.in_office(session)
        assert (term.name, term.poll_id) == (PAUL, second)


def test_a_next_round_with_nobody_left_is_refused_on_the_page_it_came_from(evening):
    made = evening.under(by_rounds(2, TieRule.LOT, ABSOLUTE))
    (first,) = made.held.planned()
    made.held.hold(first, [[ANNE], [PAUL], [NADIA]])
    visit, page = made.secretary(), f"{made.base}/scrutins/{first}"
    visit.post(f"{page}/tour-suivant", page=page)
    assert "Gardez au moins une candidature" in text(visit.get(page))
    assert made.held.planned() == [first]


def test_persons_of_one_date_of_birth_are_shown_the_lot_and_the_new_vote(evening):
    made = evening.under(by_rounds(1, TieRule.ELDEST))
    (first,) = made.held.planned()
    made.held.hold(first, [[ANNE], [PAUL]])
    visit, page = made.secretary(), f"{made.base}/scrutins/{first}/egalite"
    assert f"Égalité à départager entre : {ANNE}, {PAUL}." in text(
        visit.get(f"{made.base}/scrutins")
    )
    shown = text(visit.get(page))
    assert ANNE in shown and NADIA not in shown and "au sort" not in shown
    refused = visit.post(page, value=["1970-01-01"] * 2)
    assert refused.status_code == 422
    assert "Départager au sort et proclamer" in text(refused)
    assert "Proclamer, puis revoter entre elles" in text(refused)
    visit.post(page, value=["1970-01-01"] * 2, otherwise="new-vote")
    shown = text(visit.get(f"{made.base}/scrutins/{first}"))
    assert "l’assemblée revote entre les candidatures à égalité" in shown


def test_a_member_stands_is_told_whether_she_may_and_the_secretary_lists_her(evening):
    parity = {"election.parity": Parity("aim"), "vote.secrecy": "open"}
    made = evening.under(parity, sitting=False)
    visit, place = made.member()
    assert "Aucun appel à candidatures" in text(visit.get("/candidatures"))
    secretary = made.secretary()
    with made.database.session(read_only=True) as session:
        item_id = polls.polls_of(session, made.held.meeting_id)[0].item_id
    received = f"{made.base}/ordre-du-jour/{item_id}/candidatures"
    secretary.post(f"{received}/suite", page=received, act="call")
    mine = f"/candidatures/{item_id}"
    visit.post(mine, member=place.member_id, sex="F", presentation="Bonjour.")
    assert "Elle est recevable" in text(visit.get(mine))
    assert "Rien de plus" not in text(secretary.get(received))
    secretary.post(f"{received}/suite", page=received, act="carry")
    assert "Sur le bulletin, dans l’ordre" in text(secretary.get(received))
    visit.post(f"{mine}/retirer", page=mine)
    assert "Se présenter" in text(visit.get(mine))


@pytest.mark.parametrize(
    "fields",
    [{"member": "999999"}, {"member": "x"}, {"presentation": "x" * 2001}, {"sex": "?"}],
)
def test_a_candidacy_out_of_bounds_is_refused_and_nothing_is_kept(evening, fields):
    made = evening.under({"election.parity": Parity("aim"), "vote.secrecy": "open"}, sitting=False)
    visit, place = made.member()
    secretary = made.secretary()
    with made.database.session(read_only=True) as session:
        item_id = polls.polls_of(session, made.held.meeting_id)[0].item_id
    received = f"{made.base}/ordre-du-jour/{item_id}/candidatures"
    secretary.post(f"{received}/suite", page=received, act="call")
    told = {"member": place.member_id, "sex": "F", "presentation": ""} | fields
    assert visit.post(f"/candidatures/{item_id}", **told).status_code == 422
    assert "Aucune candidature pour l’instant" in text(secretary.get(received))


def test_the_seats_of_the_board_are_told_college_by_college_with_their_clause(evening):
    rows = (CollegeSeats("INST", 1, 9, per_members=4, slices="started"),)
    item = Draft("election", "Conseil", seats=1, candidates=(ANNE, PAUL), college="INST")
    bylaws = by_rounds(1, TieRule.LOT) | {
        "election.per_college": rows,
        "election.seats": SeatRange(3, 12),
    }
    made = evening.under(bylaws, item, sitting=False)
    shown = text(made.secretary().get("/mandats-en-cours"))
    assert "3 sièges, collège par collège" in shown and "De 3 à 12 personnes" in shown
    assert "un siège par tranche de 4 membres ; 9 membres, donc 3" in shown and CLAUSE in shown


@pytest.fixture
def seated(evening) -> Evening:
    """The evening once Anne, Paul and Nadia sit on a board renewed by thirds."""
    bylaws = by_rounds(1, TieRule.LOT) | {
        "mandate.renewal": "thirds",
        "mandate.years": 3,
        "removal": Removal(BodyKind.AGO, secret=False),
    }
    made = evening.under(bylaws, election(3))
    (first,) = made.held.planned()
    made.held.hold(first, [[ANNE, PAUL, NADIA]])
    page = f"{made.base}/scrutins/{first}"
    made.secretary().post(f"{page}/mandats", page=page)
    return made


def test_first_leavers_are_drawn_by_two_presses_and_the_next_agenda_takes_their_seats(seated):
    visit, page = seated.secretary(), "/mandats-en-cours"
    visit.post(f"{page}/tirage", page=page, body="CA", act="draw")
    assert "Publiez d’abord l’empreinte du tirage." in text(visit.get(page))
    visit.post(f"{page}/tirage", page=page, body="CA", act="commit")
    visit.post(f"{page}/tirage", page=page, body="CA", act="draw")
    shown = text(visit.get(page))
    assert "Tirages des premiers sortants" in shown and "Le 26/06/2027" in shown
    with seated.database.transaction() as session:
        plan = Plan("Assemblée 2027", seated.held.now.replace(year=2027), "Lyon", "")
        made = meetings.create_meeting(session, "AGO", plan, actor=INES, now=seated.held.now)
        agenda_page = f"/assemblees/{made.id}/ordre-du-jour"
        leaving = min(terms.in_office(session), key=lambda one: one.ends_on).name
    assert f"1 siège à pourvoir. {leaving}" in text(visit.get(agenda_page))
    visit.post(f"{agenda_page}/renouvellement", page=agenda_page, body="CA", college="")
    assert f"Fin de mandat : {leaving}." in text(visit.get(agenda_page))


def test_a_removal_asked_for_in_the_room_is_voted_and_ends_the_term(seated):
    visit = seated.secretary()
    with seated.database.session(read_only=True) as session:
        number = next(one.id for one in terms.in_office(session) if one.name == PAUL)
    page = f"/mandats-en-cours/{number}/revocation"
    visit.post(page, meeting=seated.held.meeting_id)
    poll_id = seated.held.planned()[-1]
    vote = f"{seated.base}/scrutins/{poll_id}"
    visit.post(f"{vote}/ouverture", page=vote)
    with seated.database.transaction() as session:
        poll = polls.get_poll(session, seated.held.meeting_id, poll_id)
        for line in poll.lines:
            person, signer = line.exercised_by_id or 0, KeySigner(new_receipt_key())
            choice = {line.id: [1, 0, 0]}
            open_votes.cast_all(session, signer, poll, person, choice, seated.held.now)
    visit.post(f"{vote}/cloture", page=vote)
    assert f"Ce vote porte sur le mandat de {PAUL}" in text(visit.get(vote))
    visit.post(f"{vote}/mandats", page=vote)
    with seated.database.session(read_only=True) as session:
        assert PAUL not in {one.name for one in terms.in_office(session)}


def test_a_term_ends_its_seat_is_empty_and_the_board_co_opts(evening):
    made = evening.under(by_rounds(1, TieRule.LOT))
    (first,) = made.held.planned()
    made.held.hold(first, [[ANNE]])
    visit, page = made.secretary(), f"{made.base}/scrutins/{first}"
    visit.post(f"{page}/mandats", page=page)
    with made.database.session(read_only=True) as session:
        number = terms.in_office(session)[0].id
    act = f"/mandats-en-cours/{number}"
    assert visit.post(f"{act}/fin", by="resigned", day="2031-01-01").status_code == 422
    visit.post(f"{act}/fin", by="resigned", day="2026-06-26", reason="Lettre")
    assert "1 siège vacant" in text(visit.get("/mandats-en-cours"))
    assert visit.post(f"{act}/cooptation", name="").status_code == 422
    visit.post(f"{act}/cooptation", name=NADIA)
    shown = text(visit.get("/mandats-en-cours"))
    assert NADIA in shown and "à ratifier" in shown
    assert visit.get(f"/mandats-en-cours/{number + 99}/fin").status_code == 404
