"""The rule set (statuts et règlement intérieur): every value by subject, changed only by copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from governance.rules.ruleset.catalogue import TABLES
from governance.rules.ruleset.convening import (
    AgendaRules,
    BodyKind,
    BodyRules,
    NoticeRules,
    SecondCall,
)
from governance.rules.ruleset.deciding import CastingVote, MajorityRules, QuorumRules
from governance.rules.ruleset.electing import ElectionRules, MandateRules, Removal, Vacancy
from governance.rules.ruleset.membership import (
    Category,
    ConflictRules,
    LegalEntityRules,
    RollRules,
    StandingRules,
)
from governance.rules.ruleset.proxy import ProxyRules
from governance.rules.ruleset.records import MinutesRules
from governance.rules.ruleset.ruled import Ruled, Source
from governance.rules.ruleset.voting import VoteRules
from governance.rules.ruleset.weighing import WeightRules

GROUPS: dict[str, type[Any]] = {
    "body": BodyRules,
    "notice": NoticeRules,
    "agenda": AgendaRules,
    "standing": StandingRules,
    "legal_entity": LegalEntityRules,
    "roll": RollRules,
    "conflict": ConflictRules,
    "weight": WeightRules,
    "proxy": ProxyRules,
    "quorum": QuorumRules,
    "majority": MajorityRules,
    "vote": VoteRules,
    "election": ElectionRules,
    "mandate": MandateRules,
    "minutes": MinutesRules,
}
Values = Mapping[str, Ruled[Any]]  # by path: proxy.limit, majority.rule.ordinary


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The bylaws of one association in one version; a meeting pins one of them.

    The place of a value is its path in JSON: ``proxy.limit`` is ``rules.proxy.limit.value``.
    ``bodies`` holds what another rule than the general one settles in one body (``CA``):
    of_body gives the rules that body follows.
    """

    name: str
    version: int
    association: str
    body: BodyRules
    notice: NoticeRules
    agenda: AgendaRules
    second_call: Ruled[SecondCall | None]
    categories: Ruled[tuple[Category, ...]]
    standing: StandingRules
    legal_entity: LegalEntityRules
    roll: RollRules
    conflict: ConflictRules
    weight: WeightRules
    proxy: ProxyRules
    quorum: QuorumRules
    majority: MajorityRules
    casting_vote: Ruled[CastingVote | None]
    vote: VoteRules
    election: ElectionRules
    mandate: MandateRules
    vacancy: Ruled[Vacancy]
    removal: Ruled[Removal]
    minutes: MinutesRules
    bodies: Mapping[str, Values] = field(default_factory=dict)
    origin: str = ""  # where the text was read

    def general(self) -> dict[str, Ruled[object]]:
        """Return the general values by path, in the order of the bylaws."""
        return _flat(self)

    def parameters(self) -> dict[str, Ruled[object]]:
        """Return every value by path, those of one body last (``bodies.CA.proxy.limit``)."""
        found = _flat(self)
        for body, values in self.bodies.items():
            found |= {f"bodies.{body}.{path}": ruled for path, ruled in values.items()}
        return found

    def of_body(self, body: str) -> "RuleSet":
        """Return the rules that ``body`` follows: the general ones but where it has its own."""
        if body not in BodyKind.__members__:
            raise ValueError(f"no such body: {body}")
        if body not in self.bodies:
            return self
        return assembled(_heading(self), {**_flat(self), **self.bodies[body]}, {})

    def assumed(self) -> tuple[str, ...]:
        """Return the paths of the values that rest on an assumption."""
        ruled = self.parameters().items()
        return tuple(path for path, value in ruled if value.source is Source.ASSUMED)

    def silent(self) -> tuple[str, ...]:
        """Return the paths on which the bylaws say nothing."""
        return tuple(path for path, value in self.parameters().items() if value.is_silent)


def assembled(heading: Mapping[str, Any], values: Values, bodies: Mapping[str, Values]) -> RuleSet:
    """Build the rule set of flat ``values``; a missing path is the caller's bug.

    Args:
        heading: name, version, association, origin.
    """
    tables = {
        table: {
            path.removeprefix(f"{table}."): ruled
            for path, ruled in values.items()
            if path.startswith(f"{table}.")
        }
        for table in TABLES
    }
    found: dict[str, Any] = {**values, **tables}
    parts: dict[str, Any] = {}
    for part in fields(RuleSet):
        if part.name in GROUPS:
            group = GROUPS[part.name]
            parts[part.name] = group(
                **{inner.name: found[f"{part.name}.{inner.name}"] for inner in fields(group)}
            )
        elif part.name in found:
            parts[part.name] = found[part.name]
    return RuleSet(**heading, **parts, bodies=bodies)


def with_value(rules: RuleSet, path: str, ruled: Ruled[Any]) -> RuleSet:
    """Return the rules with another value at ``path``, ``bodies.CA.proxy.limit`` included.

    Nothing is checked: encode and parse what is to be kept.
    """
    bodies = {body: dict(values) for body, values in rules.bodies.items()}
    flat: dict[str, Ruled[Any]] = dict(_flat(rules))
    if path.startswith("bodies."):
        _, body, inner = path.split(".", 2)
        bodies.setdefault(body, {})[inner] = ruled
    else:
        flat[path] = ruled
    return assembled(_heading(rules), flat, bodies)


def _heading(rules: RuleSet) -> dict[str, Any]:
    return {name: getattr(rules, name) for name in ("name", "version", "association", "origin")}


def _flat(rules: RuleSet) -> dict[str, Ruled[object]]:
    found: dict[str, Ruled[object]] = {}
    for part in fields(rules):
        value = getattr(rules, part.name)
        if isinstance(value, Ruled):
            found[part.name] = value
        elif part.name in GROUPS:
            found |= _flat_group(part.name, value)
    return found


def _flat_group(name: str, group: Any) -> dict[str, Ruled[object]]:
    found: dict[str, Ruled[object]] = {}
    for inner in fields(group):
        value, path = getattr(group, inner.name), f"{name}.{inner.name}"
        if isinstance(value, Mapping):
            found |= {f"{path}.{key}": ruled for key, ruled in value.items()}
        else:
            found[path] = value
    return found
