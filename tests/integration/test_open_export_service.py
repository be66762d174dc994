"""The open export on both databases: everything is in it, nothing secret is, and it reads back."""

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator

import pytest
from sqlalchemy import Column, LargeBinary, MetaData, String, Table, select

from ballots.audit.archive import audit_archive
from governance.db import Database
from governance.documents import open_export as words
from governance.models.accounts import AccessLink, Account
from governance.models.base import Base
from governance.models.documents import Document
from governance.models.journal import JournalLine
from governance.models.members import Member, Person
from governance.models.polls import Poll
from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from governance.services.records import journal, open_export
from governance.services.records.journal import Actor
from governance.settings import Settings
from tests.integration.small_assembly import CLOSED, SmallAssembly
from tests.simulators.databases import settings_for

SECRET_HASH = "argon2-of-a-password"
SECRET_TOKEN = "a" * 64
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def assembly(sqlite_template, tmp_path_factory) -> Iterator[SmallAssembly]:
    folder = tmp_path_factory.mktemp("export")
    shutil.copyfile(sqlite_template, folder / "played.sqlite")
    settings = settings_for(f"sqlite:///{folder / 'played.sqlite'}", folder / "instance")
    yield (played := play(settings))
    played.database.dispose()


@pytest.fixture(scope="module")
def packed(assembly) -> zipfile.ZipFile:
    return taken(assembly)


def play(settings: Settings) -> SmallAssembly:
    """Play an assembly, leave secrets in it, and begin an export."""
    post = Post(Vault(settings.vault_key), "http://x.example")
    played = SmallAssembly(Database(settings), post).play()
    with played.database.transaction() as session:
        session.scalars(select(Account).limit(1)).one().password_hash = SECRET_HASH
        person = session.scalars(select(Person).limit(1)).one()
        person.name = FORMULA
        link = AccessLink(
            token_hash=SECRET_TOKEN, person_id=person.id, purpose="sign-in", created_at=CLOSED
        )
        session.add(link)
        open_export.begin(session, actor=Actor("Inès Marchetti"), now=CLOSED)
    return played


def taken(assembly: SmallAssembly) -> zipfile.ZipFile:
    parts = open_export.stream(lambda: assembly.database.session(read_only=True), CLOSED)
    return zipfile.ZipFile(io.BytesIO(b"".join(parts)))


def test_every_row_of_every_table_reads_back_from_json_and_from_csv(any_settings):
    played = play(any_settings)
    packed = taken(played)
    assert packed.testzip() is None
    counted = {}
    for table in open_export.exported_tables():
        rows = json.loads(packed.read(f"json/{table.name}.json"))
        lines = list(csv.reader(text(packed, f"csv/{table.name}.csv"), delimiter=";"))
        assert len(lines) == len(rows) + 1, table.name
        if rows:
            assert lines[0] == list(rows[0])
        counted[table.name] = len(rows)
    with played.database.session(read_only=True) as session:
        assert dict(open_export.counts(session)) == counted
    assert sum(counted.values()) > 100
    played.database.dispose()


def test_the_values_are_those_of_the_database(assembly, packed):
    with assembly.database.session(read_only=True) as session:
        members = {row.id: row.name for row in session.scalars(select(Member))}
        head = journal.head_hash(session)
    told = {row["id"]: row["name"] for row in json.loads(packed.read("json/member.json"))}
    assert told == members
    lines = json.loads(packed.read("json/journal_line.json"))
    assert lines[-1]["hash"] == head
    assert lines[-1]["kind"] == "export.taken"


def test_the_manifest_lists_every_file_with_its_hash_and_its_rows(packed):
    listed = json.loads(packed.read("MANIFESTE.json"))["files"]
    assert {one["path"] for one in listed} | {"MANIFESTE.json"} == set(packed.namelist())
    for one in listed:
        raw = packed.read(one["path"])
        assert (len(raw), hashlib.sha256(raw).hexdigest()) == (one["bytes"], one["sha256"])


def test_documents_leave_byte_for_byte(assembly, packed):
    with assembly.database.session(read_only=True) as session:
        documents = session.scalars(select(Document)).all()
        assert documents
        for document in documents:
            ending = document.filename.rpartition(".")[2]
            path = f"fichiers/document-{document.id}.{ending}"
            assert packed.read(path) == document.content


def test_the_archive_of_a_secret_vote_leaves_and_verifies(assembly, packed):
    with assembly.database.session(read_only=True) as session:
        election = session.scalars(select(Poll.election).where(Poll.secret)).one()
    report = audit_archive(packed.read(f"urnes/{election}.bel"))
    assert report.verdict == "verified"


def test_no_secret_leaves(assembly, packed):
    everything = b"".join(packed.read(name) for name in packed.namelist())
    assert SECRET_HASH.encode() not in everything
    assert SECRET_TOKEN.encode() not in everything
    assert not [name for name in packed.namelist() if "access_link" in name]
    assert not [name for name in packed.namelist() if "credential_assignment" in name]
    assert "sealed_body" not in json.loads(packed.read("json/outbox_message.json"))[0]


def test_a_name_that_a_spreadsheet_would_compute_is_held_back_in_csv_alone(packed):
    names = {row["name"] for row in json.loads(packed.read("json/person.json"))}
    assert FORMULA in names
    cells = {
        cell for row in csv.reader(text(packed, "csv/person.csv"), delimiter=";") for cell in row
    }
    assert f"'{FORMULA}" in cells
    assert FORMULA not in cells


def test_the_dictionary_tells_every_column_kept_or_left_out(packed):
    rows = list(csv.DictReader(text(packed, "dictionnaire.csv"), delimiter=";"))
    told = {(row["table"], row["colonne"]): row["dans_l_export"] for row in rows}
    every = {(t.name, c.name) for t in Base.metadata.sorted_tables for c in t.columns}
    assert set(told) == every
    assert told["account", "password_hash"].startswith("non")
    assert told["member", "name"] == "oui"
    assert told["document", "content"] == "fichiers/"


def test_nothing_is_left_out_that_no_table_has():
    tables = Base.metadata.tables
    assert set(open_export.TABLES_LEFT_OUT) <= set(tables)
    for name, column in (*open_export.COLUMNS_LEFT_OUT, *open_export.FILES):
        assert column in tables[name].columns


def test_a_column_of_bytes_or_of_a_secret_that_nobody_named_stays_out():
    def leaves(name: str, kind=None) -> bool:
        column = Column(name, kind or String(10))
        Table("newcomer", MetaData(), column)
        return not open_export.why_left_out(column)

    assert leaves("label")
    assert not leaves("content", LargeBinary())
    for name in ("sealed_note", "api_token", "password_reset", "totp_seed", "private_key"):
        assert not leaves(name), name


def test_the_bytes_leave_in_many_parts(assembly):
    parts = list(open_export.stream(lambda: assembly.database.session(read_only=True), CLOSED))
    whole = sum(map(len, parts))
    assert max(map(len, parts)) < whole / 2


def test_the_export_is_journaled_by_who_took_it(assembly):
    with assembly.database.session(read_only=True) as session:
        line = session.scalars(select(JournalLine).order_by(JournalLine.height.desc())).first()
    assert (line.kind, line.actor) == ("export.taken", "Inès Marchetti")
    assert re.fullmatch("[0-9a-f]{64}", line.hash)


def text(packed: zipfile.ZipFile, path: str) -> io.StringIO:
    return io.StringIO(packed.read(path).decode("utf-8-sig"), newline="")


def test_every_exported_table_has_its_words():
    assert {table.name for table in open_export.exported_tables()} == set(words.TABLES)
