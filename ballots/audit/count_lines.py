"""A declared count as lines of text (décompte annoncé)."""

from collections.abc import Iterator

from ballots.audit.count_sentences import COUNTS, METHODS, OUTCOMES
from ballots.audit.declared_counts import DeclaredCount, Labels
from ballots.audit.plain import plain
from ballots.audit.sentences import say


def count_lines(count: DeclaredCount, language: str) -> Iterator[str]:
    """Say how the declared method counts the rankings, round by round, ties included."""
    if count.why_not is not None:
        facts = {"names": _joined(count.tied)}
        yield f"    {say(COUNTS[count.why_not], language, facts)}"
        return
    figures = {"valid": count.valid, "blank": count.blank, "invalid": count.invalid}
    method = say(METHODS[count.method], language)
    yield f"    {say(COUNTS['counted'], language, {'method': method, **figures})}"
    yield from _levels(count, language)
    yield from _rounds(count, language)
    yield f"    {say(COUNTS['not-checked'], language)}"


def _levels(count: DeclaredCount, language: str) -> Iterator[str]:
    place = 1
    for level in count.levels:
        tied = len(level) > 1
        facts = {"place": place, "names": _joined(level)}
        yield f"      {say(COUNTS['level-tied' if tied else 'level'], language, facts)}"
        place += len(level)


def _rounds(count: DeclaredCount, language: str) -> Iterator[str]:
    if count.quota:
        yield f"      {say(COUNTS['quota'], language, {'quota': count.quota})}"
    for number, one in enumerate(count.rounds, 1):
        held = ", ".join(f"{plain(name)} {votes}" for name, votes in one.held)
        outcome = say(OUTCOMES[one.outcome], language)
        facts = {"number": number, "held": held, "outcome": outcome, "names": _joined(one.names)}
        yield f"      {say(COUNTS['round'], language, facts)}"
    if count.quota:
        yield f"      {say(COUNTS['elected'], language, {'names': _joined(count.elected)})}"


def _joined(names: Labels) -> str:
    return ", ".join(map(plain, names)) or "–"
