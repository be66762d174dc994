"""Sentences of the refusals around items that members ask for."""

from governance.web.i18n import N_

SENTENCES = {
    "item-request.unknown": N_("Cette demande n’existe pas, ou plus."),
    "item-request.closed": N_("Cette demande a déjà reçu une réponse, ou a été reprise."),
    "item-request.empty": N_("Choisissez un vote ou un débat, et donnez un titre au point."),
    "item-request.no-text": N_("Écrivez le texte à mettre aux voix."),
    "item-request.too-long": N_(
        "Trop long : {most} caractères au plus pour le titre, {text} pour un texte."
    ),
    "item-request.nobody": N_("Dites au nom de quel membre vous le demandez."),
    "item-request.too-many": N_("C’est trop à la fois : {most} au plus."),
    "item-request.unknown-form": N_("Dites comment la demande est venue."),
    "item-request.later": N_("Une demande ne peut pas être datée de l’avenir."),
    "item-request.no-such-meeting": N_(
        "Cette assemblée n’est pas, ou n’est plus, à compléter : demandez le point pour la "
        "prochaine."
    ),
    "item-request.other-meeting": N_("Ce point a été demandé pour une autre assemblée."),
    "item-request.is-due": N_(
        "Ce point est demandé par assez de membres, à temps : il doit être inscrit."
    ),
    "item-request.no-reason": N_("Dites pourquoi, en {most} caractères au plus."),
    "item-request.not-yours": N_("Vous n’agissez pas pour ce membre."),
    "item-request.unknown-names": N_("Le registre ne connaît pas : {names}."),
}
