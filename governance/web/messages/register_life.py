"""Sentences about papers, mandates, merges and proposals of the register."""

from governance.web.i18n import N_

SENTENCES = {
    "papers.unknown": N_("Cette pièce n’est pas dans le dossier de ce membre."),
    "papers.empty": N_("Ce fichier est vide : choisissez-en un autre."),
    "papers.too-large": N_(
        "Ce fichier dépasse {limit} Mio : réduisez-le, ou numérisez en noir et blanc."
    ),
    "papers.unknown-type": N_(
        "Ce fichier n’est ni un PDF, ni une image PNG ou JPEG, ni un texte ODT ou DOCX sans macro. "
        "Enregistrez-le en PDF et redéposez-le."
    ),
    "papers.no-title": N_("Donnez un titre à cette pièce."),
    "papers.from-future": N_("Cette pièce porte une date à venir : vérifiez-la."),
    "papers.there": N_("Ce fichier est déjà au dossier, sous le titre « {title} »."),
    "papers.too-many": N_("Ce dossier a déjà {limit} pièces : c’est la limite."),
    "papers.withdrawn": N_("Cette pièce est déjà retirée."),
    "papers.no-reason": N_("Dites pourquoi cette pièce est retirée."),
    "mandates.no-reason": N_(
        "Dites pourquoi ces mandats prennent fin, par exemple « renouvellement municipal »."
    ),
    "mandates.nobody": N_("Aucun mandat de ces catégories n’a commencé avant ce jour."),
    "mandates.too-far": N_("Cette date est à plus de sept ans : vérifiez-la."),
    "merges.same": N_("Ces deux fiches n’en font qu’une."),
    "merges.other-kind": N_(
        "Une institution et une personne physique ne peuvent pas être le même membre."
    ),
    "merges.merged-away": N_("L’une de ces fiches est déjà réunie à une autre."),
    "merges.kept-gone": N_(
        "{name} a quitté l’association : gardez l’autre fiche, ou inscrivez d’abord son retour."
    ),
    "merges.meeting-called": N_(
        "L’un des deux est appelé à « {title} », qui n’est pas close : la liste électorale ne "
        "change plus. Réunissez-les après la clôture."
    ),
    "duplicates.no-pair": N_("Ces deux fiches ne se ressemblent pas, ou plus : rien à noter."),
    "merges.no-person": N_("Cette personne n’est pas dans le registre."),
    "merges.two-accounts": N_(
        "Ces deux personnes ont chacune un compte : fermez d’abord l’un des deux."
    ),
    "merges.unknown": N_("Cette réunion de fiches n’existe pas."),
    "merges.undone": N_("Cette réunion est déjà défaite."),
    "merges.meeting-since": N_(
        "« {title} » a été convoquée depuis, avec la fiche réunie : on ne peut plus la défaire."
    ),
    "merges.followed": N_(
        "L’une des deux fiches a changé depuis : on ne peut plus défaire leur réunion."
    ),
    "requests.not-yours": N_("Vous n’agissez pas pour ce membre."),
    "requests.nothing": N_("Rien n’a changé : corrigez au moins une ligne, ou écrivez un mot."),
    "requests.too-many": N_(
        "{limit} demandes attendent déjà une réponse pour ce membre : attendez-la, ou retirez-en."
    ),
    "requests.unknown": N_("Cette demande n’existe pas."),
    "requests.decided": N_("Cette demande a déjà reçu une réponse, ou a été retirée."),
    "requests.stale": N_(
        "Le registre a changé depuis cette demande : refusez-la en disant pourquoi, ou corrigez la "
        "fiche à la main."
    ),
    "requests.no-reason": N_("Dites pourquoi cette demande est refusée : la personne le lira."),
}
