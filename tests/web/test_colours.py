"""The two inks read on their papers, in each theme of static/css/tokens.css."""

import re

import pytest

from tests.web.gallery import ROOT


def rgb(colour):
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def contrast(one, other):
    """Return the ratio of WCAG 2.2 between two colours."""

    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
        return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def palettes():
    """Yield the themes of tokens.css, each on top of those it starts from."""
    css = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
    light, dark, high, dark_high = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in css.split(":root {")[1:]
    ]
    yield "light", light
    yield "dark", light | dark
    yield "high contrast", light | high
    yield "dark high contrast", light | dark | high | dark_high


PAIRS = [
    ("text", "paper", 7), ("text", "tint", 7), ("muted", "paper", 4.5), ("muted", "tint", 4.5),
    ("ink", "paper", 4.5), ("ink", "tint", 4.5), ("ink-deep", "tint-deep", 4.5),
    ("on-ink", "ink", 4.5), ("on-ink", "ink-deep", 4.5), ("signal", "paper", 4.5),
    ("signal", "signal-tint", 4.5), ("signal-deep", "signal-tint", 4.5),
    ("on-signal", "signal", 4.5), ("text", "field", 7), ("muted", "field", 4.5),
    ("rule-strong", "field", 3), ("rule-strong", "paper", 3), ("rule-strong", "tint", 3),
]  # fmt: skip


@pytest.mark.parametrize(("theme", "colours"), list(palettes()), ids=lambda value: str(value)[:18])
def test_every_pair_of_colours_reads(theme, colours):
    weak = [
        f"{theme}: {front} on {back} {contrast(colours[front], colours[back]):.2f} < {least}"
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    ]
    assert weak == []
