"""Bylaws drawn at random: a JSON value of any kind the catalogue knows, a document of them."""

from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from governance.rules.ruleset import Source
from governance.rules.ruleset import kinds as k
from governance.rules.ruleset.catalogue import PARAMETERS, READINGS

texts = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)
shares = st.builds(lambda p, q: f"{min(p, q)}/{max(p, q)}", *[st.integers(1, 97)] * 2)
days = st.dates().map(str)


def raw_values(kind: Any) -> st.SearchStrategy[Any]:
    """Return JSON values that ``kind`` reads."""
    if isinstance(kind, k.Optional):
        return st.none() | raw_values(kind.some)
    if isinstance(kind, k.Listing):
        most = min(kind.at_most, kind.at_least + 2)
        return st.lists(raw_values(kind.one), min_size=kind.at_least, max_size=most)
    if isinstance(kind, k.Pair):
        return st.tuples(raw_values(kind.first), raw_values(kind.second)).map(list)
    if isinstance(kind, k.Record):
        return st.fixed_dictionaries({name: raw_values(part) for name, part in kind.parts.items()})
    return _leaves(kind)


def _leaves(kind: Any) -> st.SearchStrategy[Any]:
    if isinstance(kind, k.Integer):
        return st.integers(kind.low, kind.high)
    if isinstance(kind, k.Word):
        return st.sampled_from(kind.allowed)
    if isinstance(kind, k.Member):
        return st.sampled_from([member.value for member in _members(kind)])
    if isinstance(kind, k.Pattern):
        return st.from_regex(kind.form, fullmatch=True)
    return {k.Boolean: st.booleans(), k.Share: shares, k.Text: texts, k.Day: days}[type(kind)]


def _members(kind: k.Member[Any]) -> tuple[StrEnum, ...]:
    return kind.allowed or tuple(kind.enumeration)


def ruled(path: str, kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return one value of the bylaws with its clause, silence included."""
    said = st.fixed_dictionaries(
        {
            "value": raw_values(kind),
            "source": st.sampled_from([source.value for source in Source]),
            "clause": texts,
        },
        optional={"valid_from": st.none() | days},
    )
    source = "default-by-case-law" if path in READINGS else "assumed"
    silent = st.fixed_dictionaries(
        {"value": st.just("silent"), "source": st.just(source), "clause": texts}
    )
    return said if PARAMETERS.get(path) and PARAMETERS[path].is_required else said | silent


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a document of some parameters; what they say together may be contradictory."""
    paths = {path: p.kind for p in PARAMETERS.values() for path in p.defaults()}
    chosen = draw(st.lists(st.sampled_from(sorted(paths)), max_size=4, unique=True))
    found = {path: draw(ruled(path, paths[path])) for path in chosen}
    member = {"id": "m", "label": "Membres", "votes": "deliberative", "college": "M"}
    found["categories"] = {"value": [member], "source": "statuts", "clause": "art. 3"}
    body = {path: found.pop(path) for path in chosen[:1] if path != "categories"}
    return {
        "name": draw(texts), "version": draw(st.integers(1, 1_000_000)),
        "association": draw(texts), **found, "bodies": {"CA": body},
    }  # fmt: skip
