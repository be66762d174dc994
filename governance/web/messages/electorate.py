"""Sentences about the electorate: contests of the roll, and what stands outside it."""

from governance.web.i18n import N_

SENTENCES = {
    "contest.already-open": N_("Une contestation attend déjà une réponse pour ce membre."),
    "contest.decided": N_("Cette contestation a déjà reçu sa réponse, ou a été retirée."),
    "contest.no-clause": N_("Indiquez la règle sur laquelle le rejet se fonde."),
    "contest.no-ground": N_("Dites ce qui est inexact, et pourquoi."),
    "contest.no-reason": N_("Donnez le motif du rejet : la personne le lira."),
    "contest.not-now": N_(
        "La liste se conteste entre l’envoi de la convocation et l’ouverture de la séance."
    ),
    "contest.not-yours": N_("Vous n’agissez pas pour ce membre."),
    "contest.too-long": N_("Ce texte dépasse {limit} caractères."),
    "contest.too-many": N_(
        "Ce membre a déjà contesté {limit} fois : écrivez au secrétariat de l’association."
    ),
    "contest.unknown": N_("Cette contestation n’existe pas."),
    "electorate.entered-after": N_(
        "Entré au registre après l’arrêté de la liste : vote aux assemblées suivantes."
    ),
}
