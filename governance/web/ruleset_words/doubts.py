"""What a secretary should look at again in the bylaws, in sentences."""

from collections.abc import Collection

from flask_babel import gettext

from governance.rules.ruleset import RuleSet
from governance.rules.ruleset.doubts import doubts_of
from governance.web.i18n import N_
from governance.web.ruleset_words.chapters import label_of

SENTENCES = {
    "ruleset-doubt.limit-without-proxies": N_(
        "Une limite de pouvoirs est écrite, mais le vote par pouvoir n’est pas admis : elle ne "
        "sert à rien."
    ),
    "ruleset-doubt.second-quorum-unused": N_(
        "Un quorum de deuxième convocation est écrit, mais aucune deuxième convocation n’est "
        "prévue."
    ),
    "ruleset-doubt.second-call-unused": N_(
        "Une deuxième convocation est prévue, mais aucun quorum ne peut manquer à la première."
    ),
    "ruleset-doubt.second-quorum-higher": N_(
        "Le quorum de la deuxième convocation est plus élevé que celui de la première."
    ),
    "ruleset-doubt.minority-decides": N_("Cette majorité est inférieure à la moitié."),
    "ruleset-doubt.half-decides": N_(
        "« Au moins la moitié » adopte une résolution à égalité de voix ; l’usage est « plus de la "
        "moitié »."
    ),
    "ruleset-doubt.present-with-proxies": N_(
        "La majorité se compte sur les seuls présents, alors que des pouvoirs sont admis : les "
        "voix représentées pourraient dépasser la base."
    ),
    "ruleset-doubt.casting-vote-unused": N_(
        "Une voix prépondérante est écrite, mais aucune majorité ne s’en sert à égalité."
    ),
    "ruleset-doubt.casting-vote-secret": N_(
        "Une voix prépondérante ne peut pas départager des votes qui sont tous secrets."
    ),
    "ruleset-doubt.breakdown-exposes": N_(
        "Publier le détail d’un vote secret peut montrer le choix de quelqu’un."
    ),
    "ruleset-doubt.cap-on-moving-base": N_(
        "Le plafond se calcule sur les voix présentes, qui changent avec lui : dites s’il faut "
        "recalculer la base."
    ),
    "ruleset-doubt.fractions-unrounded": N_(
        "Les voix peuvent tomber sur des fractions : dites comment les arrondir, ou admettez-les."
    ),
}


def told_doubts(rules: RuleSet, paths: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return each doubt: the rule it is about, and its sentence.

    Args:
        paths: the rules asked about; all of them when left out.
    """
    return [
        (label_of(doubt.path), gettext(SENTENCES[doubt.code]))
        for doubt in doubts_of(rules)
        if not paths or doubt.path in paths
    ]
