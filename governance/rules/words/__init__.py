"""What the rules say, in words: each code its French sentence, which the catalogues translate."""

from collections.abc import Mapping

from governance.rules.refusals import READING
from governance.rules.words import calls, elections, proxies, quorum, standing, steps, weights
from governance.rules.words.languages import language
from governance.rules.words.telling import Language, tell

SENTENCES: Mapping[str, str] = {
    **steps.STEPS,
    **standing.SENTENCES,
    **weights.SENTENCES,
    **quorum.SENTENCES,
    **proxies.SENTENCES,
    **calls.SENTENCES,
    **elections.SENTENCES,
    **READING,
}

__all__ = ["SENTENCES", "Language", "language", "tell"]
