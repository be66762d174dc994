"""Second calls, urgent notices, meetings and items asked for by members, through their pages."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from app import create_app
from governance.models.accounts import Account, AccountRole
from governance.models.attendance import Movement
from governance.models.calls import MeetingCall
from governance.models.item_requests import ItemRequest
from governance.models.meetings import Meeting
from governance.rules.ruleset import (
    Caller,
    QuorumRule,
    Ruled,
    RuleSet,
    SecondCall,
    Source,
    preset,
    with_value,
)
from governance.rules.ruleset.convening import MemberRequest
from governance.services.entry import links
from governance.settings import Settings
from tests.integration.called_members import STARTS, Called, call_members
from tests.web.visits import Visit

CLAUSE = "statuts, art. 12"
HALF = Fraction(1, 2)
NEXT_DAY = datetime(2026, 6, 27, 8, tzinfo=UTC)
IN_TIME = datetime(2026, 6, 10, 9, tzinfo=UTC)
RULES = {
    "quorum.first": QuorumRule(HALF),
    "quorum.second": QuorumRule(Fraction(1, 10)),
    "second_call": SecondCall(8, 30),
    "notice.urgent_days": 5,
    "agenda.member_request": MemberRequest(number=3, deadline_days=10, form="email"),
    "body.can_be_called_by": (Caller(role="secretary"), Caller(share=Fraction(1, 4))),
}


class Place:
    """The assembly of a test, its application, and the moment it is there."""

    def __init__(self, settings: Settings, rules: RuleSet, patch: pytest.MonkeyPatch) -> None:
        self.called: Called = call_members(settings, rules)
        self.now = STARTS
        self.accounts: dict[str, int] = {}
        patch.setattr("governance.clock.now", lambda: self.now)
        self.app: Flask = create_app(settings)
        with self.called.database.transaction() as session:
            for role in ("secretary", "chair"):
                account = Account(email=f"{role}@v.example", name=f"Inès, {role}")
                account.roles.append(AccountRole(role=role))
                session.add(account)
                session.flush()
                self.accounts[role] = account.id
        self.home = f"/assemblees/{self.called.number}"

    def officer(self, role: str = "secretary") -> Visit:
        """Come in as an officer."""
        visit = Visit(self.app)
        with visit.client.session_transaction() as cookie:
            cookie["_user_id"] = f"account:{self.accounts[role]}"
            cookie["_fresh"] = True
        return visit

    def member(self, name: str, number: int = 1) -> Visit:
        """Come in by a personal link to a meeting."""
        with self.called.database.transaction() as session:
            token = links.make_meeting_link(session, self.called.person(name), number, self.now)
        visit = Visit(self.app)
        assert visit.post(f"/assemblees/{number}/lien", token=token).status_code == 302
        return visit

    def row(self, table: Any, number: int) -> Any:
        with self.called.database.session(read_only=True) as session:
            return session.get(table, number)


Make = Callable[..., Place]


@pytest.fixture
def make(sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    made: list[Place] = []

    def make(**values: Any) -> Place:
        rules = preset("la27eregion")
        for path, value in (RULES | values).items():
            rules = with_value(rules, path, Ruled(value, Source.STATUTS, CLAUSE))
        made.append(Place(sqlite_settings, rules, monkeypatch))
        return made[-1]

    yield make
    for place in made:
        place.called.database.engine.dispose()
        place.app.extensions["database"].engine.dispose()


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_a_second_call_takes_three_presses_after_the_failure(make: Make) -> None:
    place = make()
    place.called.move("Lyon", Movement.ONSITE)
    place.called.open_meeting()
    visit = place.officer()
    cockpit = words(visit.get(f"{place.home}/seance").text)
    assert "Aucun vote ne peut s’ouvrir" in cockpit
    assert "Constater le défaut de quorum" in cockpit

    assert visit.post(f"{place.home}/carence", page=f"{place.home}/seance").status_code == 302
    place.now = NEXT_DAY
    page = visit.get(place.home).text
    assert f"{place.home}/deuxieme-convocation" in page
    assert "1 sur les 5 nécessaires" in words(page)
    form = visit.get(f"{place.home}/deuxieme-convocation")
    assert 'value="2026-07-13"' in form.text  # fifteen clear days after the notice
    assert "Comptes 2025" in form.text and CLAUSE in form.text

    fields = {
        "title": "Assemblée 2026 (deuxième convocation)",
        "day": "2026-07-13",
        "hour": "14:00",
        "place": "Oasis 21, Paris",
    }
    answer = visit.post(f"{place.home}/deuxieme-convocation", **fields)
    assert answer.status_code == 302
    assert answer.location == "/assemblees/2/convocation/envoyer"
    assert "Convoquer" in visit.get(answer.location).text
    assert visit.post(answer.location).location == "/assemblees/2/envois"
    second = words(visit.get("/assemblees/2").text)
    assert "Deuxième convocation" in second
    assert "1 nécessaires, sur deuxième convocation" in second
    assert "La deuxième réunion" in words(visit.get(place.home).text)


def test_a_day_that_the_clause_refuses_is_said_beside_the_field(make: Make) -> None:
    place = make()
    place.called.open_meeting()
    visit = place.officer()
    visit.post(f"{place.home}/carence", page=f"{place.home}/seance")
    place.now = NEXT_DAY
    url = f"{place.home}/deuxieme-convocation"
    fields = {"title": "A", "hour": "14:00", "place": "Paris"}
    for day, said in (("2026-07-01", "ne peut se tenir avant"), ("2026-08-20", "au plus tard")):
        answer = visit.post(url, day=day, **fields)
        assert answer.status_code == 422
        assert said in words(answer.text) and CLAUSE in answer.text


def test_proxies_of_the_first_meeting_must_be_answered_for(make: Make) -> None:
    place = make()
    place.called.give("Lyon", "Metz")
    place.called.open_meeting()
    visit = place.officer()
    visit.post(f"{place.home}/carence", page=f"{place.home}/seance")
    place.now = NEXT_DAY
    url = f"{place.home}/deuxieme-convocation"
    fields = {"title": "A", "day": "2026-07-13", "hour": "14:00", "place": "Paris"}
    answer = visit.post(url, **fields)
    assert answer.status_code == 422
    assert "les statuts ne disent pas" in words(answer.text)
    assert visit.post(url, proxies="kept", **fields).status_code == 302
    assert place.row(MeetingCall, 2).keeps_proxies is True


def test_an_early_meeting_has_no_failure_and_no_second_call(make: Make) -> None:
    place = make()
    visit = place.officer()
    assert visit.get(f"{place.home}/deuxieme-convocation").status_code == 409
    for name in ("Lyon", "Metz", "Nantes", "Corse", "Isère"):
        place.called.move(name, Movement.ONSITE)
    place.called.open_meeting()
    page = visit.get(f"{place.home}/seance").text
    assert "Constater le défaut de quorum" not in page
    answer = visit.post(f"{place.home}/carence", page=f"{place.home}/seance")
    assert answer.location == f"{place.home}/seance"
    assert place.row(Meeting, place.called.number).closed_at is None


def draft(place: Place, visit: Visit, day: str) -> str:
    """Prepare another assembly and return its address."""
    start = "/assemblees/nouvelle/date?depart=copie-1"
    answer = visit.post(start, title="Suivante", day=day, hour="14:00", place="Paris")
    return answer.location.removesuffix("/ordre-du-jour")


def test_an_urgent_call_says_why_and_has_the_shorter_notice(make: Make) -> None:
    place = make()
    visit = place.officer()
    home = draft(place, visit, "2026-07-06")  # nine clear days
    assert "il en faut 15" in words(visit.get(f"{home}/convocation").text)
    answer = visit.post(f"{home}/appel/urgence", page=f"{home}/appel", reason="Le bail expire.")
    assert answer.location == f"{home}/convocation"
    page = words(visit.get(f"{home}/convocation").text)
    assert "Convocation en urgence, pour ce motif : Le bail expire." in page
    assert "il en faut 5." in page
    long = visit.post(f"{home}/appel/urgence", page=f"{home}/appel", reason="x" * 1001)
    assert long.status_code == 422
    visit.post(f"{home}/appel/urgence", page=f"{home}/appel", reason="")
    assert "il en faut 15" in words(visit.get(f"{home}/convocation").text)


def test_bylaws_without_urgency_offer_none(make: Make) -> None:
    place = make(**{"notice.urgent_days": None})
    visit = place.officer()
    home = draft(place, visit, "2026-07-06")
    assert "ne prévoient pas de délai d’urgence" in words(visit.get(f"{home}/appel").text)
    answer = visit.post(f"{home}/appel/urgence", page=f"{home}/appel", reason="Vite")
    assert answer.status_code == 422
    assert place.row(MeetingCall, 2) is None


def test_enough_members_have_a_meeting_called_and_the_list_names_them(make: Make) -> None:
    place = make()
    visit = place.officer("chair")
    home = draft(place, visit, "2026-07-20")
    assert "Vous agissez pour" in words(visit.get(f"{home}/convocation").text)
    asked = {"names": "Lyon et Metz", "asked_on": "2026-06-20"}
    for members, said in ((2, "ne sont pas assez nombreux"), (3, "assez nombreux : 3 membres")):
        answer = visit.post(f"{home}/appel/demande", page=f"{home}/appel", members=members, **asked)
        assert answer.status_code == 302
        assert said in words(visit.get(f"{home}/convocation").text)
    assert "Vous agissez pour" not in words(visit.get(f"{home}/convocation").text)
    assert "demandé par Lyon et Metz" in words(visit.get(home).text)
    later = {"names": "Lyon", "asked_on": "2026-12-01", "members": 3}
    answer = visit.post(f"{home}/appel/demande", page=f"{home}/appel", **later)
    assert answer.status_code == 422


def test_members_ask_support_and_the_secretary_adds_in_one_press(make: Make) -> None:
    place = make()
    place.now = IN_TIME
    lyon, metz, brest = (place.member(f"Titulaire {name}") for name in ("Lyon", "Metz", "Brest"))
    page = words(lyon.get("/points-demandes").text)
    assert "3 membres qui le demandent" in page and CLAUSE in page
    fields = {
        "members": place.called.members["Lyon"],
        "meeting": str(place.called.number),
        "kind": "resolution",
        "title": "Une charte",
        "resolution": "L’assemblée adopte la charte.",
    }
    assert lyon.post("/points-demandes", **fields).status_code == 302
    for visit, name in ((metz, "Metz"), (brest, "Brest")):
        assert "Une charte" in visit.get("/points-demandes").text
        number = place.called.members[name]
        answer = visit.post("/points-demandes/1/soutien", "/points-demandes", member_id=number)
        assert answer.status_code == 302
    officer = place.officer()
    seen = words(officer.get(f"{place.home}/demandes").text)
    assert "à inscrire de droit" in seen and "16 juin 2026" in seen
    answer = officer.post(f"{place.home}/demandes/1/inscription", f"{place.home}/demandes")
    assert answer.location == f"{place.home}/ordre-du-jour"
    assert "Une charte" in officer.get(answer.location).text
    assert "à l’ordre du jour" in words(lyon.get("/points-demandes").text)


def test_nobody_speaks_for_a_member_that_is_not_hers(make: Make) -> None:
    place = make()
    place.now = IN_TIME
    lyon = place.member("Titulaire Lyon")
    fields = {"meeting": "0", "kind": "debate", "title": "Bilan"}
    metz = place.called.members["Metz"]
    answer = lyon.post("/points-demandes", members=metz, **fields)
    assert answer.status_code == 422  # it is not among the choices
    assert lyon.post("/points-demandes", members=place.called.members["Lyon"], **fields).location
    answer = lyon.post("/points-demandes/1/soutien", "/points-demandes", member_id=metz)
    assert answer.status_code == 403
    assert Visit(place.app).get("/points-demandes").status_code == 302
    assert lyon.get(f"{place.home}/demandes").status_code == 403


def test_paper_requests_are_noted_supported_and_set_aside_with_a_reason(make: Make) -> None:
    place = make()
    place.now = IN_TIME
    officer = place.officer()
    url = f"{place.home}/demandes/nouvelle"
    fields = {
        "kind": "debate",
        "title": "Le siège",
        "form": "email",
        "received_on": "2026-06-09",
    }
    answer = officer.post(url, names="Atlantide", **fields)
    assert answer.status_code == 422
    assert "Le registre ne connaît pas : Atlantide" in words(answer.text)
    assert officer.post(url, names="Lyon\nmetz", **fields).status_code == 302
    seen = words(officer.get(f"{place.home}/demandes").text)
    assert "Demandé par 2 membres, dans la forme et à temps : il en faut 3." in seen
    assert CLAUSE in seen
    more = {"names": "Brest", "form": "hand", "received_on": "2026-06-09"}
    assert officer.post(f"{place.home}/demandes/1/soutiens", **more).status_code == 302
    assert "ne compte pas" in words(officer.get(f"{place.home}/demandes").text)
    done = officer.post(
        f"{place.home}/demandes/1/ecart", f"{place.home}/demandes", reason="Trop peu."
    )
    assert done.status_code == 302
    assert place.row(ItemRequest, 1).state == "refused"
    assert "Trop peu." in place.member("Titulaire Lyon").get("/points-demandes").text


def test_a_vote_without_its_quorum_asks_for_a_reason_and_keeps_it(make: Make) -> None:
    place = make(**{"quorum.forced_continue": True})
    place.called.move("Lyon", Movement.ONSITE)
    place.called.open_meeting()
    visit = place.officer()
    poll = f"{place.home}/scrutins/1"
    assert "Pourquoi voter sans le quorum" in words(visit.get(poll).text)
    assert "demande un motif" in words(visit.get(f"{place.home}/scrutins").text)
    bare = visit.post(f"{poll}/ouverture", poll)
    assert bare.status_code == 409
    assert "dites pourquoi" in words(bare.text)
    assert visit.post(f"{poll}/ouverture", poll, reason="Le bail expire.").status_code == 302
    closed = visit.post(f"{poll}/cloture", poll)
    assert closed.status_code == 302
    visit.post(f"{place.home}/cloture", f"{place.home}/seance")
    told = words(visit.get(f"{place.home}/proces-verbal").text)
    assert "malgré l’absence de quorum, pour ce motif : « Le bail expire. »" in told


def test_a_departure_below_the_quorum_is_told_on_the_board_and_in_the_minutes(make: Make) -> None:
    place = make()
    for name in ("Lyon", "Metz", "Nantes", "Corse", "Isère"):
        place.called.move(name, Movement.ONSITE)
    place.called.open_meeting()
    visit = place.officer()
    assert "Aucun vote ne peut s’ouvrir" not in words(visit.get(f"{place.home}/seance").text)
    place.now = STARTS.replace(minute=30)
    place.called.move("Lyon", Movement.LEFT, now=place.now)
    board = words(visit.get(f"{place.home}/seance/compteurs").text)
    assert "Aucun vote ne peut s’ouvrir" in board and CLAUSE in board
    place.now = STARTS.replace(minute=40)
    place.called.move("Lyon", Movement.ONSITE, now=place.now)
    visit.post(f"{place.home}/cloture", f"{place.home}/seance")
    told = words(visit.get(f"{place.home}/proces-verbal").text)
    assert "Le quorum n’est plus réuni : 4 sur les 5 nécessaires" in told
    assert "Le quorum est de nouveau réuni : 5 sur les 5 nécessaires" in told


def test_a_quorum_looked_at_once_holds_after_departures_and_the_minutes_say_so(make: Make) -> None:
    place = make(**{"quorum.recheck": "opening"})
    for name in ("Lyon", "Metz", "Nantes", "Corse", "Isère"):
        place.called.move(name, Movement.ONSITE)
    place.called.open_meeting()
    place.called.move("Lyon", Movement.LEFT)
    visit = place.officer()
    assert "Les votes peuvent s’ouvrir" in words(visit.get(f"{place.home}/seance").text)
    poll = f"{place.home}/scrutins/1"
    assert visit.post(f"{poll}/ouverture", poll).status_code == 302
    visit.post(f"{poll}/cloture", poll)
    visit.post(f"{place.home}/cloture", f"{place.home}/seance")
    told = words(visit.get(f"{place.home}/proces-verbal").text)
    assert "Le quorum se vérifie à l’ouverture de la séance" in told


def test_papers_are_handed_in_listed_and_fetched_by_members(make: Make) -> None:
    place = make()
    visit = place.officer()
    home = draft(place, visit, "2026-07-20")
    page = f"{home}/documents"
    pdf = b"%PDF-1.7\n%%EOF\n"
    handed_in = {"title": "Rapport moral", "file": (BytesIO(pdf), "rapport.pdf")}
    assert visit.post(page, **handed_in).status_code == 302
    assert "SHA-256" in visit.get(page).text
    wrong = visit.post(page, title="Image", file=(BytesIO(b"GIF89a"), "image.gif"))
    assert wrong.status_code == 422
    assert "n’est pas un PDF entier" in words(wrong.text)
    visit.post(page, title="Budget")
    assert "Documents annoncés, mais absents : Budget." in words(
        visit.get(f"{home}/convocation").text
    )
    fetched = visit.get(f"{page}/1")
    assert fetched.data == pdf
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    lyon = place.member("Titulaire Lyon")
    assert lyon.get(f"{home}/ma-page/documents/1").status_code == 404  # not called yet
    assert visit.post(f"{home}/convocation/envoyer").status_code == 302
    called = place.member("Titulaire Lyon", 2)
    assert f"{home}/ma-page/documents/1" in called.get(f"{home}/ma-page").text
    assert called.get(f"{home}/ma-page/documents/1").data == pdf
    assert called.get(f"{home}/ma-page/documents/2").status_code == 404  # announced, no file


def test_the_table_of_an_item_is_typed_and_changed(make: Make) -> None:
    place = make()
    visit = place.officer()
    home = draft(place, visit, "2026-07-20")
    item = f"{home}/ordre-du-jour/3"
    fields = {"title": "Comptes", "resolution": "Approuver.", "majority": "ordinary"}
    uneven = visit.post(item, table="Poste; Montant\nLoyer", **fields)
    assert uneven.status_code == 422
    assert "Ligne 2 : cases, 1 ; titres, 2." in words(uneven.text)
    typed = {"table": "Poste; Montant\nLoyer; 26 €\nTotal; 26 €", "table_total": "y"}
    assert visit.post(item, **typed, **fields).status_code == 302
    assert "Loyer" in visit.get(f"{home}/ordre-du-jour").text
    assert "Loyer; 26 €" in visit.get(item).text
    visit.post(item, table="", **fields)
    assert "Loyer" not in visit.get(f"{home}/ordre-du-jour").text
