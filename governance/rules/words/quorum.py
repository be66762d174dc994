"""What a quorum and a majority refuse, in French."""

from governance.rules.msgid import N_

SENTENCES = {
    "quorum.not-met": N_(
        "Le quorum n’est pas atteint : {counted} comptés, il en faut {required}. "
        "Le scrutin ne s’ouvre pas."
    ),
    "quorum.reason-missing": N_(
        "Le quorum n’est pas atteint ({counted} sur {required}) : dites pourquoi l’assemblée "
        "délibère quand même."
    ),
    "majority.not-in-secret": N_(
        "Cette majorité se compte aussi par membre ou par collège : un scrutin secret n’en montre "
        "que le total. Prenez un vote public, ou une autre majorité."
    ),
    "majority.second-vote-closed": N_(
        "Pas de second vote : le premier ne l’ouvre pas, ou pas à cette majorité."
    ),
}
