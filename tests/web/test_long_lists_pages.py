"""Long lists of a meeting come in pages, and nobody is left out of them."""

import re
from html import unescape

import pytest

from governance.models.accounts import Role
from governance.services.convening import meetings
from governance.services.electorate import electorate
from governance.services.polls import poll_rights
from governance.web.polls import polls as poll_pages
from governance.web.proxies import proxies as proxy_pages
from tests.simulators.assemblies import ACCOUNTS, Scene


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(poll_pages, "PAGE", 2)
    monkeypatch.setattr(proxy_pages, "MANY", 2)


def poll_address(scene: Scene) -> str:
    return f"/assemblees/{scene.number}/scrutins/{scene.poll_id(ACCOUNTS)}"


def names_in(text: str, mark: str, pattern: str) -> list[str]:
    """Return what is written after a mark, up to the end of its list or table."""
    part = re.split(r"</table>|</ul>", text.split(mark, 1)[1], maxsplit=1)[0]
    return [unescape(name) for name in re.findall(pattern, part)]


def test_the_members_who_vote_are_all_found_page_after_page(scene, visit):
    officer, found = visit(Role.SECRETARY), []
    for page in range(1, 20):
        text = officer.get(f"{poll_address(scene)}?page={page}").text
        found += names_in(text, 'id="electorate"', r'<th scope="row">([^<]+)</th>')
        if f"page={page + 1}#electorate" not in text:
            break
    scene.open(ACCOUNTS)
    with scene.database.session(read_only=True) as session:
        lines = poll_rights.signatures(session, scene.poll(ACCOUNTS))
    assert page > 1
    assert sorted(found) == sorted(line.name for line in lines)


def test_the_rights_that_have_not_voted_come_in_pages_that_stay_alive(scene, visit):
    scene.open(ACCOUNTS)
    officer, found = visit(Role.SECRETARY), []
    for page in range(1, 20):
        text = officer.get(f"{poll_address(scene)}?page={page}").text
        found += names_in(text, 'id="not-yet"', r'<th scope="row">([^<]+)</th>')
        if f"page={page + 1}#not-yet" not in text:
            break
    with scene.database.session(read_only=True) as session:
        lines = poll_rights.signatures(session, scene.poll(ACCOUNTS))
    assert page > 1
    assert found == [line.name for line in lines]
    assert f"participation?page={page}" in text
    alive = officer.get(f"{poll_address(scene)}/participation?page={page}").text
    told = names_in(alive, 'id="not-yet"', r'<th scope="row">([^<]+)</th>')
    assert told and told == found[2 * (page - 1) :]


def test_in_a_long_roll_the_two_members_of_a_proxy_are_looked_for_by_name(scene, visit):
    officer, page = visit(Role.SECRETARY), f"/assemblees/{scene.number}/pouvoirs"
    text = officer.get(page).text
    assert "cherchez d’abord les deux noms" in text
    assert (
        len(re.findall(r"<option", text.split('name="principal_id"')[1].split("</select>")[0])) == 1
    )
    text = officer.get(f"{page}?mandant=METZ&mandataire=lyon").text
    assert "Metz" in text.split('name="principal_id"')[1].split("</select>")[0]
    assert "Lyon" in text.split('name="holder_id"')[1].split("</select>")[0]


def test_lines_of_the_electorate_completed_later_say_what_all_of_it_says_at_once(scene):
    with scene.database.session(read_only=True) as session:
        meeting = meetings.get_meeting(session, scene.number)
        whole = electorate.of_meeting(session, meeting, scene.now)
        bare = electorate.of_meeting(session, meeting, scene.now, people_of=(), with_origins=False)
        told = electorate.complete(session, meeting, bare, bare.lines)
    assert tuple(told) == whole.lines
    assert any(line.acting and line.category and line.voices.steps for line in told)
    assert (bare.heads, bare.voices, bare.reasons()) == (whole.heads, whole.voices, whole.reasons())
