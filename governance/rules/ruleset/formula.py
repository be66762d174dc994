"""Formulas of voices (``1 + N/10 + S/1000``): read with care, computed in exact fractions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import NoReturn, TypeAlias

from governance.rules.ruleset.kinds import refuse

TOKEN = re.compile(r"\s*(?:([0-9]{1,12})|([A-Za-z][A-Za-z0-9_]{0,39})|([-+*/(),]))")
MAX_TOKENS = 100
MAX_DEPTH = 20
Values: TypeAlias = Mapping[str, Fraction | int]
Term: TypeAlias = Callable[[Values], Fraction]
FUNCTIONS: dict[str, Callable[[Sequence[Fraction]], Fraction]] = {
    "min": min,
    "max": max,
    "floor": lambda given: Fraction(floor(given[0])),
    "ceil": lambda given: Fraction(ceil(given[0])),
}
ONE_ARGUMENT = frozenset({"floor", "ceil"})


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and the names of the inputs that it reads."""

    text: str
    names: frozenset[str]
    term: Term

    def evaluate(self, inputs: Values) -> Fraction:
        """Compute the formula for one member.

        Args:
            inputs: a figure for each of ``names``; a missing one is the caller's bug (KeyError).

        Raises:
            ZeroDivisionError: when these inputs make it divide by zero.
        """
        return self.term(inputs)


def parse_formula(text: str, path: str) -> Formula:
    """Read a formula: integers, names, + - * /, brackets, min, max, floor, ceil.

    Raises:
        RuleSetError: ruleset.bad-formula at ``path``, with what was expected there.
    """
    reader = _Reader(text, path)
    term = reader.sum(0)
    reader.require_end()
    return Formula(text, frozenset(reader.names), term)


class _Reader:
    """A recursive descent over the tokens; what is read is a function of the inputs."""

    def __init__(self, text: str, path: str) -> None:
        self.text, self.path, self.names = text, path, set[str]()
        self.tokens, self.place = self._split(), 0

    def _split(self) -> list[str]:
        tokens: list[str] = []
        at, end = 0, len(self.text.rstrip())
        while at < end:
            match = TOKEN.match(self.text, at)
            if match is None or len(tokens) == MAX_TOKENS:
                self._refuse(self.text[at:], f"at most {MAX_TOKENS} numbers, names, + - * / ( ) ,")
            tokens.append(match[0].strip())
            at = match.end()
        return tokens

    def _refuse(self, found: str, expected: str) -> NoReturn:
        raise refuse("ruleset.bad-formula", self.path, found or self.text, expected)

    def _peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def _take(self) -> str:
        piece = self._peek()
        self.place += 1
        return piece

    def require_end(self) -> None:
        """Refuse what is left over."""
        if self._peek():
            self._refuse(self._peek(), "the end of the formula")

    def sum(self, depth: int) -> Term:
        """Read products joined by + and -."""
        left = self._product(depth)
        while self._peek() in ("+", "-"):
            left = _joined(left, self._take(), self._product(depth))
        return left

    def _product(self, depth: int) -> Term:
        left = self._factor(depth)
        while self._peek() in ("*", "/"):
            left = _joined(left, self._take(), self._factor(depth))
        return left

    def _factor(self, depth: int) -> Term:
        piece = self._take()
        if depth > MAX_DEPTH:
            self._refuse(piece, f"at most {MAX_DEPTH} brackets inside each other")
        if piece.isdecimal():
            number = Fraction(int(piece))
            return lambda _: number
        if piece == "(":
            inner = self.sum(depth + 1)
            self._close()
            return inner
        if piece in FUNCTIONS:
            return self._call(piece, depth)
        if not piece[:1].isalpha():
            self._refuse(piece, "a number, a name or (")
        self.names.add(piece)
        return lambda inputs: Fraction(inputs[piece])

    def _call(self, name: str, depth: int) -> Term:
        if self._take() != "(":
            self._refuse(name, f"{name}(…)")
        arguments = [self.sum(depth + 1)]
        while self._peek() == ",":
            self._take()
            arguments.append(self.sum(depth + 1))
        self._close()
        if name in ONE_ARGUMENT and len(arguments) > 1:
            self._refuse(name, f"{name} of one number")
        function = FUNCTIONS[name]
        return lambda inputs: function([argument(inputs) for argument in arguments])

    def _close(self) -> None:
        piece = self._take()
        if piece != ")":
            self._refuse(piece, ")")


def _joined(left: Term, sign: str, right: Term) -> Term:
    if sign == "+":
        return lambda inputs: left(inputs) + right(inputs)
    if sign == "-":
        return lambda inputs: left(inputs) - right(inputs)
    if sign == "*":
        return lambda inputs: left(inputs) * right(inputs)
    return lambda inputs: left(inputs) / right(inputs)
