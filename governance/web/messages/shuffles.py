"""Sentences of mixings, counts of rankings and the ties that wait for a person."""

from governance.web.i18n import N_

SENTENCES = {
    "shuffle.malformed": N_("Ce mélange est illisible : rien n’est enregistré."),
    "shuffle.not-canonical": N_(
        "Ce mélange n’a pas la forme exacte du protocole : rien n’est enregistré."
    ),
    "shuffle.too-large": N_("Ce mélange est trop volumineux : rien n’est enregistré."),
    "shuffle.bad-proof": N_(
        "La preuve de ce mélange est fausse, ou quelqu’un a mélangé entre-temps : rien n’est "
        "enregistré. Rechargez la page et mélangez de nouveau."
    ),
    "shuffle.unknown-owner": N_("Le bureau de vote n’a pas de membre n° {owner}."),
    "shuffle.already-there": N_("Le mélange du membre n° {owner} est déjà enregistré."),
    "shuffle.nothing-to-mix": N_("Les bulletins de ce scrutin ne s’ouvrent pas un à un."),
    "shuffle.too-few": N_(
        "Mélanges faits : {mixers}. Il en faut au moins {needed}, de membres différents du bureau, "
        "pour que personne ne puisse suivre un bulletin."
    ),
    "ballot.weighted-ranking": N_(
        "Un classement ou des mentions ne portent qu’une voix par bulletin, et un droit de ce "
        "scrutin en porte un autre nombre. Votez par cases à cocher, par listes, ou à scrutin "
        "public."
    ),
    "counting.tie": N_("Une égalité ne se départage pas par la règle donnée."),
    "counting.wrong-seed": N_(
        "La graine du tirage au sort n’est pas celle qui était engagée : faites examiner l’urne."
    ),
    "poll.no-tie": N_("Ce scrutin n’attend pas que l’on départage une égalité."),
    "tie.births": N_("Donnez une date passée pour chaque candidature."),
    "tie.ranks": N_("Donnez à chaque candidature un rang différent, de 1 à {most}."),
    "tie.same-day": N_(
        "Ces candidatures restent à égalité : {names}. Vérifiez les dates ; si elles sont justes, "
        "la règle ne départage pas : l’assemblée choisit plus bas."
    ),
    "tie.no-lot": N_("Aucun tirage au sort n’a été engagé avant l’ouverture de ce scrutin."),
}
