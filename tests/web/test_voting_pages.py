"""A member's vote through the pages: choose, confirm, receipt; the booth's page; who may not."""

import json
import re

import pytest

from ballots.voting.receipts import verify_document
from governance.models.accounts import Role
from tests.simulators.assemblies import ACCOUNTS, ELECTION, Scene
from tests.web.visits import Visit

FOR, AGAINST, ABSTENTION = "0", "1", "2"


def address(scene: Scene, position: int, rest: str = "/vote") -> str:
    return f"/assemblees/{scene.number}/scrutins/{scene.poll_id(position)}{rest}"


def confirm(visit: Visit, scene: Scene, **fields: str):
    """Send the form, then the confirmation it leads to, as a browser does."""
    page = visit.post(address(scene, ACCOUNTS), **fields)
    assert page.status_code == 200, page.text
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
    return visit.send(address(scene, ACCOUNTS, "/vote/confirmation"), **hidden)


def recorded(scene: Scene) -> dict[str, list[int]]:
    from governance.models.polls import OpenVote

    with scene.database.session(read_only=True) as session:
        return {vote.line.name: vote.choice for vote in session.query(OpenVote)}


def test_nothing_is_chosen_beforehand_and_every_right_has_its_fieldset(scene, visit):
    scene.open(ACCOUNTS)
    mine, proxy = scene.holder(ACCOUNTS)
    page = visit(mine.person).get(address(scene, ACCOUNTS)).text
    assert f'id="right-{mine.line}"' in page and f'id="right-{proxy.line}"' in page
    assert f"Pouvoir de {proxy.name}" in page
    checked = re.findall(r"<input[^>]*\bchecked\b[^>]*>", page)
    assert len(checked) == 1 and 'name="same-for-all"' in checked[0]


def test_three_taps_vote_for_oneself_and_for_every_proxy(scene, visit):
    scene.open(ACCOUNTS)
    mine, proxy = scene.holder(ACCOUNTS)
    voter = visit(mine.person)
    done = confirm(voter, scene, **{f"choice-{mine.line}": FOR, "same-for-all": "1"})
    assert done.status_code == 302 and done.location.endswith("/vote/recepisses")
    assert recorded(scene) == {mine.name: [1, 0, 0], proxy.name: [1, 0, 0]}
    page = voter.get(done.location).text
    assert "Votes enregistrés" in page and page.count("Récépissé signé") == 2


def test_a_proxy_may_vote_otherwise_than_its_holder(scene, visit):
    scene.open(ACCOUNTS)
    mine, proxy = scene.holder(ACCOUNTS)
    fields = {f"choice-{mine.line}": FOR, f"choice-{proxy.line}": AGAINST, "same-for-all": "1"}
    confirm(visit(mine.person), scene, **fields)
    assert recorded(scene) == {mine.name: [1, 0, 0], proxy.name: [0, 1, 0]}


def test_nothing_is_recorded_before_the_confirmation(scene, visit):
    scene.open(ACCOUNTS)
    mine, _ = scene.holder(ACCOUNTS)
    page = visit(mine.person).post(
        address(scene, ACCOUNTS), **{f"choice-{mine.line}": FOR, "same-for-all": "1"}
    )
    assert "Vous allez voter ainsi" in page.text
    assert recorded(scene) == {}


@pytest.mark.parametrize("choice", [{}, {"mine": "7"}, {"mine": "blank"}, {"mine": "x"}])
def test_a_choice_that_is_not_on_the_ballot_is_shown_beside_its_right(scene, visit, choice):
    scene.open(ACCOUNTS)
    mine, _ = scene.holder(ACCOUNTS)
    fields = {f"choice-{mine.line}": value for value in choice.values()}
    answer = visit(mine.person).post(address(scene, ACCOUNTS), **fields, **{"same-for-all": "1"})
    assert answer.status_code == 422
    assert f'id="choice-{mine.line}-error"' in answer.text
    assert recorded(scene) == {}


def test_a_right_left_empty_is_asked_for_when_the_same_choice_is_not_wanted(scene, visit):
    scene.open(ACCOUNTS)
    mine, proxy = scene.holder(ACCOUNTS)
    answer = visit(mine.person).post(address(scene, ACCOUNTS), **{f"choice-{mine.line}": FOR})
    assert answer.status_code == 422
    assert f'id="choice-{proxy.line}-error"' in answer.text


def test_a_second_vote_replaces_the_first(scene, visit):
    scene.open(ACCOUNTS)
    right = next(r for r in scene.voters(ACCOUNTS) if not r.by_proxy)
    voter = visit(right.person)
    field = f"choice-{right.line}"
    confirm(voter, scene, **{field: FOR, "same-for-all": "1"})
    assert "Déjà enregistré" in voter.get(address(scene, ACCOUNTS)).text
    confirm(voter, scene, **{field: ABSTENTION, "same-for-all": "1"})
    assert recorded(scene)[right.name] == [0, 0, 1]


def test_the_receipt_of_a_named_vote_is_signed_and_shows_the_choice(scene, visit):
    scene.open(ACCOUNTS)
    right = next(r for r in scene.voters(ACCOUNTS) if not r.by_proxy)
    voter = visit(right.person)
    confirm(voter, scene, **{f"choice-{right.line}": AGAINST, "same-for-all": "1"})
    path = address(scene, ACCOUNTS, f"/vote/recepisses/{right.line}/recepisse.jws")
    answer = voter.get(path)
    said = verify_document(answer.text, scene.signer.public_key)
    assert (said["kind"], said["choice"], said["member"]) == ("open-vote", "Contre", right.name)
    other = next(r for r in scene.voters(ACCOUNTS) if r.person != right.person)
    assert visit(other.person).get(path).status_code == 404


def test_a_right_of_somebody_else_is_not_on_ones_paper(scene, visit):
    scene.open(ACCOUNTS)
    one, other = [r for r in scene.voters(ACCOUNTS) if not r.by_proxy][:2]
    fields = {f"choice-{one.line}": FOR, f"choice-{other.line}": AGAINST, "same-for-all": "1"}
    confirm(visit(one.person), scene, **fields)
    assert other.name not in recorded(scene)


def test_a_vote_that_comes_after_the_closing_is_told_so(scene, visit):
    scene.open(ACCOUNTS)
    right = next(r for r in scene.voters(ACCOUNTS) if not r.by_proxy)
    voter = visit(right.person)
    page = voter.post(address(scene, ACCOUNTS), **{f"choice-{right.line}": FOR})
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    scene.close(ACCOUNTS)
    late = voter.send(
        address(scene, ACCOUNTS, "/vote/confirmation"),
        csrf_token=token[1] if token else "",
        **{f"choice-{right.line}": FOR},
    )
    assert late.status_code == 409
    assert "Votre vote n’est pas enregistré" in late.text
    assert recorded(scene) == {}


def test_whoever_is_not_in_good_standing_reads_the_reason_and_the_clause(scene, visit):
    with scene.database.session(read_only=True) as session:
        from governance.services.electorate import roll

        dunkerque = roll.acting_persons(session)[5].id
    scene.open(ACCOUNTS)
    page = visit(dunkerque).get(address(scene, ACCOUNTS)).text
    assert "Vous ne votez pas dans ce scrutin" in page
    assert "Pas à jour" in page and "hypothèse" in page


def test_whoever_gave_a_proxy_reads_who_votes_for_her(scene, visit):
    with scene.database.session(read_only=True) as session:
        from governance.services.electorate import roll

        principal, holder = next(iter(roll.standing_holders(session, scene.number).items()))
        person = roll.acting_persons(session)[principal].id
        name = next(x.name for x in roll.lines_of(session, scene.number) if x.member_id == holder)
    scene.open(ACCOUNTS)
    page = visit(person).get(address(scene, ACCOUNTS)).text
    assert f"le pouvoir était donné à {name}" in page


def test_a_stranger_and_an_officer_do_not_vote(scene, visit):
    scene.open(ACCOUNTS)
    assert Visit(scene.app()).get(address(scene, ACCOUNTS)).status_code == 302
    assert visit(Role.SECRETARY).get(address(scene, ACCOUNTS)).status_code == 404


def test_the_page_before_the_opening_waits_and_says_when_it_is_open(scene, visit):
    right_person = next(iter(_persons(scene).values()))
    voter = visit(right_person)
    page = voter.get(address(scene, ACCOUNTS)).text
    assert "n’est pas encore ouvert" in page and "data-live-url" in page
    first = voter.get(address(scene, ACCOUNTS, "/vote/etat"))
    tag = {"If-None-Match": first.headers["ETag"]}
    assert voter.get(address(scene, ACCOUNTS, "/vote/etat"), headers=tag).status_code == 304
    scene.open(ACCOUNTS)
    moved = voter.get(address(scene, ACCOUNTS, "/vote/etat"), headers=tag)
    assert moved.status_code == 200 and "Le scrutin est ouvert" in moved.text


def test_the_booth_gets_its_rights_its_question_and_no_choice(scene, visit):
    scene.open(ELECTION)
    mine, proxy = scene.holder(ELECTION)
    page = visit(mine.person).get(address(scene, ELECTION)).text
    block = re.search(r'<script type="application/json" id="booth-data">(.*?)</script>', page)
    assert block
    booth = json.loads(block[1])
    assert [right["line"] for right in booth["rights"]] == [mine.line, proxy.line]
    assert [right["own"] for right in booth["rights"]] == [True, False]
    assert booth["meeting"] == scene.number and booth["question"]["blank"] is True
    kept = {right["roll_line"]: right["line"] for right in booth["rights"]}
    assert {scene.codes[number] for number in kept} == {mine.code, proxy.code}
    assert "form data-booth" in page and "<noscript>" in page


def test_the_booth_knows_which_rights_have_voted(scene, visit):
    scene.open(ELECTION)
    mine, proxy = scene.holder(ELECTION)
    blank = [1] + [0] * 5
    scene.cast(ELECTION, proxy, scene.ballot(ELECTION, proxy.code, blank))
    page = visit(mine.person).get(address(scene, ELECTION)).text
    block = re.search(r'id="booth-data">(.*?)</script>', page)
    rights = json.loads(block[1] if block else "{}")["rights"]
    assert [right["already_cast"] for right in rights] == [False, True]


def test_the_booth_is_told_when_the_poll_has_closed(scene, visit):
    scene.open(ELECTION)
    voter = visit(scene.voters(ELECTION)[0].person)
    state = address(scene, ELECTION, "/etat.json")
    first = voter.get(state)
    assert first.json == {"open": True}
    tag = {"If-None-Match": first.headers["ETag"]}
    assert voter.get(state, headers=tag).status_code == 304
    scene.close(ELECTION)
    assert voter.get(state, headers=tag).json == {"open": False}


def _persons(scene: Scene) -> dict[int, int]:
    from governance.services.electorate import roll

    with scene.database.session(read_only=True) as session:
        return {member: person.id for member, person in roll.acting_persons(session).items()}
