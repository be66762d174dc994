"""Who may take the archive of a secret poll: everyone, the members, or those who control."""

import json

import pytest
from sqlalchemy import update

from governance.models.accounts import Role
from governance.models.meetings import Meeting
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset, preset
from tests.simulators.assemblies import ELECTION, Scene
from tests.web.visits import Visit

FILES = ("/archive", "/{uuid}.commitments")


def reserve(scene: Scene, readers: str) -> str:
    """Pin the meeting to the same bylaws with ``readers``; return the address of an open box."""
    document = json.loads(encode_ruleset(preset("la27eregion"))) | {"version": 98}
    document["vote.archive_access"]["value"] = readers
    rules = parse_ruleset(json.dumps(document).encode())
    with scene.database.transaction() as session:
        version = RuleSetVersion(
            name=rules.name,
            version=rules.version,
            document=encode_ruleset(rules).decode(),
            sha256=digest(rules),
            created_at=scene.now,
        )
        session.add(version)
        session.flush()
        session.execute(
            update(Meeting).where(Meeting.id == scene.number).values(rule_set_id=version.id)
        )
    scene.open(ELECTION)
    return f"/urnes/{scene.poll(ELECTION).election}"


def statuses(who: Visit, box: str) -> set[int]:
    uuid = box.rpartition("/")[2]
    return {who.get(box + file.format(uuid=uuid)).status_code for file in FILES}


@pytest.mark.parametrize(
    ("readers", "stranger", "member", "auditor"),
    [("everyone", 200, 200, 200), ("members", 403, 200, 200), ("auditors", 403, 403, 200)],
)
def test_the_bylaws_say_who_takes_the_archive(scene, visit, readers, stranger, member, auditor):
    box = reserve(scene, readers)
    person = scene.voters(ELECTION)[0].person
    assert statuses(Visit(scene.app()), box) == {stranger}
    assert statuses(visit(person), box) == {member}
    assert statuses(visit(Role.AUDITOR), box) == {auditor}


def test_a_reserved_board_still_shows_every_tracker_and_says_how_to_get_the_archive(scene):
    page = Visit(scene.app()).get(reserve(scene, "members"))
    assert page.status_code == 200
    assert "réservée par les statuts" in page.text
    assert f'href="{page.request.path}/archive"' not in page.text
