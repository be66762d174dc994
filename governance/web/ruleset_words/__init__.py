"""The bylaws in words: each parameter's question, its value, where it comes from, since when."""

from governance.web.ruleset_words.chapters import (
    Chapter,
    Comparison,
    Line,
    chapters,
    compared,
    label_of,
    value_words,
)
from governance.web.ruleset_words.doubts import told_doubts
from governance.web.ruleset_words.effects import told_effects, told_roll_doubts
from governance.web.ruleset_words.questions import states

__all__ = [
    "Chapter",
    "Comparison",
    "Line",
    "chapters",
    "compared",
    "label_of",
    "states",
    "told_doubts",
    "told_effects",
    "told_roll_doubts",
    "value_words",
]
