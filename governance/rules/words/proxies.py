"""Why a proxy (pouvoir) is refused, in French."""

from governance.rules.msgid import N_

SENTENCES = {
    "proxy.not-allowed": N_("Les statuts n’admettent pas le vote par pouvoir."),
    "proxy.to-oneself": N_("On ne se donne pas pouvoir à soi-même."),
    "proxy.principal-not-entitled": N_(
        "Ce membre ne vote pas à cette assemblée : il ne peut pas donner pouvoir."
    ),
    "proxy.holder-not-entitled": N_("Ne vote pas à cette assemblée : ne peut pas voter pour vous."),
    "proxy.already-given": N_(
        "Un pouvoir est déjà donné : reprenez-le avant d’en donner un autre."
    ),
    "proxy.principal-present": N_(
        "Ce membre est noté présent : il vote lui-même, et ne donne pouvoir qu’une fois parti."
    ),
    "proxy.other-college": N_("N’est pas du même collège."),
    "proxy.chained": N_("A donné pouvoir à quelqu’un d’autre et ne peut pas transmettre le vôtre."),
    "proxy.principal-holds": N_(
        "Ce membre porte déjà des pouvoirs ({held}) : qui les porte ne peut pas donner le sien."
    ),
    "proxy.circular": N_("Ce pouvoir reviendrait à la personne qui le donne."),
    "proxy.too-many": N_("Porte déjà {held} pouvoir(s), la limite est de {limit}."),
    "proxy.other-category": N_("N’est pas de la même catégorie de membres."),
    "proxy.not-family": N_("N’est ni membre, ni de la famille au sens des statuts."),
    "proxy.forbidden-holder": N_("Ne peut pas porter de pouvoir ({role})."),
    "proxy.too-many-votes": N_("Porterait {voices} voix, la limite est de {limit}."),
    "proxy.too-large-share": N_(
        "Porterait {voices} voix sur {whole}, plus que la part permise ({share})."
    ),
    "proxy.too-late": N_("Ce pouvoir arrive trop tard : le dépôt est clos."),
    "proxy.not-revocable": N_("Il est trop tard pour reprendre ce pouvoir."),
    "proxy.wrong-form": N_("Les statuts n’admettent pas un pouvoir sous cette forme."),
    "proxy.instructions-not-allowed": N_("Les statuts n’admettent pas de consignes de vote."),
    "proxy.instructions-missing": N_("Les statuts demandent des consignes de vote."),
    "proxy.no-holder": N_(
        "Ce pouvoir ne nomme personne, et personne ne peut le porter selon les statuts."
    ),
}
