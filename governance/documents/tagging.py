"""Row headers in the tag tree of a typeset PDF: typst only marks a table's column headers."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode


def mark_row_headers(pdf: bytes) -> bytes:
    """Turn the first cell of every body row into a header of that row (TH, scope Row)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        for table in list(_elements(document.Root.StructTreeRoot, "/Table")):
            for row in _body_rows(table):
                _mark_first_cell(row)
        out = BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return out.getvalue()


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K")
    if kids is None:
        return []
    several = list(kids) if isinstance(kids, Array) else [kids]
    return [kid for kid in several if isinstance(kid, Dictionary) and "/S" in kid]


def _elements(root: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    waiting = _kids(root)
    while waiting:
        element = waiting.pop()
        if str(element.S) == kind:
            yield element
        waiting.extend(_kids(element))


def _body_rows(table: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for part in _kids(table):
        if part.S == "/TR":
            yield part
        elif part.S in ("/TBody", "/TFoot"):
            yield from _kids(part)


def _mark_first_cell(row: pikepdf.Object) -> None:
    cells = _kids(row)
    if not cells or cells[0].S != "/TD":
        return
    cell = cells[0]
    scope = Dictionary(O=Name.Table, Scope=Name.Row)
    known = cell.get("/A")
    if known is None:
        cell.A = scope
    else:
        cell.A = Array([*known, scope] if isinstance(known, Array) else [known, scope])
    cell.S = Name.TH
