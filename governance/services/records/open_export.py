"""The open export (export ouvert): all that the association owns, one ZIP, written as it goes."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, func, select
from sqlalchemy.orm import Session

from ballots.services import archive
from ballots.services.elections import load_election
from governance.documents import open_export as words
from governance.models.base import Base
from governance.models.polls import Poll
from governance.services.bylaws import associations
from governance.services.files.spreadsheets import guarded
from governance.services.records import journal
from governance.services.records.journal import Actor

TABLES_LEFT_OUT = {
    "access_link": "jetons de connexion",
    "attempt": "compteurs contre les essais répétés",
    "credential_assignment": "lierait un droit de vote à un code de vote",
    "office_message": "échanges chiffrés de la cérémonie des clés",
    "secrecy_demand": "qui demande un scrutin secret, effacé à l’ouverture du vote",
}
COLUMNS_LEFT_OUT = {
    ("account", "password_hash"): "mot de passe",
    ("account", "sealed_totp"): "secret d’authentification",
    ("account", "totp_last_step"): "secret d’authentification",
    ("account", "sessions_ended"): "sans objet hors du logiciel",
    ("office_key", "sealed_secret"): "clé privée",
    ("outbox_message", "sealed_body"): "texte chiffré, peut contenir un code de vote",
    ("leaving_draw", "sealed_seed"): "graine d’un tirage au sort à venir",
    ("poll", "sealed_seed"): "graine d’un tirage au sort à venir",
}
SECRET = re.compile(r"sealed|secret|password|token|totp|private", re.IGNORECASE)
UNKNOWN = "laissé dehors par prudence"
FILES = {  # bytes that leave as files, and the column that names how each ends
    ("document", "content"): "filename",
    ("dues_paper", "content"): "filename",
    ("member_document", "content"): "extension",
}
SOME = 500  # rows at a time
MOMENT = (1980, 1, 1, 0, 0, 0)  # of the entries: the same data give the same bytes
DICTIONARY = ("table", "colonne", "type", "vide_possible", "renvoie_a", "dans_l_export", "sens")


def begin(session: Session, *, actor: Actor, now: datetime) -> None:
    """Journal that somebody takes everything away."""
    journal.record(session, "export.taken", {}, actor=actor, meeting_id=None, now=now)


def stream(open_session: Callable[[], Session], now: datetime) -> Iterator[bytes]:
    """Yield the bytes of the export; never more than a few rows or one file are in memory.

    Args:
        open_session: gives a read-only session of its own: it is read while the bytes leave.
    """
    tape = _Tape()
    with open_session() as session:
        _hold_still(session)
        with zipfile.ZipFile(tape, "w", zipfile.ZIP_DEFLATED) as packed:  # type: ignore[call-overload]
            box = _Box(packed)
            for _ in _written(session, box, now):
                yield tape.drain()
            box.put("MANIFESTE.json", [_manifest(box, now)])
    yield tape.drain()


def counts(session: Session) -> list[tuple[str, int]]:
    """Return the tables of an export with their rows, in the order of their names."""
    reading = _at(session)
    return [
        (table.name, reading.scalar(select(func.count()).select_from(table)) or 0)
        for table in exported_tables()
    ]


def exported_tables() -> list[Table]:
    """Return the tables of an export, by name."""
    tables = Base.metadata.tables
    return [tables[name] for name in sorted(tables) if name not in TABLES_LEFT_OUT]


def why_left_out(column: Column[Any]) -> str:
    """Return why a column stays out, or nothing; bytes and secrets nobody named stay out."""
    key = (column.table.name, column.name)
    if column.table.name in TABLES_LEFT_OUT:
        return TABLES_LEFT_OUT[column.table.name]
    if key in COLUMNS_LEFT_OUT:
        return COLUMNS_LEFT_OUT[key]
    if key in FILES:
        return ""
    unnamed = SECRET.search(column.name) or isinstance(column.type, LargeBinary)
    return UNKNOWN if unnamed else ""


class _Tape:
    """What the ZIP is written to, and read from before it grows."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, raw: bytes) -> int:
        self.parts.append(bytes(raw))
        return len(raw)

    def flush(self) -> None:
        """Keep what was written until it is drained."""

    def drain(self) -> bytes:
        found, self.parts = b"".join(self.parts), []
        return found


class _Box:
    """The ZIP under way, and what is in it so far."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self.packed = packed
        self.listed: list[dict[str, object]] = []

    def put(self, path: str, parts: Iterable[bytes], rows: int | None = None) -> None:
        """Write one entry part by part, and list it."""
        for _ in self.put_slowly(path, parts):
            pass
        if rows is not None:
            self.listed[-1]["rows"] = rows

    def put_slowly(self, path: str, parts: Iterable[bytes]) -> Iterator[None]:
        """Write one entry, pausing after each part so that the bytes can leave."""
        digest, size = hashlib.sha256(), 0
        info = zipfile.ZipInfo(path, MOMENT)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self.packed.open(info, "w", force_zip64=True) as entry:
            for part in parts:
                digest.update(part)
                size += entry.write(part)
                yield
        self.listed.append({"path": path, "bytes": size, "sha256": digest.hexdigest()})


def _at(session: Session, **options: Any) -> Connection:
    """Return the connection to the assembly's half; a read-only one does not wait for writers."""
    return session.connection(bind_arguments={"mapper": Poll}, execution_options=options or None)


def _hold_still(session: Session) -> None:
    """Read one moment of the database throughout; SQLite's transactions always do."""
    if session.get_bind(Poll).dialect.name == "postgresql":
        _at(session, isolation_level="REPEATABLE READ")


def _written(session: Session, box: _Box, now: datetime) -> Iterator[None]:
    counted = counts(session)
    association = associations.find(session)
    name = association.name if association else "l’association"
    box.put("LISEZMOI.md", [words.readme(name, now, counted).encode()])
    box.put("dictionnaire.csv", [_csv_part([DICTIONARY]), _csv_part(_dictionary())])
    for table, rows in zip(exported_tables(), (count for _, count in counted), strict=True):
        columns = [one for one in table.columns if not why_left_out(one) and not _is_file(one)]
        yield from box.put_slowly(f"json/{table.name}.json", _as_json(session, table, columns))
        box.listed[-1]["rows"] = rows
        yield from box.put_slowly(f"csv/{table.name}.csv", _as_csv(session, table, columns))
        box.listed[-1]["rows"] = rows
    yield from _files(session, box)
    yield from _archives(session, box)


def _files(session: Session, box: _Box) -> Iterator[None]:
    for (name, column), naming in FILES.items():
        table = Base.metadata.tables[name]
        wanted = select(table.c.id, table.c[naming]).order_by(table.c.id)
        for number, told in _at(session).execute(wanted).all():
            content = _at(session).scalar(select(table.c[column]).where(table.c.id == number))
            ending = re.sub(r"[^a-z0-9]", "", str(told).rpartition(".")[2].lower())[:8] or "bin"
            path = f"fichiers/{name}-{number}.{ending}"
            yield from box.put_slowly(path, [content or b""])


def _archives(session: Session, box: _Box) -> Iterator[None]:
    opened = select(Poll.election).where(Poll.election.is_not(None), Poll.opened_at.is_not(None))
    for election in session.scalars(opened.order_by(Poll.id)).all():
        path = f"urnes/{election}.bel"
        opened_election = load_election(session, str(election))
        yield from box.put_slowly(path, archive.archive_chunks(session, opened_election))


def _rows(
    session: Session, table: Table, columns: Sequence[Column[Any]]
) -> Iterator[Sequence[Sequence[Any]]]:
    wanted = select(*columns).order_by(*table.primary_key.columns)
    found = _at(session).execute(wanted, execution_options={"yield_per": SOME})
    yield from found.partitions(SOME)


def _as_json(session: Session, table: Table, columns: Sequence[Column[Any]]) -> Iterator[bytes]:
    yield b"["
    before = "\n"
    for some in _rows(session, table, columns):
        lines = [json.dumps(_object(columns, row), ensure_ascii=False) for row in some]
        yield (before + ",\n".join(lines)).encode()
        before = ",\n"
    yield b"\n]\n"


def _as_csv(session: Session, table: Table, columns: Sequence[Column[Any]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + _csv_part([[column.name for column in columns]])
    for some in _rows(session, table, columns):
        yield _csv_part([[_cell(value) for value in row] for row in some])


def _csv_part(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows([[guarded(cell) for cell in row] for row in rows])
    return out.getvalue().encode()


def _object(columns: Sequence[Column[Any]], row: Sequence[Any]) -> dict[str, object]:
    return {column.name: _plain(value) for column, value in zip(columns, row, strict=True)}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return str(_plain(value))


def _is_file(column: Column[Any]) -> bool:
    return (column.table.name, column.name) in FILES


def _dictionary() -> Iterator[Sequence[str]]:
    for name in sorted(Base.metadata.tables):
        table = Base.metadata.tables[name]
        for column in table.columns:
            out = why_left_out(column)
            there = f"non : {out}" if out else "fichiers/" if _is_file(column) else "oui"
            yield (
                name,
                column.name,
                type(column.type).__name__.lower(),
                "oui" if column.nullable else "non",
                ", ".join(str(key.target_fullname) for key in column.foreign_keys),
                there,
                words.of_table(name),
            )


def _manifest(box: _Box, now: datetime) -> bytes:
    told = {"format": "pleniere-export-1", "at": now.astimezone(UTC).isoformat()}
    return json.dumps(told | {"files": box.listed}, ensure_ascii=False, indent=1).encode()
