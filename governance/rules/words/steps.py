"""The steps of a rule's arithmetic, in French: majorities, seats, parity, quorum, secrecy."""

from governance.rules.msgid import N_

STEPS = {
    "majority.for": N_("Pour : {voices} voix."),
    "majority.against": N_("Contre : {voices} voix."),
    "majority.blank-expressed": N_("Blancs, comptés parmi les suffrages exprimés : {voices} voix."),
    "majority.blank-against": N_("Blancs, comptés comme contre : {voices} voix."),
    "majority.abstention-expressed": N_(
        "Abstentions, comptées parmi les suffrages exprimés : {voices} voix."
    ),
    "majority.abstention-against": N_("Abstentions, comptées comme contre : {voices} voix."),
    "majority.null-expressed": N_("Nuls, comptés parmi les suffrages exprimés : {voices} voix."),
    "majority.null-against": N_("Nuls, comptés comme contre : {voices} voix."),
    "majority.base-cast": N_("Voix qui ont pris part au vote, quel que soit le choix : {voices}."),
    "majority.base-present": N_("Voix présentes, sur place ou à distance : {voices}."),
    "majority.base-present-or-represented": N_("Voix présentes ou représentées : {voices}."),
    "majority.base-raised": N_(
        "Plus {voices} voix qui ont voté sans être pointées sur la feuille de présence."
    ),
    "majority.base-roll": N_("Toutes les voix de la liste électorale : {voices}."),
    "majority.reached": N_(
        "Il fallait {threshold} {base}, donc au moins {needed} voix pour : "
        "{numerator} sur {denominator}, c’est atteint."
    ),
    "majority.not-reached": N_(
        "Il fallait {threshold} {base}, donc au moins {needed} voix pour : "
        "{numerator} sur {denominator}, ce n’est pas atteint."
    ),
    "majority.nobody": N_("Personne ne s’est exprimé : rien n’est adopté."),
    "majority.tie-not-decisive": N_(
        "Autant de voix pour que contre ({voices}), mais ce partage ne décide de rien ici."
    ),
    "majority.tie-favourable": N_(
        "Autant de voix pour que contre ({voices}) : à égalité, la proposition est adoptée."
    ),
    "majority.tie-rejected": N_(
        "Autant de voix pour que contre ({voices}) : à égalité, la proposition est rejetée."
    ),
    "majority.tie-awaits-casting-vote": N_(
        "Autant de voix pour que contre ({voices}) : la voix prépondérante doit départager."
    ),
    "majority.tie-casting-vote": N_(
        "Autant de voix pour que contre ({voices}) : la voix prépondérante s’est portée {casting}."
    ),
    "majority.heads-reached": N_(
        "En nombre de membres aussi, il fallait {threshold} : {numerator} sur {denominator}, "
        "c’est atteint."
    ),
    "majority.heads-not-reached": N_(
        "En nombre de membres aussi, il fallait {threshold}, donc {needed} : {numerator} sur "
        "{denominator}, ce n’est pas atteint."
    ),
    "majority.votes-reached": N_(
        "En voix aussi, il fallait {threshold} : {numerator} sur {denominator}, c’est atteint."
    ),
    "majority.votes-not-reached": N_(
        "En voix aussi, il fallait {threshold}, donc {needed} : {numerator} sur {denominator}, "
        "ce n’est pas atteint."
    ),
    "majority.college-reached": N_(
        "Collège {college} : il fallait {threshold}, {numerator} voix sur {denominator}, "
        "c’est atteint."
    ),
    "majority.college-not-reached": N_(
        "Collège {college} : il fallait {threshold}, donc {needed} voix, {numerator} sur "
        "{denominator}, ce n’est pas atteint."
    ),
    "majority.turnout-reached": N_(
        "Participation : il fallait {threshold} des voix de la liste, {numerator} sur "
        "{denominator} ont voté."
    ),
    "majority.turnout-not-reached": N_(
        "Participation : il fallait {threshold} des voix de la liste, donc {needed} ; "
        "{numerator} sur {denominator} ont voté, c’est trop peu."
    ),
    "majority.not-blocked": N_(
        "Il fallait {threshold}, donc {needed} voix contre, pour bloquer : {numerator} sur "
        "{denominator}, la décision n’est pas bloquée."
    ),
    "majority.blocked": N_(
        "Minorité de blocage : {threshold} suffisaient, {numerator} voix contre sur "
        "{denominator}, la décision est bloquée."
    ),
    "majority.second-vote-now": N_(
        "Les voix pour, {numerator} sur les {denominator} de la liste, suffisent (au moins "
        "{needed}) pour un second vote tout de suite, à une majorité plus basse."
    ),
    "majority.second-vote-later": N_(
        "Les voix pour, {numerator} sur les {denominator} de la liste, suffisent (au moins "
        "{needed}) pour un second vote à une autre réunion, à une majorité plus basse."
    ),
    "majority.no-second-vote": N_(
        "Pas de second vote : il aurait fallu {needed} voix pour sur les {denominator} de la "
        "liste, il y en a {numerator}."
    ),
    "majority.tacit-adopted": N_(
        "Réputé adopté : {opposers} opposition(s) au {day}, il en aurait fallu {needed}."
    ),
    "majority.tacit-opposed": N_(
        "{opposers} opposition(s), il en suffisait de {needed} : la proposition est mise au vote."
    ),
    "majority.tacit-pending": N_(
        "Réputé adopté après le {day} sauf opposition : {opposers} à ce jour, sur {needed}."
    ),
    "seats.most-voices": N_(
        "Sont élues les personnes qui ont le plus de voix : {elected}, pour {seats} à élire."
    ),
    "seats.tie": N_(
        "À égalité avec {voices} voix : {names}. Encore à élire : {open_seats} ; {action}."
    ),
    "seats.tie-settled": N_("Départage ({action}) : {names}."),
    "seats.lot-decided": N_(
        "Dates égales : l’assemblée a choisi le tirage au sort engagé avant le vote, graine "
        "« {seed} », qui désigne {names}."
    ),
    "seats.new-vote-decided": N_("Dates égales : l’assemblée a choisi de revoter entre {names}."),
    "seats.lot": N_("Tirage au sort, graine « {seed} » : {order}."),
    "seats.majority": N_(
        "Pour être élu à ce tour, il faut {threshold} {base} ({of} voix), donc {needed}."
    ),
    "seats.least-share": N_(
        "Pour avoir un siège, une liste doit réunir {threshold} des voix ({of}), donc {needed}. "
        "En dessous : {names}."
    ),
    "seats.college": N_("Collège {college} : {seats} sièges."),
    "seats.college-slice": N_(
        "Collège {college} : un siège par tranche de {per} membres ; {members} membres, "
        "donc {seats}."
    ),
    "seats.college-share": N_(
        "Collège {college} : {seats} sièges, à côté des {others} autres, font sa part."
    ),
    "parity.counted": N_("Parmi les élus : {women} femmes, {men} hommes."),
    "parity.share": N_("Parité : au moins {fraction} de chaque sexe, donc {required} sièges."),
    "parity.moved": N_("Parité : {enters} prend le siège de {leaves}."),
    "parity.tie": N_("Parité : {names} sont à égalité, rien n’est changé."),
    "parity.nobody-left": N_("Parité : il manque {seats} personnes, faute de candidatures."),
    "seats.vacant": N_("Sièges restés vacants, faute de voix : {seats}."),
    "quorum.silent": N_("Les statuts ne demandent pas de quorum : l’assemblée délibère."),
    "quorum.share": N_("Il faut {fraction} {base_of} ({base} {of}), donc {required}."),
    "quorum.plus-one": N_("Il faut {fraction} {base_of} ({base} {of}) plus un, donc {required}."),
    "quorum.counted": N_("{counted} {of} {count}."),
    "quorum.met": N_("Le quorum est atteint, avec {margin} de plus que nécessaire."),
    "quorum.not-met": N_("Le quorum n’est pas atteint : il manque {missing}."),
    "quorum.not-met-by-college": N_("Le quorum manque dans un collège au moins."),
    "quorum.college-met": N_(
        "Collège {college} : {counted} {of} {count} sur {base}, il en faut {required}, c’est bon."
    ),
    "quorum.college-not-met": N_(
        "Collège {college} : {counted} {of} {count} sur {base}, il en faut {required}."
    ),
    "secrecy.few-voters": N_(
        "{voters} droits de vote seulement : on voudrait au moins {min_group} votants."
    ),
    "secrecy.unique-weights": N_(
        "Un seul membre porte {weights} voix : l’archive publique montrera qu’il a voté, et un "
        "résultat serré peut montrer comment."
    ),
    "secrecy.small-group": N_(
        "Le plus petit groupe de même poids compte {group} membres, moins que {min_group}."
    ),
    "secrecy.not-counted": N_(
        "Les résultats possibles sont trop nombreux pour être tous examinés : "
        "le contrôle ne promet rien."
    ),
    "secrecy.granted": N_(
        "Scrutin secret demandé par {asked} sur {base} {of} : {needed} suffisent."
    ),
    "secrecy.not-granted": N_(
        "Scrutin secret demandé par {asked} sur {base} {of} : il en faut {needed}."
    ),
    "secrecy.exposing-totals": N_(
        "Au moins cela est sûr : sur {possible} totaux d’un choix proche de l’unanimité, les "
        "autres choix réunis, {exposing} montreraient le choix d’au moins un membre."
    ),
    "secrecy.exposing-results": N_(
        "Résultats proches de l’unanimité qui montreraient le choix d’au moins un membre : "
        "{exposing} sur {possible}."
    ),
}
