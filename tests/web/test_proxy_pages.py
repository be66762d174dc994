"""The pages of proxies, interests, capacities and secrecy asked for, under bylaws of their own."""

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import select

from app import create_app
from governance.models.accounts import Role
from governance.models.attendance import Movement
from governance.models.members import Representation
from governance.rules.ruleset import Deposit, ProxyLimit, QuorumRule, SecrecyRequest
from governance.services.convening import agenda
from governance.services.entry import tour
from governance.services.polls import polls
from governance.services.proxies import proxies
from governance.services.sitting import interests
from tests.integration.called_members import CONVENED, INES, STARTS, Called, call_members
from tests.integration.own_bylaws import CLAUSE, bylaws
from tests.simulators.databases import settings_for
from tests.web.visits import Visit

MINUTE = timedelta(minutes=1)


class Room:
    """An assembly under its bylaws, its clock, and whoever comes to its pages."""

    def __init__(self, settings, monkeypatch, values: dict[str, object]) -> None:
        self.at: datetime = CONVENED
        monkeypatch.setattr("governance.clock.now", lambda: self.at)
        self.called: Called = call_members(settings, bylaws(values))
        with self.called.database.transaction() as session:
            for role in tour.NAMES:
                tour.account_of(session, role)
        self.app = create_app(settings)

    def address(self, rest: str = "") -> str:
        return f"/assemblees/{self.called.number}{rest}"

    def enter(self, who: str | Role) -> Visit:
        visit = Visit(self.app)
        if isinstance(who, Role):
            visit.post(f"/demo/role/{who.value}", page="/demo")
        else:
            visit.post(self.address("/lien"), token=self.called.last_link(who)[0])
        return visit

    def open(self, *present: str) -> None:
        self.at = STARTS
        for name in present:
            self.called.move(name, Movement.ONSITE)
        self.called.open_meeting()

    def item(self, place: int) -> int:
        with self.called.acting() as (session, meeting):
            return agenda.items_of(session, meeting.id)[place].id

    def poll(self, place: int) -> int:
        with self.called.acting() as (session, meeting):
            return polls.polls_of(session, meeting.id)[place].id


@pytest.fixture
def room(sqlite_template, tmp_path, monkeypatch) -> Callable[..., Room]:
    def room(**values: object) -> Room:
        house = tmp_path / "house"
        house.mkdir()
        (house / "pleniere.sqlite").write_bytes(sqlite_template.read_bytes())
        url = f"sqlite:///{house / 'pleniere.sqlite'}"
        told = {path.replace("__", "."): value for path, value in values.items()}
        return Room(settings_for(url, house, PLENIERE_DEMO="1"), monkeypatch, told)

    return room


def words(answer) -> str:
    """Return the text of a page, its spaces all alike."""
    text = html.unescape(re.sub(r"<[^>]*>", " ", answer.text))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


def paper(room: Room, visit: Visit, principal: str, holder: str, **fields: object):
    members = room.called.members
    told = {"principal_id": members[principal], "holder_id": members.get(holder, 0), **fields}
    return visit.post(room.address("/pouvoirs"), **told)


def test_the_desk_notes_the_form_and_a_form_that_is_not_admitted_is_not_offered(room):
    room = room(proxy__form=("registered_post",))
    desk = room.enter(Role.SECRETARY)
    page = desk.get(room.address("/pouvoirs"))
    assert 'value="registered_post"' in page.text and 'value="signed_paper"' not in page.text
    refused = paper(room, desk, "Metz", "Lyon", form="signed_paper")
    assert refused.status_code == 422
    paper(room, desk, "Metz", "Lyon", form="registered_post")

    said = words(desk.get(room.address("/pouvoirs")))
    assert "lettre recommandée" in said and "Accepté" in said


def test_a_proxy_too_late_is_refused_with_hour_and_clause_and_her_page_offers_none(room):
    room = room(proxy__deposit_deadline=Deposit("hours_before", 48))
    member = room.enter("Titulaire Metz")
    choose = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}")
    assert "Se donne jusqu’au 24/06/2026 à 14 h" in words(member.get(choose))
    room.at = STARTS - 47 * 60 * MINUTE

    late = member.post(choose, holder_id=room.called.members["Lyon"])
    assert late.status_code == 409
    assert "arrive trop tard" in words(late) and CLAUSE in words(late)
    page = words(member.get(room.address("/ma-page")))
    assert "Je donne pouvoir" not in page


def test_her_page_says_until_when_a_proxy_may_be_taken_back(room):
    room = room(proxy__revocation="until_open", proxy__on_presence="holder_keeps")
    room.called.give("Metz", "Lyon")
    member = room.enter("Titulaire Metz")
    before = words(member.get(room.address("/ma-page")))
    assert "Se reprend jusqu’à l’ouverture de la séance" in before
    room.open("Lyon")
    room.at += MINUTE

    after = words(member.get(room.address("/ma-page")))
    assert "Ne se reprend plus : la séance est ouverte" in after
    assert "Je participe moi-même" not in after
    back = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}/reprise")
    member.post(back, page=room.address("/ma-page"))
    assert "trop tard pour reprendre" in words(member.get(room.address("/ma-page")))


def test_who_may_no_longer_revoke_still_comes_where_coming_cancels(room):
    room = room(
        proxy__revocation="until_open", proxy__on_presence="cancels", vote__remote_allowed=True
    )
    room.called.give("Metz", "Lyon")
    room.open("Lyon")
    room.at += MINUTE
    member = room.enter("Titulaire Metz")
    back = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}/reprise")
    member.post(back, page=room.address("/ma-page"))

    assert room.called.rights("Titulaire Metz") == [("Metz", True)]


def test_instructions_travel_from_the_member_to_the_ballot_of_her_holder(room):
    room = room(proxy__instructions="optional", proxy__deposit_deadline=Deposit("vote"))
    member = room.enter("Titulaire Metz")
    choose = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}")
    holder = room.called.members["Lyon"]
    assert "Consignes de vote (facultatif)" in words(member.get(f"{choose}?mandataire={holder}"))
    wish = {f"consigne-{room.item(0)}": "Contre", f"consigne-{room.item(1)}": "A. B."}
    member.post(choose, page=f"{choose}?mandataire={holder}", holder_id=holder, **wish)
    room.open("Lyon")
    number = room.called.open_poll(0)

    voter = room.enter("Titulaire Lyon")
    ballot = room.address(f"/scrutins/{number}/vote")
    assert "Pouvoir de Metz : « Contre »" in words(voter.get(ballot))
    lines = dict(re.findall(r'name="choice-(\d+)".*?()', voter.get(ballot).text))
    told = {f"choice-{line}": "0" for line in lines}
    confirm = voter.post(ballot, **told)
    assert "Ce n’est pas ce que demande le pouvoir" in words(confirm)
    assert "Votre vote compte tout de même" in words(confirm)
    desk = words(room.enter(Role.SECRETARY).get(room.address("/pouvoirs")))
    assert "2 consignes de vote" in desk


def test_a_bound_vote_is_refused_on_its_page_with_the_clause(room):
    room = room(proxy__instructions="mandatory", proxy__deposit_deadline=Deposit("vote"))
    member = room.enter("Titulaire Metz")
    choose = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}")
    holder = room.called.members["Lyon"]
    incomplete = member.post(choose, page=f"{choose}?mandataire={holder}", holder_id=holder)
    assert incomplete.status_code == 409 and "demandent des consignes" in words(incomplete)
    wish = {f"consigne-{room.item(0)}": "Contre", f"consigne-{room.item(1)}": "A. B."}
    member.post(choose, page=f"{choose}?mandataire={holder}", holder_id=holder, **wish)
    room.open("Lyon")
    number = room.called.open_poll(0)

    voter = room.enter("Titulaire Lyon")
    ballot = room.address(f"/scrutins/{number}/vote")
    assert "Un autre vote ne sera pas reçu" in words(voter.get(ballot))
    lines = re.findall(r'name="choice-(\d+)" value="0"', voter.get(ballot).text)
    told = {f"choice-{line}": "0" for line in lines}
    done = voter.post(f"{ballot}/confirmation", page=ballot, **told)
    assert done.status_code == 409
    assert "demande de voter « Contre »" in words(done) and CLAUSE in words(done)


def test_a_blank_proxy_is_given_shown_and_shared_out_by_the_secretary(room):
    room = room(proxy__blank="share", proxy__limit=ProxyLimit(1))
    member = room.enter("Titulaire Metz")
    choose = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}")
    assert "Personne en particulier" in words(member.get(choose))
    assert "sans nommer personne" in words(member.get(f"{choose}?mandataire=0"))
    member.post(choose, page=f"{choose}?mandataire=0", holder_id=0)
    assert "vous gardez votre droit de vote" in words(member.get(room.address("/ma-page")))
    desk = room.enter(Role.SECRETARY)
    paper(room, desk, "Nantes", "", form="signed_paper", is_blank="y")
    room.called.move("Lyon", Movement.ONSITE)

    out = room.address("/pouvoirs/en-blanc")
    shown = words(desk.get(f"{out}?order=arrival"))
    assert "Metz Lyon" in shown and "Porte déjà 1 pouvoir(s)" in shown
    desk.post(out, page=f"{out}?order=arrival", order="arrival", president_id=0)
    said = words(desk.get(room.address("/pouvoirs")))
    assert "1 pouvoir en blanc a trouvé un mandataire." in said
    assert "Nantes Refusé" in said
    again = desk.post(out, order="arrival", president_id=0)
    assert again.status_code in (302, 409)


def test_a_blank_proxy_that_the_bylaws_refuse_is_not_offered_and_is_refused(room):
    room = room(proxy__blank="refuse")
    member = room.enter("Titulaire Metz")
    choose = room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}")
    assert "Personne en particulier" not in words(member.get(choose))
    refused = member.post(choose, holder_id=0)
    assert refused.status_code == 409 and CLAUSE in words(refused)


def test_a_proxy_to_the_chair_waits_for_the_chair_to_be_named(room):
    room = room(proxy__blank="president")
    desk = room.enter(Role.SECRETARY)
    paper(room, desk, "Metz", "", form="signed_paper", is_blank="y")
    out = room.address("/pouvoirs/en-blanc")
    assert "pour quel membre agit la personne qui préside" in words(desk.get(out))
    chair = room.called.members["Lyon"]
    desk.post(out, order="roll", president_id=chair)
    assert room.called.rights("Titulaire Lyon") == [("Lyon", True), ("Metz", False)]


def test_one_proxy_too_many_is_told_with_what_can_be_done(room):
    room = room(proxy__excess="keep_first", proxy__limit=ProxyLimit(1))
    room.called.give("Metz", "Lyon")
    room.called.give("Nantes", "Lyon")
    said = words(room.enter(Role.SECRETARY).get(room.address("/pouvoirs")))
    assert "Ne compte pas Porte déjà 1 pouvoir(s), la limite est de 1." in said
    assert CLAUSE in said and "qu’il soit donné à quelqu’un d’autre" in said


def test_an_interest_noted_at_the_desk_is_told_on_the_ballot_page_with_its_clause(room):
    room = room(conflict__blocks_vote=True)
    desk = room.enter(Role.SECRETARY)
    page = room.address("/interets")
    assert "Personne n’a déclaré d’intérêt" in words(desk.get(page))
    told = {"item_id": room.item(0), "member_id": room.called.members["Metz"]}
    empty = desk.post(page, **told, reason=" ")
    assert empty.status_code == 409 and "Dites en quelques mots" in words(empty)
    desk.post(page, **told, reason="Tient ces comptes")
    assert "Metz" in words(desk.get(page)) and "Tient ces comptes" in words(desk.get(page))
    room.open("Metz", "Lyon")
    ready = words(desk.get(room.address(f"/scrutins/{room.poll(0)}")))
    assert "Personnellement intéressé par ce point : ne prend pas part au vote." in ready
    number = room.called.open_poll(0)

    ballot = words(room.enter("Titulaire Metz").get(room.address(f"/scrutins/{number}/vote")))
    assert "ne prend pas part au vote" in ballot and CLAUSE in ballot
    assert "rien n’y change plus" in words(desk.get(page))
    late = desk.post(page, item_id=room.item(1), member_id=told["member_id"], reason="x" * 501)
    assert late.status_code == 422


def test_a_member_declares_her_own_interest_and_no_other_members(room):
    room = room(conflict__blocks_vote=True)
    member = room.enter("Titulaire Metz")
    page = room.address(f"/ma-page/interet/{room.item(0)}")
    assert "Ce point me concerne personnellement" in words(member.get(room.address("/ma-page")))
    assert "ne prend pas part au vote" in words(member.get(page))
    other = member.post(page, member_id=room.called.members["Lyon"], reason="x", item_id=1)
    assert other.status_code == 422
    member.post(
        page, member_id=room.called.members["Metz"], reason="Mon marché", item_id=room.item(0)
    )
    with room.called.acting() as (session, meeting):
        (found,) = interests.of_meeting(session, meeting.id)
        assert (found.member.name, found.reason) == ("Metz", "Mon marché")
    twice = member.post(
        page, member_id=room.called.members["Metz"], reason="Encore", item_id=room.item(0)
    )
    assert twice.status_code == 409 and "déjà noté" in words(twice)
    room.open("Metz", "Lyon")
    room.called.open_poll(0)
    assert "Il est trop tard pour ce point" in words(member.get(page))


def test_a_declaration_is_withdrawn_from_its_page_by_officers_alone(room):
    room = room(conflict__blocks_vote=True)
    with room.called.acting() as (session, meeting):
        number = interests.declare(
            session, meeting, agenda.items_of(session, meeting.id)[0].id,
            room.called.members["Metz"], "x", actor=INES, now=CONVENED,
        ).id  # fmt: skip
    address = room.address(f"/interets/{number}/retrait")
    member = room.enter("Titulaire Metz")
    assert member.post(address, page=room.address("/ma-page")).status_code == 403
    desk = room.enter(Role.SECRETARY)
    desk.post(address, page=room.address("/interets"))
    assert "Déclaration retirée" in words(desk.get(room.address("/interets")))


def test_a_person_of_two_members_says_for_which_she_votes(room):
    room = room(roll__two_capacities="choose_one")
    with room.called.acting() as (session, _):
        wanted = select(Representation).where(
            Representation.member_id == room.called.members["Metz"],
            Representation.acts_as == "representative",
        )
        session.scalars(wanted).one().person_id = room.called.person("Titulaire Lyon")
    member = room.enter("Titulaire Lyon")
    page = words(member.get(room.address("/ma-page")))
    assert "À quel titre vous votez" in page and CLAUSE in page
    choose = room.address("/ma-page/qualite")
    assert member.post(choose, page=room.address("/ma-page"), member_id="x").status_code == 400
    member.post(choose, page=room.address("/ma-page"), member_id=room.called.members["Metz"])
    assert "c’est à ce titre que vous votez" in words(member.get(room.address("/ma-page")))
    room.open("Lyon", "Metz")
    assert "Lyon" not in room.called.voters(room.called.open_poll(0))
    assert "Vous votez pour Metz." in words(member.get(room.address("/ma-page")))


def test_the_room_asks_for_secrecy_by_phone_and_the_secretary_grants_it(room):
    room = room(vote__secret_on_request=SecrecyRequest(share=Fraction(1, 2)))
    room.open("Metz", "Lyon")
    desk = room.enter(Role.SECRETARY)
    poll = room.address(f"/scrutins/{room.poll(0)}")
    member = room.enter("Titulaire Metz")
    assert "Demander un scrutin secret" in words(member.get(room.address("/ma-page")))
    member.post(f"{poll}/demande-de-secret", page=room.address("/ma-page"))
    assert "Votre demande est comptée" in words(member.get(room.address("/ma-page")))
    assert "La demande suffit : 1 sur 2, il en fallait 1" in words(desk.get(poll))
    refused = desk.post(f"{poll}/ouverture", page=poll)
    assert refused.status_code == 409 and "rendez ce scrutin secret" in words(refused)
    desk.post(f"{poll}/secret", page=poll)
    assert "Scrutin secret" in words(desk.get(poll))
    journal = words(desk.get("/journal"))
    assert "scrutin secret demandé, 1 sur 2, il en fallait 1" in journal


def test_a_demand_is_taken_back_and_bylaws_without_it_offer_none(room):
    room = room(vote__secret_on_request=None, quorum__first=QuorumRule(Fraction(1, 10)))
    room.open("Metz", "Lyon")
    member = room.enter("Titulaire Metz")
    assert "Demander un scrutin secret" not in words(member.get(room.address("/ma-page")))
    poll = room.address(f"/scrutins/{room.poll(0)}")
    member.post(f"{poll}/demande-de-secret", page=room.address("/ma-page"))
    assert "ne disent pas qui peut demander" in words(member.get(room.address("/ma-page")))


def test_withdrawing_at_the_desk_too_late_says_so(room):
    room = room(proxy__revocation="until_open")
    room.called.give("Metz", "Lyon")
    room.open("Lyon")
    room.at += MINUTE
    desk = room.enter(Role.SECRETARY)
    address = room.address(f"/pouvoirs/{room.called.members['Metz']}/reprise")
    desk.post(address, page=room.address("/pouvoirs"))
    assert "trop tard pour reprendre" in words(desk.get(room.address("/pouvoirs")))
    with room.called.acting() as (session, meeting):
        assert proxies.standing_proxy(session, meeting.id, room.called.members["Metz"])


def test_the_proxies_in_the_hand_of_who_is_interested_are_named_to_the_desk_and_to_her(room):
    room = room(conflict__blocks_vote=True, proxy__forbidden_holders=("person_concerned",))
    room.called.give("Nantes", "Metz")
    member = room.enter("Titulaire Metz")
    page = room.address(f"/ma-page/interet/{room.item(0)}")
    assert "pour les pouvoirs que vous portez : Nantes." in words(member.get(page))
    member.post(
        page, member_id=room.called.members["Metz"], reason="Mon marché", item_id=room.item(0)
    )
    desk = words(room.enter(Role.SECRETARY).get(room.address("/interets")))
    assert "Ne vote pas non plus, à ce point, pour : Nantes." in desk


def test_a_proxy_that_is_not_given_on_line_is_not_offered_on_her_page(room):
    room = room(proxy__form=("signed_paper",))
    member = room.enter("Titulaire Metz")
    room.at = STARTS - 60 * MINUTE  # the hours of the meeting
    page = words(member.get(room.address("/ma-page")))
    assert "Je donne pouvoir" not in page and "papier signé" in page and CLAUSE in page
    choose = words(member.get(room.address(f"/ma-page/pouvoir/{room.called.members['Metz']}")))
    assert "Ce membre ne donne pas pouvoir" in choose and "sous cette forme" in choose
