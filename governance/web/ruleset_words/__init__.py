"""The bylaws in words: each parameter's question, its value, where it comes from, since when."""

from governance.web.ruleset_words.chapters import Chapter, Comparison, Line, chapters, compared
from governance.web.ruleset_words.doubts import told_doubts

__all__ = ["Chapter", "Comparison", "Line", "chapters", "compared", "told_doubts"]
