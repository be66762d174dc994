"""Sentences of polls (scrutins) and named votes: refusals, and why somebody does not vote."""

from governance.web.i18n import N_

SENTENCES = {
    "poll.unknown": N_("Ce scrutin n’existe pas dans cette assemblée."),
    "poll.not-now": N_(
        "Ce scrutin n’en est pas là : quelqu’un l’a peut-être déjà ouvert ou clos. "
        "Rechargez la page pour voir où il en est."
    ),
    "poll.no-reserve": N_(
        "Il ne reste plus d’urne en réserve pour cette assemblée : "
        "ce scrutin ne peut plus devenir secret."
    ),
    "poll.nobody": N_(
        "Personne ne pourrait voter : aucun membre n’est à jour, ou aucun n’a reçu de code de vote."
    ),
    "poll.no-result": N_("Le résultat de ce scrutin n’est pas encore proclamé."),
    "poll.without-code": N_(
        "Des membres à jour n’ont pas de code de vote : {names}. "
        "Remettez-leur un code à l’accueil, ou ouvrez le scrutin sans eux : le journal le dira."
    ),
    "poll.without-code-and-exposed": N_(
        "Deux choses à regarder. Des membres à jour n’ont pas de code de vote : {names}. Et le "
        "secret ne tiendrait pas, faute de votants ou de poids assez semblables (droits de vote : "
        "{voters}). Remettez les codes à l’accueil, votez à scrutin public, ou ouvrez quand même : "
        "le journal le dira."
    ),
    "secrecy.too-exposed": N_(
        "Le secret ne tiendrait pas, faute de votants ou de poids assez semblables (droits de "
        "vote : {voters}). Votez à scrutin public, ou ouvrez quand même : le journal le dira."
    ),
    "secrecy.too-few-ballots": N_(
        "Bulletins dans l’urne : {voters}. Il en faudrait au moins {least} pour cacher un choix. "
        "Attendez d’autres votes, ou dépouillez quand même : le journal le dira."
    ),
    "round.none": N_("Ce scrutin n’appelle pas d’autre tour."),
    "round.already-made": N_("Le tour suivant existe déjà : il est dans la liste des scrutins."),
    "round.withdrawn": N_(
        "Gardez au moins une candidature parmi celles qui restent pour le tour suivant."
    ),
    "vote.not-there": N_(
        "Le vote de {name} demande une présence : dites d’abord que vous êtes là, à distance, "
        "sur votre page de l’assemblée, ou à l’accueil."
    ),
    "vote.choice": N_(
        "Le choix n’est pas complet, ou coche trop de cases : rien n’est enregistré."
    ),
    "vote.already-cast": N_(
        "Le vote de {name} est déjà enregistré, et les statuts ne permettent pas d’en changer."
    ),
    "vote.no-receipt": N_("Aucun vote de ce droit n’est enregistré ici."),
    "vote.by-proxy": N_("À l’ouverture de ce scrutin, le pouvoir était donné à {holder}."),
    "vote.other-person": N_("À l’ouverture de ce scrutin, {person} agissait pour ce membre."),
    "vote.nobody": N_("À l’ouverture de ce scrutin, personne n’agissait pour ce membre."),
    "vote.no-code": N_(
        "Aucun code de vote n’était émis pour ce membre à l’ouverture de ce scrutin secret."
    ),
    "vote.not-called": N_("Ce membre n’est pas sur la liste électorale de cette assemblée."),
}
