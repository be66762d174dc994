"""An office with a threshold: its ceremony, an election under it, what it refuses."""

from dataclasses import replace

import pytest

from ballots.crypto.named_groups import group_named
from ballots.errors import BallotsError
from ballots.protocol.trustees import ThresholdTrustees, TrusteePublicKey, parse_trustees
from ballots.services import archive
from ballots.services.ceremony import Step
from governance.db import Database
from governance.demo.rehearsal import MINUTE, SECRETARY
from governance.errors import GovernanceError, InvalidInputError, StateError
from governance.models.agenda import AgendaItem
from governance.models.meetings import Meeting
from governance.models.office import OfficeForm
from governance.services.convening import meetings
from governance.services.convening.meetings import Plan
from governance.services.office import office, office_ceremony, office_keys
from governance.services.office.office_keys import Choice
from governance.services.polls import poll_closing, polls
from governance.settings import Settings
from tests.flows.archives import our_verdict, their_verdict
from tests.simulators.assemblies import ELECTION, Scene, Template
from tests.simulators.offices import Scrutineer, seat_office


@pytest.fixture(scope="module")
def template(sqlite_template, tmp_path_factory) -> Template:
    return Template(sqlite_template, tmp_path_factory.mktemp("office"))


@pytest.fixture
def scene(template, tmp_path) -> Scene:
    return template.copy(tmp_path)


def decrypt(scene: Scene, member: Scrutineer, raw: str | None = None) -> None:
    with scene.database.transaction() as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        part = member.part(session, poll.election or "") if raw is None else raw
        poll_closing.add_decryption(
            session, poll, member.account_id, part, actor=member.actor, now=scene.now + 2 * MINUTE
        )


def vote(scene: Scene) -> None:
    scene.open(ELECTION)
    for right in scene.voters(ELECTION)[:3]:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, [0, 1, 1, 0, 0, 0]))
    scene.close(ELECTION, accept=True)


def awaited(scene: Scene) -> tuple[int, list[str]]:
    with scene.database.session(read_only=True) as session:
        poll = polls.get_poll(session, scene.number, scene.poll_id(ELECTION))
        names = [name for _, name in office.awaited(session, poll)]
        return office.parts_awaited(session, poll), names


def test_two_of_three_open_the_urn_and_the_third_is_not_needed(scene):
    held = seat_office(scene)
    held.hold()
    vote(scene)
    first, absent, third = held.members
    assert awaited(scene) == (2, [one.name for one in held.members])
    decrypt(scene, third)
    assert awaited(scene) == (1, [first.name, absent.name])
    decrypt(scene, first)
    assert scene.poll(ELECTION).announced_at is not None
    with pytest.raises(StateError, match=r"office\.not-needed"):
        decrypt(scene, absent)


def test_a_wrong_part_is_refused_by_name_and_the_box_is_unchanged(scene):
    held = seat_office(scene)
    held.hold()
    vote(scene)
    first, second, _ = held.members
    with scene.database.session(read_only=True) as session:
        election = scene.poll(ELECTION).election or ""
        raw = second.part(session, election)
        before = archive.read_archive(session, election)
    with pytest.raises(BallotsError) as refused:
        decrypt(scene, first, raw)
    assert refused.value.code == "decryption.bad-proof"
    with scene.database.session(read_only=True) as session:
        assert archive.read_archive(session, election) == before
    assert awaited(scene)[0] == 2


def test_an_urn_does_not_open_before_the_ceremony_has_ended(scene):
    held = seat_office(scene)
    held.hold(Step.CERTIFICATES, Step.POLYNOMIALS)
    for member in held.members[:2]:
        held.send(Step.OUTPUTS, member)
    with pytest.raises(StateError, match=r"office\.not-ready"):
        scene.open(ELECTION)
    held.send(Step.OUTPUTS, held.members[2])
    scene.open(ELECTION)


def test_the_ceremony_says_for_what_and_for_whom_it_waits(scene):
    held = seat_office(scene)
    assert standing(scene) == (Step.CERTIFICATES, [2, 3, 4])
    held.send(Step.CERTIFICATES, held.members[1])
    assert standing(scene) == (Step.CERTIFICATES, [2, 4])
    held.send(Step.CERTIFICATES, held.members[0])
    held.send(Step.CERTIFICATES, held.members[2])
    assert standing(scene) == (Step.POLYNOMIALS, [2, 3, 4])
    held.hold(Step.POLYNOMIALS, Step.OUTPUTS)
    assert standing(scene) == (Step.DONE, [])


def standing(scene: Scene) -> tuple[Step, list[int]]:
    with scene.database.session(read_only=True) as session:
        found = office_ceremony.standing(session, scene.number)
    assert found is not None
    return found.step, [position for position, _ in found.awaited]


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"BELENIOS-2048": "{"}, "ceremony.malformed"),
        ({"BELENIOS-2048": "x" * 5000}, "ceremony.too-large"),
        ({}, "office.malformed"),
        ({"BELENIOS-2048": "{}", "Ed25519": "{}"}, "office.malformed"),
        ({"BELENIOS-2048": "\ud800"}, "ceremony.malformed"),
    ],
)
def test_a_message_of_another_shape_is_refused_and_nothing_is_recorded(scene, texts, code):
    held = seat_office(scene)
    with pytest.raises((BallotsError, GovernanceError)) as refused:
        held.send(Step.CERTIFICATES, held.members[0], texts)
    assert refused.value.code == code
    assert standing(scene) == (Step.CERTIFICATES, [2, 3, 4])


def test_a_certificate_of_another_seat_is_refused(scene):
    held = seat_office(scene)
    with scene.database.session(read_only=True) as session:
        texts = held.messages(session, Step.CERTIFICATES, held.members[1])
    with pytest.raises(BallotsError) as refused:
        held.send(Step.CERTIFICATES, held.members[0], texts)
    assert refused.value.code == "threshold.bad-certificate"


def restart(scene: Scene) -> None:
    with scene.database.transaction() as session:
        meeting = session.get_one(Meeting, scene.number)
        office_keys.restart(session, scene.vault, meeting, actor=SECRETARY, now=scene.now)


def choose(scene: Scene, choice: Choice) -> None:
    with scene.database.transaction() as session:
        meeting = session.get_one(Meeting, scene.number)
        office_keys.choose(session, scene.vault, meeting, choice, actor=SECRETARY, now=scene.now)


def test_beginning_anew_voids_what_was_made(scene):
    held = seat_office(scene)
    held.hold(Step.CERTIFICATES)
    restart(scene)
    assert standing(scene) == (Step.CERTIFICATES, [2, 3, 4])
    with scene.database.session(read_only=True) as session:
        assert office.form_of(session, scene.number).round == 3
    with pytest.raises(StateError, match=r"office\.restarted"):
        held.send(Step.CERTIFICATES, held.members[0], round_number=2)


def test_an_office_is_not_changed_once_a_secret_poll_has_opened(scene):
    seat_office(scene).hold()
    scene.open(ELECTION)
    with pytest.raises(StateError, match=r"office\.closed"):
        restart(scene)


def test_one_ceremony_makes_the_keys_of_every_group_that_the_agenda_needs(scene):
    rank(scene)
    held = seat_office(scene)
    held.hold()
    with scene.database.session(read_only=True) as session:
        groups = office.form_of(session, scene.number).groups
        assert groups == ("BELENIOS-2048", "RFC-3526-2048")
        lists = [office.trustees_for(session, scene.number, group) for group in groups]
        assert list(office.joint_keys(session, scene.number)) == list(groups)
    for group, listed in zip(groups, lists, strict=True):
        server, shared = parse_trustees(listed.encode(), group_named(group))
        assert isinstance(server, TrusteePublicKey) and isinstance(shared, ThresholdTrustees)
        assert [key.name for key in shared.keys] == [one.name for one in held.members]


def test_a_ranking_added_later_asks_for_the_keys_again(scene):
    seat_office(scene).hold()
    rank(scene)
    with scene.database.session(read_only=True) as session:
        assert office.is_ready(session, scene.number, "BELENIOS-2048")
        assert not office.is_ready(session, scene.number)
    with pytest.raises(InvalidInputError, match=r"office\.rankings-need-two"):
        choose(scene, Choice(OfficeForm.SERVER))


def rank(scene: Scene) -> None:
    """Let the election of the agenda be one by ranking."""
    with scene.database.transaction() as session:
        item = session.get_one(AgendaItem, scene.poll(ELECTION).item_id)
        item.ballot = {"kind": "schulze", "tie": "lot"}


@pytest.mark.parametrize(
    ("accounts", "threshold", "code"),
    [
        ((1, 2, 999), 2, "office.not-a-scrutineer"),
        ((), 1, "office.too-few-scrutineers"),
        (None, 0, "office.bad-threshold"),
        (None, 4, "office.bad-threshold"),
        (None, None, "office.bad-threshold"),
    ],
)
def test_a_form_that_cannot_be_is_refused(scene, accounts, threshold, code):
    held = seat_office(scene)
    named = tuple(one.account_id for one in held.members) if accounts is None else accounts
    with pytest.raises(InvalidInputError) as refused:
        choose(scene, Choice(OfficeForm.THRESHOLD, named, threshold))
    assert refused.value.code == code


def test_the_server_alone_opens_where_that_was_chosen(scene):
    choose(scene, Choice(OfficeForm.SERVER))
    vote(scene)
    assert scene.poll(ELECTION).announced_at is not None


@pytest.mark.needs("belenios-tool")
def test_the_archive_of_such_an_election_is_accepted_by_both_verifiers(scene, tmp_path):
    held = seat_office(scene)
    held.hold()
    vote(scene)
    for member in held.members[1:]:
        decrypt(scene, member)
    election = scene.poll(ELECTION).election or ""
    path = tmp_path / f"{election}.bel"
    with scene.database.session(read_only=True) as session:
        path.write_bytes(archive.read_archive(session, election))
    for verdict in (our_verdict(path), their_verdict(path)):
        assert verdict.status == 0, verdict.said


def test_the_setting_of_the_group_serves_new_meetings_and_leaves_the_others(scene):
    settings = replace(scene.settings, group="Ed25519")
    database = Database(settings)
    plan = Plan("Assemblée 2027", scene.now, "Paris", "")
    with database.transaction() as session:
        meeting = meetings.create_meeting(session, "AGO", plan, actor=SECRETARY, now=scene.now)
        office_keys.set_up(session, scene.vault, meeting, scene.now)
        (server,) = office.trustees(session, meeting.id)
        assert [key.group_name for key in server.keys] == ["Ed25519"]
        assert office.form_of(session, scene.number).groups == ("BELENIOS-2048",)
    database.dispose()


@pytest.mark.parametrize("name", ["BELENIOS-2048", "RFC-3526-2048", "Ed25519"])
def test_a_known_group_may_be_set(name, tmp_path):
    environment = {"PLENIERE_INSTANCE": str(tmp_path), "PLENIERE_GROUP": name}
    assert Settings.from_env(environment).group == name


def test_an_unknown_group_stops_the_start(tmp_path):
    environment = {"PLENIERE_INSTANCE": str(tmp_path), "PLENIERE_GROUP": "ed25519"}
    with pytest.raises(ValueError, match="PLENIERE_GROUP"):
        Settings.from_env(environment)
