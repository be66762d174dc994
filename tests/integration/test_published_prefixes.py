"""What is published of a box only grows: over HTTP, each file is a prefix of every later one."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ballots.protocol.archive import ArchiveReader
from ballots.protocol.commitments import CommitmentsReader, tracker_digest
from ballots.protocol.election import election_fingerprint, parse_election
from ballots.protocol.events import EventType
from ballots.services import casting
from governance.settings import Settings
from tests.simulators.assemblies import ELECTION, Scene, assembly_on_its_day

ADA, BLANK = [1, 0, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    scene = assembly_on_its_day(any_settings)
    scene.everybody_arrives()
    scene.open(ELECTION)
    yield scene
    scene.database.engine.dispose()


@pytest.fixture
def app(scene: Scene) -> Iterator[Flask]:
    app = scene.app()
    yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def paths(scene: Scene) -> tuple[str, str]:
    uuid = scene.poll(ELECTION).election
    return f"/urnes/{uuid}/archive", f"/urnes/{uuid}/{uuid}.commitments"


def cast(scene: Scene, place: int, choice: list[int]) -> casting.CastOutcome:
    right = scene.voters(ELECTION)[place]
    return scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, choice))


def test_each_file_is_a_prefix_of_every_later_one_and_is_named_by_its_head(scene, client):
    """Fetch both files at every moment of a poll's life."""
    moments = [
        lambda: None,
        lambda: cast(scene, 0, ADA),
        lambda: cast(scene, 1, BLANK),
        lambda: cast(scene, 0, BLANK),  # a second vote
        lambda: scene.close(ELECTION, accept=True),
        lambda: scene.decrypt(ELECTION),
    ]
    known = dict.fromkeys(paths(scene), (b"", ""))
    for moment, act in enumerate(moments):
        act()
        for path, (before, tag) in known.items():
            answer = client.get(path, headers={"If-None-Match": tag} if tag else {})
            assert answer.status_code == 200, (moment, path)
            assert answer.data.startswith(before), (moment, path)
            assert answer.headers["ETag"] not in ("", tag), (moment, path)
            final = moment == len(moments) - 1
            assert ("immutable" in answer.headers["Cache-Control"]) is final, (moment, path)
            known[path] = (answer.data, answer.headers["ETag"])
    for path, (_, tag) in known.items():
        same = client.get(path, headers={"If-None-Match": tag})
        assert (same.status_code, same.data) == (304, b"")


def test_the_commitments_are_those_of_every_ballot_in_the_order_of_the_box(scene, client):
    outcomes = [cast(scene, 0, ADA), cast(scene, 1, BLANK), cast(scene, 0, BLANK)]
    archive, commitments = (client.get(path).data for path in paths(scene))
    entries = list(ArchiveReader(io.BytesIO(archive)))
    raw_election = entries[0].data[0]
    election = parse_election(raw_election)
    file = CommitmentsReader(io.BytesIO(commitments), election, election_fingerprint(raw_election))
    for outcome in outcomes:
        assert file.take(tracker_digest(outcome.tracker)), outcome.tracker
    assert file.is_used_up
    assert sum(one.event.type is EventType.BALLOT for one in entries) == len(outcomes)


def test_the_commitments_of_no_election_or_under_another_name_are_refused(scene, client):
    uuid = scene.poll(ELECTION).election
    for path in (f"/urnes/{uuid}/autre.commitments", "/urnes/nulle/nulle.commitments"):
        assert client.get(path).status_code == 404


def test_a_reader_between_two_casts_sees_one_whole_box(scene, client):
    """A ballot that arrives while a file is being sent is not in it: the tag tells the truth."""
    cast(scene, 0, ADA)
    archive, _ = paths(scene)
    tag = client.get(archive).headers["ETag"]
    answer = client.get(archive, buffered=False)
    pieces = answer.iter_encoded()
    first = next(pieces)
    cast(scene, 1, ADA)
    whole = first + b"".join(pieces)
    answer.close()
    assert answer.headers["ETag"] == tag
    kinds = [one.event.type for one in ArchiveReader(io.BytesIO(whole))]
    assert kinds == [EventType.SETUP, EventType.BALLOT]
