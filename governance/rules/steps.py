"""One step of an explanation: a code and its facts, put into words by the web layer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Step:
    """How a number came about; ``facts`` hold only what JSON can carry."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def label_code(self) -> str:
        """Return the code under the name by which sentences are looked up."""
        return self.code

    def to_facts(self) -> dict[str, object]:
        """Return the step as JSON-able facts."""
        return {"code": self.code, "facts": dict(self.facts)}


def written(value: Fraction) -> str:
    """Write an exact fraction as ``p/q``, in lowest terms."""
    return f"{value.numerator}/{value.denominator}"
