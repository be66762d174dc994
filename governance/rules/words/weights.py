"""How a number of voices came about, or why it cannot be counted, in French."""

from governance.rules.msgid import N_

SENTENCES = {
    "weight.one-per-member": N_("Une voix par membre."),
    "weight.by-tier": N_("Tarif de {tier} € : {voices} voix."),
    "weight.by-category": N_("Catégorie « {category} » : {voices} voix."),
    "weight.by-name": N_("Le tableau des voix donne {voices} voix à {member}."),
    "weight.by-default": N_("Aucune ligne du tableau des voix ne s’applique : {voices} voix."),
    "weight.by-slice": N_(
        "{input} : {figure}, dans la tranche qui commence à {low}, {voices} voix."
    ),
    "weight.item": N_("{input} : {figure}, à raison de {each} voix pour {per} : {voices} voix."),
    "weight.sum": N_("En tout : {voices} voix."),
    "weight.formula-applied": N_("Formule {formula}, avec {figures} : {voices} voix."),
    "weight.unknown-input": N_(
        "Il manque une donnée pour compter ces voix ({inputs}) : seul le minimum est compté."
    ),
    "weight.college-share": N_(
        "Le collège {college} a {total} voix ; la part de ce membre est de {part}, "
        "donc {voices} voix."
    ),
    "weight.rounded": N_("Arrondi de {before} à {voices} voix."),
    "weight.lifted": N_("Pas moins de {voices} voix : relevé de {before} à {voices}."),
    "weight.capped": N_("Plafond : {voices} voix au lieu de {before}."),
    "weight.capped-to-share": N_(
        "Plafond de {share} des {base} voix de la base : {voices} voix au lieu de {before}."
    ),
    "weight.capped-to-others": N_(
        "Plus de voix que tous les autres ensemble : ramené à leur somme, {voices} au lieu de "
        "{before}."
    ),
    "weight.bound-exactly": N_(
        "Le collège {colleges} a {held} voix sur {whole} ; les statuts lui en donnent "
        "exactement {bound}."
    ),
    "weight.bound-at-least": N_(
        "Le collège {colleges} a {held} voix sur {whole} ; il en faut au moins {bound}."
    ),
    "weight.bound-more-than": N_(
        "Le collège {colleges} a {held} voix sur {whole} ; il en faut plus de {bound}."
    ),
    "weight.bound-at-most": N_(
        "Le collège {colleges} a {held} voix sur {whole} ; il ne peut en avoir plus de {bound}."
    ),
    "weight.bound-less-than": N_(
        "Le collège {colleges} a {held} voix sur {whole} ; il doit en avoir moins de {bound}."
    ),
    "weight.no-such-seats": N_(
        "À côté de {others} autres sièges, aucun nombre entier de sièges ne donne {bound} "
        "au collège {colleges} ({path})."
    ),
    "weight.cap-impossible": N_(
        "Entre {members} membres, personne ne peut rester sous ce plafond : il en faut au moins "
        "{needed} ({path})."
    ),
    "weight.division-by-zero": N_("La formule {formula} divise par zéro pour {member} ({path})."),
    "weight.bad-input": N_(
        "Pour {member}, la donnée {input} doit aller de 0 à {most} : corrigez-la."
    ),
    "weight.negative": N_("La formule donne {voices} voix à {member} : moins que zéro ({path})."),
    "weight.too-fine": N_(
        "Il faudrait couper une voix en plus de {most} parts pour compter celles de tous : "
        "arrondissez-les ({path})."
    ),
    "weight.too-many": N_("{member} aurait plus de {most} voix ({path})."),
    "weight.not-whole": N_(
        "{member} aurait {voices} voix, et les statuts n’admettent pas de fraction : "
        "dites comment arrondir ({path})."
    ),
    "weight.shares-impossible": N_(
        "Les parts des collèges font {share} et ne laissent pas place aux autres voix ({path})."
    ),
    "weight.circular-colleges": N_(
        "Le collège {college} aurait autant de voix que lui-même ({path})."
    ),
    "weight.nothing-to-share": N_(
        "Aucun membre du collège {college} n’a de {input} : rien ne dit comment partager ses voix "
        "({path})."
    ),
}
