"""What the rules say, in words: each code its French sentence, which the catalogues translate."""

from collections.abc import Mapping

from governance.errors import GovernanceError
from governance.rules.refusals import READING
from governance.rules.words import calls, elections, proxies, quorum, standing, steps, weights
from governance.rules.words.languages import language
from governance.rules.words.telling import Language, tell

SENTENCES: Mapping[str, str] = {
    **quorum.SENTENCES,
    **steps.STEPS,
    **standing.SENTENCES,
    **weights.SENTENCES,
    **proxies.SENTENCES,
    **calls.SENTENCES,
    **elections.SENTENCES,
    **READING,
}

__all__ = ["SENTENCES", "Language", "language", "tell", "told"]


def told(refusal: GovernanceError, told_in: Language | None = None) -> str:
    """Return a refusal as one sentence, in French where no language is asked for."""
    spoken = told_in or language("fr")
    if refusal.code in SENTENCES:
        return tell(SENTENCES[refusal.code], refusal.facts, spoken)
    listed = ", ".join(f"{name} {value}" for name, value in refusal.facts.items())
    return f"{refusal.code} ({listed})" if listed else refusal.code
