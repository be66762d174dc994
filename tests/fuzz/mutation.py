"""Changes that keep JSON readable: what a mutation of bytes would take years to come upon."""

import json
import random
from typing import Any

LEAVES: tuple[Any, ...] = (
    0, 1, -1, 2**30, 10**17, 10**40, True, None, "", "0", "1", "-1", "00", "1e9", "9" * 700, "é",
    "\ud800", "f" * 64, [], {}, 1.5,
)  # fmt: skip


def changed(raw: bytes, seed: int) -> bytes | None:
    """Return the JSON of ``raw`` with one place changed, None when it is no JSON."""
    try:
        tree = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    draw = random.Random(seed)
    tree = _change(tree, draw)
    layout = (", ", ": ") if draw.random() < 0.02 else (",", ":")
    text = json.dumps(tree, separators=layout, ensure_ascii=draw.random() < 0.05)
    return text.encode("utf-8", "surrogatepass")


def _change(tree: Any, draw: random.Random) -> Any:
    inner = isinstance(tree, (dict, list)) and tree and draw.random() < 0.85
    if inner and isinstance(tree, dict):
        return _change_object(dict(tree), draw)
    if inner:
        return _change_list(list(tree), draw)
    if isinstance(tree, str) and tree and draw.random() < 0.6:
        return _change_text(tree, draw)
    return draw.choice(LEAVES)


def _change_object(members: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    name = draw.choice(list(members))
    deed = draw.random()
    if deed < 0.08:
        del members[name]
    elif deed < 0.14:
        members = dict(draw.sample(list(members.items()), len(members)))
    elif deed < 0.18:
        members["more"] = draw.choice(LEAVES)
    else:
        members[name] = _change(members[name], draw)
    return members


def _change_list(items: list[Any], draw: random.Random) -> list[Any]:
    place = draw.randrange(len(items))
    deed = draw.random()
    if deed < 0.1:
        del items[place]
    elif deed < 0.2:
        items.insert(place, items[draw.randrange(len(items))])
    else:
        items[place] = _change(items[place], draw)
    return items


def _change_text(text: str, draw: random.Random) -> str:
    place = draw.randrange(len(text))
    piece = draw.choice(["", "0", "9", "f", ",", " ", '"', "\\", "{", text[:5]])
    return text[:place] + piece + text[place + draw.randrange(3) :]
