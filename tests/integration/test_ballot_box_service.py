"""The ballot box over HTTP and in the database: refusals change nothing, the chain holds."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, inspect, select, update
from sqlalchemy.exc import DatabaseError

from ballots.audit.archive import audit_archive
from ballots.audit.outcomes import State
from ballots.crypto.named_groups import BELENIOS_2048
from ballots.services import archive, closing
from ballots.services.elections import load_election
from ballots.store import read
from ballots.store.box import BoxBallot, BoxCredential, BoxElection, BoxEvent, BoxRecord
from ballots.voting.credentials import derive_public, derive_secret, new_private_code
from ballots.voting.prepare import prepare_ballot
from ballots.voting.receipts import verify_receipt
from governance.models.journal import JournalLine
from governance.models.meetings import Meeting
from governance.models.polls import OpenVote, PollLine
from governance.models.roll import CredentialAssignment
from governance.models.rulesets import RuleSetVersion
from governance.rules.ruleset import digest, encode_ruleset, parse_ruleset, preset
from governance.services.records import journal
from governance.settings import Settings
from tests.simulators.assemblies import ELECTION, Right, Scene, assembly_on_its_day

ADA, BLANK = [0, 1, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0]
Voter = Callable[[int], "Browser"]


class Browser:
    """A voter's browser: signed in by her personal link, with the token of its page."""

    def __init__(self, scene: Scene, client: FlaskClient, person_id: int) -> None:
        self.client = client
        path = f"/assemblees/{scene.number}/lien"
        page = client.get(path).text
        client.post(path, data={"csrf_token": token_in(page), "token": scene.token(person_id)})
        booth = client.get(f"/assemblees/{scene.number}/scrutins/{scene.poll_id(ELECTION)}/vote")
        self.token = token_in(booth.text)
        self.path = f"/urnes/{scene.poll(ELECTION).election}/bulletins"

    def cast(self, line: object, raw: bytes | str, path: str | None = None):
        ballot = raw.decode() if isinstance(raw, bytes) else raw
        return self.send(json.dumps({"line": line, "ballot": ballot}), path)

    def send(self, body: str, path: str | None = None, **headers: str):
        return self.client.post(
            path or self.path,
            data=body,
            content_type="application/json",
            headers={"X-CSRFToken": self.token, "Accept": "application/json"} | headers,
        )


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def scene(any_settings: Settings) -> Iterator[Scene]:
    """An assembly with everybody there and its secret poll open, on each kind of database."""
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
def voter(scene: Scene, app: Flask) -> Voter:
    return lambda person_id: Browser(scene, app.test_client(), person_id)


def election_of(scene: Scene) -> str:
    return scene.poll(ELECTION).election or ""


def head_of(scene: Scene) -> str:
    with scene.database.session(read_only=True) as session:
        head = read.head(session, election_of(scene))
    return head.hash if head else ""


def counts_of(scene: Scene) -> tuple[int, int]:
    """Return how many ballots count, and how many lines are signed."""
    with scene.database.session(read_only=True) as session:
        last = len(list(read.last_ballots(session, election_of(scene))))
        signed = select(func.count()).select_from(PollLine).where(PollLine.signed)
        return last, session.scalar(signed) or 0


def archive_of(scene: Scene) -> bytes:
    with scene.database.session(read_only=True) as session:
        return archive.read_archive(session, election_of(scene))


def single(scene: Scene, place: int = 0) -> Right:
    """Return a right whose holder carries no proxy."""
    carried = [right.person for right in scene.rights(ELECTION) if right.by_proxy]
    return [right for right in scene.rights(ELECTION) if right.person not in carried][place]


def allow_no_second_vote(scene: Scene) -> None:
    document = json.loads(encode_ruleset(preset("la27eregion")))
    document["vote.revote"]["value"], document["version"] = False, 98
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
        session.execute(update(Meeting).values(rule_set_id=version.id))


def test_a_ballot_is_recorded_and_answered_with_a_receipt_that_proves_inclusion(scene, voter):
    right = single(scene)
    raw = scene.ballot(ELECTION, right.code, ADA)
    before = head_of(scene)
    answer = voter(right.person).cast(right.line, raw)
    assert answer.status_code == 200 and answer.json["replaced"] is False
    receipt = verify_receipt(answer.json["receipt"], scene.signer.public_key)
    assert receipt.tracker == answer.json["tracker"]
    assert head_of(scene) != before and counts_of(scene) == (1, 1)


def test_a_proxy_and_ones_own_right_are_two_ballots_of_one_person(scene, voter):
    browser = voter(scene.holder(ELECTION)[0].person)
    for right in scene.holder(ELECTION):
        raw = scene.ballot(ELECTION, right.code, ADA)
        assert browser.cast(right.line, raw).status_code == 200
    assert counts_of(scene) == (2, 2)


def test_a_second_vote_replaces_the_first_and_signs_nothing_twice(scene, voter):
    right = single(scene)
    browser = voter(right.person)
    browser.cast(right.line, scene.ballot(ELECTION, right.code, ADA))
    again = browser.cast(right.line, scene.ballot(ELECTION, right.code, BLANK))
    assert again.json["replaced"] is True
    assert counts_of(scene) == (1, 1)


def test_the_same_ballot_twice_counts_once_and_is_answered_with_its_receipt(scene, voter):
    right = single(scene)
    browser = voter(right.person)
    raw = scene.ballot(ELECTION, right.code, ADA)
    first = browser.cast(right.line, raw)
    head = head_of(scene)
    second = browser.cast(right.line, raw)
    assert second.json["code"] == "ballot.replayed"
    assert second.json["receipt"] == first.json["receipt"]
    assert (head_of(scene), counts_of(scene)) == (head, (1, 1))


def bad_ballots(scene: Scene, has_voted: bool) -> dict[str, tuple[int, str, bool, object]]:
    """Return what is wrong with a body -> status, code, whether its line can be read, body."""
    right, other, third = (single(scene, place) for place in range(3))
    raw = scene.ballot(ELECTION, right.code, ADA)
    wrong = scene.ballot(ELECTION, (third if has_voted else other).code, ADA)
    unknown = scene.ballot(ELECTION, new_private_code(), ADA)
    spaced = raw.replace(b",", b", ", 1)

    def body(line: object, ballot: bytes) -> str:
        return json.dumps({"line": line, "ballot": ballot.decode()})

    mine = right.line
    return {
        "not json": (400, "ballot.malformed", False, "{"),
        "not an object": (400, "ballot.malformed", False, "[]"),
        "no line": (400, "ballot.malformed", False, json.dumps({"ballot": raw.decode()})),
        "truth for a line": (400, "ballot.malformed", False, body(True, raw)),
        "huge line": (400, "ballot.malformed", False, body(2**40, raw)),
        "not a ballot": (400, "ballot.malformed", True, body(mine, b"bulletin")),
        "surrogate": (400, "ballot.malformed", True, f'{{"line":{mine},"ballot":"\\ud800"}}'),
        "not canonical": (400, "ballot.not-canonical", True, body(mine, spaced)),
        "over a mebibyte": (413, "ballot.too-large", False, body(mine, raw + b" " * (1 << 20))),
        "too large": (413, "ballot.too-large", True, body(mine, raw + b" " * (1 << 19))),
        "foreign": (409, "ballot.wrong-election", True, body(mine, foreign(scene, right))),
        "unknown": (409, "ballot.unknown-credential", True, body(mine, unknown)),
        "changed": (409, "ballot.bad-signature", True, body(mine, changed(raw))),
        "of another right": (409, "ballot.wrong-right", True, body(mine, wrong)),
        "another's line": (403, "roll.not-your-right", False, body(other.line, raw)),
        "no such line": (403, "roll.not-your-right", False, body(2**30, raw)),
    }


@pytest.mark.parametrize("has_voted", [False, True])
def test_a_bad_ballot_is_refused_by_its_code_and_the_box_is_untouched(scene, voter, has_voted):
    right, other = single(scene), single(scene, 1)
    browser = voter(right.person)
    voter(other.person).cast(other.line, scene.ballot(ELECTION, other.code, BLANK))
    if has_voted:
        browser.cast(right.line, scene.ballot(ELECTION, right.code, BLANK))
    before, counted = head_of(scene), counts_of(scene)

    for fault, (status, code, is_read, body) in bad_ballots(scene, has_voted).items():
        answer = browser.send(body)
        assert (answer.status_code, answer.json["code"]) == (status, code), fault
        assert answer.json["sentence"], fault
        assert answer.json["earlier_stands"] is (has_voted and is_read), fault
        assert (head_of(scene), counts_of(scene)) == (before, counted), fault


def foreign(scene: Scene, right: Right) -> bytes:
    with scene.database.session(read_only=True) as session:
        opened = load_election(session, election_of(scene))
    secret = derive_secret(election_of(scene), right.code, BELENIOS_2048)
    return prepare_ballot(opened.election, "A" * 43, secret, [ADA])


def changed(raw: bytes) -> bytes:
    """Change one proof; the signature, made before, no longer holds."""
    ballot = json.loads(raw)
    proof = ballot["answers"][0]["individual_proofs"][0][0]
    proof["response"] = str(int(proof["response"]) ^ 1)
    return json.dumps(ballot, separators=(",", ":")).encode()


def test_a_ballot_that_comes_late_is_refused_and_the_earlier_one_still_counts(scene, voter):
    right = single(scene)
    browser = voter(right.person)
    browser.cast(right.line, scene.ballot(ELECTION, right.code, BLANK))
    late = scene.ballot(ELECTION, right.code, ADA)
    scene.close(ELECTION, accept=True)
    before = head_of(scene)
    answer = browser.cast(right.line, late)
    assert (answer.status_code, answer.json["code"]) == (409, "box.closed")
    assert answer.json["earlier_stands"] is True
    assert head_of(scene) == before


def test_where_the_bylaws_allow_no_second_vote_the_first_one_stands(scene, voter):
    allow_no_second_vote(scene)
    right = single(scene)
    browser = voter(right.person)
    browser.cast(right.line, scene.ballot(ELECTION, right.code, BLANK))
    before = head_of(scene)
    answer = browser.cast(right.line, scene.ballot(ELECTION, right.code, ADA))
    assert (answer.status_code, answer.json["code"]) == (409, "ballot.already-cast")
    assert answer.json["earlier_stands"] is True
    assert (head_of(scene), counts_of(scene)) == (before, (1, 1))


def test_who_is_not_signed_in_or_has_no_token_casts_nothing(scene, app, voter):
    right = single(scene)
    raw = scene.ballot(ELECTION, right.code, ADA)
    browser = voter(right.person)
    browser.token = "x"
    assert browser.cast(right.line, raw).json["code"] == "form.stale"
    stranger = app.test_client()
    token = token_in(stranger.get(f"/assemblees/{scene.number}/lien").text)
    answer = stranger.post(
        browser.path, json={"line": right.line, "ballot": raw.decode()},
        headers={"X-CSRFToken": token},
    )  # fmt: skip
    assert (answer.status_code, answer.json["code"]) == (403, "voter.sign-in-first")
    assert counts_of(scene) == (0, 0)


def test_an_urn_that_does_not_exist_takes_nothing(scene, voter):
    right = single(scene)
    raw = scene.ballot(ELECTION, right.code, ADA)
    answer = voter(right.person).cast(right.line, raw, path="/urnes/nulle-part/bulletins")
    assert (answer.status_code, answer.json["code"]) == (404, "election.unknown")


def test_ballots_that_arrive_together_are_all_in_and_the_chain_holds(scene, voter):
    carried = [right.person for right in scene.rights(ELECTION) if right.by_proxy]
    rights = [right for right in scene.rights(ELECTION) if right.person not in carried][:6]
    made = [(voter(r.person), r, scene.ballot(ELECTION, r.code, ADA)) for r in rights]
    gate = threading.Barrier(len(made))

    def send(one):
        browser, right, raw = one
        gate.wait()
        return browser.cast(right.line, raw).status_code

    with ThreadPoolExecutor(len(made)) as pool:
        assert list(pool.map(send, made)) == [200] * len(made)
    assert counts_of(scene) == (len(made), len(made))
    states = {one.name: one.state for one in audit_archive(archive_of(scene)).checks}
    assert State.FAILED not in states.values() and states["ballots"] is not State.ABSENT


def test_the_same_ballot_sent_at_once_from_two_tabs_is_one_ballot(scene, voter):
    right = single(scene)
    raw = scene.ballot(ELECTION, right.code, ADA)
    tabs = [voter(right.person), voter(right.person)]
    gate = threading.Barrier(2)

    def send(browser):
        gate.wait()
        return browser.cast(right.line, raw)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, tabs))
    assert len({answer.json["receipt"] for answer in answers}) == 1
    assert counts_of(scene) == (1, 1)
    with scene.database.session(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(BoxBallot)) == 1


def test_closing_while_ballots_arrive_leaves_roll_and_box_equal(scene, voter):
    carried = [right.person for right in scene.rights(ELECTION) if right.by_proxy]
    rights = [right for right in scene.rights(ELECTION) if right.person not in carried][:4]
    made = [(voter(r.person), r, scene.ballot(ELECTION, r.code, ADA)) for r in rights]
    gate = threading.Barrier(len(made) + 1)

    def send(one):
        browser, right, raw = one
        gate.wait()
        return browser.cast(right.line, raw).status_code

    def close():
        gate.wait()
        scene.close(ELECTION, accept=True)

    with ThreadPoolExecutor(len(made) + 1) as pool:
        closing_ = pool.submit(close)
        statuses = list(pool.map(send, made))
        closing_.result()
    assert set(statuses) <= {200, 409}
    inside = statuses.count(200)
    assert counts_of(scene) == (inside, inside)
    with scene.database.session(read_only=True) as session:
        told = session.scalars(select(JournalLine).where(JournalLine.kind == "poll.closed")).one()
    assert told.facts["voters"] == inside


def test_a_failure_after_the_append_leaves_nothing(scene, voter, monkeypatch):
    from governance.services.electorate.roll_port import SqlRoll

    right = single(scene)
    browser = voter(right.person)
    before = head_of(scene)

    def fail(*_):
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(SqlRoll, "sign", fail)
    broken = browser.cast(right.line, scene.ballot(ELECTION, right.code, ADA))
    assert broken.status_code == 500
    assert (head_of(scene), counts_of(scene)) == (before, (0, 0))
    monkeypatch.undo()
    raw = scene.ballot(ELECTION, right.code, ADA)
    assert browser.cast(right.line, raw).status_code == 200


def test_the_database_itself_keeps_what_is_written(scene):
    right = single(scene)
    scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, ADA))
    before = head_of(scene)
    for table in (BoxElection, BoxEvent, BoxRecord, BoxCredential, BoxBallot, JournalLine):
        column = inspect(table).columns[0]
        for statement in (delete(table), update(table).values({column: column})):
            with pytest.raises(DatabaseError), scene.database.transaction() as session:
                session.execute(statement)
    assert (head_of(scene), counts_of(scene)) == (before, (1, 1))
    with scene.database.session(read_only=True) as session:
        assert journal.is_intact(session)


def test_opening_forgets_which_credential_belongs_to_whom(scene):
    election = election_of(scene)
    with scene.database.session(read_only=True) as session:
        kept = set(session.scalars(select(CredentialAssignment.public_credential)))
        public = set(read.weights(session, election))
    own = {str(derive_public(election, r.code, BELENIOS_2048)) for r in scene.rights(ELECTION)}
    assert own == public and not own & kept


def test_the_whole_vote_is_counted_and_its_archive_verifies(scene):
    rights = scene.rights(ELECTION)
    for right in rights:
        scene.cast(ELECTION, right, scene.ballot(ELECTION, right.code, ADA))
    scene.cast(ELECTION, rights[0], scene.ballot(ELECTION, rights[0].code, BLANK))
    scene.close(ELECTION)
    with pytest.raises(Exception, match=r"decryption\."):
        scene.decrypt(ELECTION, "{}")
    with scene.database.session(read_only=True) as session:
        assert closing.missing_owners(session, election_of(scene)) == [2]
    scene.decrypt(ELECTION)
    poll = scene.poll(ELECTION)
    counts = json.loads(poll.result or "{}")["counts"]
    first = next(name for name in counts if name.startswith("Claire"))
    assert (counts[first], counts["Blanc"]) == (len(rights) - 1, 1)
    report = audit_archive(archive_of(scene))
    assert report.verdict == "verified"


MOMENTS = re.compile(r"(?:^|_)(?:at|on|time|timestamp|created|updated|when|date)(?:_|$)")
MEMBERS = re.compile(r"member|person|account|line|voter|name|email")


def test_no_column_of_the_box_tells_a_time_or_leads_to_a_member():
    from ballots.store.base import Base

    columns = {
        f"{table.name}.{column.name}": column
        for table in Base.metadata.tables.values()
        for column in table.columns
    }
    timed = {name for name in columns if MOMENTS.search(name.partition(".")[2])}
    assert timed == {"box_election.timestamp"}  # of the opening: one for all records
    assert not [name for name in columns if MEMBERS.search(name.partition(".")[2])]
    foreign_keys = {key.column.table.name for c in columns.values() for key in c.foreign_keys}
    assert foreign_keys <= {"box_election", "box_event"}


def test_no_table_of_the_assembly_joins_a_member_to_a_tracker():
    from governance.models.base import Base

    for table in Base.metadata.tables.values():
        names = {column.name for column in table.columns}
        assert not [name for name in names if "tracker" in name or name in {"head", "ballot"}]
        names -= {"credential_authority"}  # who makes the codes, not a code
        if any("credential" in name for name in names):
            assert table.name == CredentialAssignment.__tablename__
    signed = {column.name for column in PollLine.__table__.columns}
    assert signed == {
        "id", "poll_id", "position", "member_id", "name", "college", "voices",
        "exercised_by_id", "holder_member_id", "signed",
    }  # fmt: skip
    assert "cast_at" in {column.name for column in OpenVote.__table__.columns}


def test_what_is_logged_of_a_cast_holds_no_member_and_no_tracker(scene, voter, caplog, capfd):
    right = single(scene)
    answer = voter(right.person).cast(right.line, scene.ballot(ELECTION, right.code, ADA))
    said = caplog.text + "".join(capfd.readouterr())
    assert answer.json["tracker"] not in said and right.code not in said
    assert right.name not in said
