"""The output of a case with a sentence beside each code, in one language."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from governance.rules.words import SENTENCES, Language, tell

IN_VOICES = frozenset({"voices", "numerator", "denominator", "needed"})  # facts of a majority
IN_HEADS = ("majority.heads-", "majority.tacit-")
IN_QUORUM = frozenset({"counted", "base", "required", "margin"})  # where it counts voices
IN_SEATS = {"seats.tie": {"voices"}, "seats.majority": {"of", "needed"}}


def spoken(output: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return the output; each object that has a code also says it, as ``sentence``.

    The facts of a sentence are those under ``facts``, or the object itself where it has none.
    Sentences count in whole voices, whatever parts the figures are counted in.
    """
    scale = output["roll"]["scale"]
    return {
        key: _spoken(part, language, 1 if key == "elections" else scale)
        for key, part in output.items()
    }


def _spoken(part: Any, language: Language, scale: int, of: object = None) -> Any:
    if isinstance(part, list):
        units = [one["facts"].get("of") for one in part if _is_step(one)]
        unit = next((one for one in units if one in ("heads", "voices")), of)
        return [_spoken(one, language, scale, unit) for one in part]
    if not isinstance(part, Mapping):
        return part
    scale = part.get("scale", scale)
    of = part["rule"].get("of", of) if isinstance(part.get("rule"), Mapping) else of
    found = {key: _spoken(one, language, scale, of) for key, one in part.items()}
    code, facts = part.get("code"), part.get("facts", part)
    if code in SENTENCES and isinstance(facts, Mapping):
        told = {name: _whole(str(code), name, fact, scale, of) for name, fact in facts.items()}
        found["sentence"] = tell(SENTENCES[str(code)], told, language)
    return found


def _is_step(one: Any) -> bool:
    return isinstance(one, Mapping) and isinstance(one.get("facts"), Mapping)


def _whole(code: str, name: str, fact: Any, scale: int, of: object) -> Any:
    """Return a fact that counts parts of a voice in voices, any other as it is."""
    kind = code.partition(".")[0]
    is_scaled = (
        (kind == "majority" and name in IN_VOICES and not code.startswith(IN_HEADS))
        or (kind == "quorum" and name in IN_QUORUM and of == "voices")
        or name in IN_SEATS.get(code, ())
    )
    return Fraction(fact, scale) if is_scaled and isinstance(fact, int) else fact
