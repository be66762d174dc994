"""What only some bylaws ask of members (particularités): figures, federation, posts, kin; dated.

They are facts of the register like the others: a day from which they hold, an act, and nothing
overwritten. A figure is the field ``figure:NAME``; a post is a word of the bylaws.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from governance.models.register_history import RegisterFact
from governance.rules.ruleset import RuleSet
from governance.rules.ruleset.ruled import Source
from governance.rules.ruleset.weighing import WeightInput
from governance.rules.weights.voices import plain
from governance.services.membership.history import Told, replay

FIGURE = "figure:"
GROUP, POSTS, KIN = "group", "posts", "kin"
OF_THE_REGISTER = "population"  # an input that the register always had a field for
CONCERNED = "person_concerned"  # of one item, not a post that somebody holds
BETWEEN = "; "  # posts and kin are several words in one field
FEW = 200  # up to so many members are asked for by number, more by the whole table

Amounts = Mapping[str, int | Fraction]


@dataclass(frozen=True, slots=True)
class Asked:
    """What bylaws ask: which figures, which posts, whether federation and kin."""

    inputs: tuple[WeightInput, ...] = ()
    posts: tuple[str, ...] = ()
    group: bool = False
    kin: bool = False

    @property
    def figures(self) -> tuple[WeightInput, ...]:
        """Return the inputs that the register has no field of its own for."""
        return tuple(one for one in self.inputs if one.name != OF_THE_REGISTER)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the fields of the register that hold what is asked."""
        named = ((GROUP, self.group), (POSTS, bool(self.posts)), (KIN, self.kin))
        others = tuple(name for name, is_asked in named if is_asked)
        return (*(FIGURE + one.name for one in self.figures), *others)

    def __bool__(self) -> bool:
        return bool(self.fields)


@dataclass(frozen=True, slots=True)
class Traits:
    """What the register knew on a day, by member; ``relatives`` are pairs, in both directions."""

    figures: Mapping[int, Amounts] = field(default_factory=dict)
    groups: Mapping[int, str] = field(default_factory=dict)
    roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    relatives: frozenset[tuple[int, int]] = frozenset()

    def inputs_of(self, member_id: int, population: int | None) -> Amounts:
        """Return the figures that the voices of a member may be counted from, by input."""
        own = {} if population is None else {OF_THE_REGISTER: population}
        figures = self.figures.get(member_id)
        return own | dict(figures) if figures else own


UNKNOWN = Traits()


def asked_by(*several: RuleSet) -> Asked:
    """Return what one or several bylaws ask, those of their bodies included.

    What nobody has read in a text is not asked: an assumption names no post.
    """
    inputs: dict[str, WeightInput] = {}
    posts: dict[str, None] = {}
    group = kin = False
    for rules in several:
        for own in (rules, *(rules.of_body(body) for body in rules.bodies)):
            proxy = own.proxy
            inputs |= {one.name: one for one in own.weight.inputs.value}
            group = group or any(one.kind == "same_group" for one in proxy.limit_exceptions.value)
            kin = kin or proxy.scope.value == "family"
            if proxy.forbidden_holders.source is not Source.ASSUMED:
                posts |= {word: None for word in proxy.forbidden_holders.value if word != CONCERNED}
            if proxy.blank.value == "president":
                posts["president"] = None
    return Asked(tuple(inputs.values()), tuple(posts), group, kin)


def traits_on(
    session: Session, asked: Asked, day: date, members: Collection[int] | None = None
) -> Traits:
    """Return what is asked, as the register knew it on a day; no query where nothing is asked."""
    if not asked:
        return UNKNOWN
    held = texts_on(session, asked, day, members)
    figures: dict[int, Amounts] = {}
    groups: dict[int, str] = {}
    roles: dict[int, frozenset[str]] = {}
    relatives: set[tuple[int, int]] = set()
    for number, fields in held.items():
        known = {
            name.removeprefix(FIGURE): plain(Fraction(text))
            for name, text in fields.items()
            if name.startswith(FIGURE) and text
        }
        if known:
            figures[number] = known
        if fields.get(GROUP):
            groups[number] = fields[GROUP]
        if fields.get(POSTS):
            roles[number] = frozenset(words_of(fields[POSTS]))
        for other in words_of(fields.get(KIN, "")):
            relatives |= {(number, int(other)), (int(other), number)}
    return Traits(figures, groups, roles, frozenset(relatives))


def texts_on(
    session: Session, asked: Asked, day: date, members: Collection[int] | None = None
) -> dict[int, dict[str, str]]:
    """Return the texts of the fields asked, by member, as the register knew them on a day."""
    if not asked:
        return {}
    facts = _facts(session, asked.fields, members)
    return {number: replay(told, day) for number, told in facts.items()}


def days_of(session: Session, asked: Asked) -> dict[int, dict[str, date]]:
    """Return since when each field asked holds what it was told last, by member."""
    if not asked:
        return {}
    found: dict[int, dict[str, date]] = {}
    for number, facts in _facts(session, asked.fields, None).items():
        days: dict[str, date] = {}
        for fact in facts:
            if fact.holds_from is not None:
                days[fact.field] = max(fact.holds_from, days.get(fact.field, date.min))
        found[number] = days
    return found


def is_kept_by_a_merge(field: str) -> bool:
    """Say whether a duplicate's field goes to the member that stays; kin may be the other one."""
    return field.startswith(FIGURE) or field in (GROUP, POSTS)


def words_of(text: str) -> list[str]:
    """Return the words that one field holds together."""
    return text.split(BETWEEN) if text else []


def together(words: Iterable[str]) -> str:
    """Return several words as one field holds them."""
    return BETWEEN.join(sorted(set(words)))


def _facts(
    session: Session, fields: Sequence[str], members: Collection[int] | None
) -> dict[int, list[Told]]:
    wanted = select(
        RegisterFact.member_id,
        RegisterFact.id,
        RegisterFact.field,
        RegisterFact.value,
        RegisterFact.holds_from,
    ).where(
        RegisterFact.member_id.is_not(None),
        RegisterFact.field.in_(fields),
        RegisterFact.retracted_by_id.is_(None),
    )
    if members is not None and len(members) <= FEW:
        mine = RegisterFact.member_id.in_(members)
        wanted = wanted.where(or_(mine, RegisterFact.field == KIN) if KIN in fields else mine)
    found: dict[int, list[Told]] = defaultdict(list)
    for owner, number, name, text, since in session.execute(wanted):
        found[owner or 0].append(Told(number, name, text, since))
    return found
