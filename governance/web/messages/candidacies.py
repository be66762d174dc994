"""Sentences about candidacies (candidatures) as they are received; the rules' own stand apart."""

from governance.web.i18n import N_

SENTENCES = {
    "candidacy.already-standing": N_("{name} est déjà candidat·e à cette élection."),
    "candidacy.form": N_("Dites comment la candidature est venue."),
    "candidacy.list": N_("Donnez le nom de la liste, et seulement pour un scrutin de listes."),
    "candidacy.members-only": N_(
        "Seule une personne qui agit pour un membre peut se présenter. Ouvrez votre lien personnel."
    ),
    "candidacy.nobody": N_("Aucune candidature recevable : le bulletin ne change pas."),
    "candidacy.not-called": N_("Cette élection ne reçoit pas de candidature."),
    "candidacy.not-now": N_("Cette élection ne reçoit pas, ou plus, de candidature."),
    "candidacy.sex": N_("La règle de parité demande de savoir si c’est une femme ou un homme."),
    "candidacy.sexes-missing": N_(
        "La règle de parité fait le résultat : notez d’abord, sur la page des candidatures, si "
        "{names} est une femme ou un homme."
    ),
    "candidacy.too-long": N_("{most} caractères au plus."),
    "candidacy.unknown": N_("Cette candidature n’existe pas, ou est déjà retirée."),
}
