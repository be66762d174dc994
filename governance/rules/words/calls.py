"""What is wrong with a call (convocation), in French."""

from governance.rules.msgid import N_

SENTENCES = {
    "call.not-entitled": N_(
        "Ni la fonction ({roles}) ni le nombre ({given}) ne permettent de convoquer : il faut "
        "{allowed}, ou {asked}."
    ),
    "call.no-urgency": N_(
        "Les statuts ne prévoient pas de délai d’urgence : il faut {required} jours."
    ),
    "call.too-late": N_(
        "La convocation donne {given} jours et il en faut {required} : elle devait partir le "
        "{latest_day} au plus tard."
    ),
    "item-request.not-provided": N_(
        "Les statuts ne permettent pas aux membres d’inscrire un point à l’ordre du jour."
    ),
    "item-request.too-few": N_(
        "Demandé par {given} {of}, dans la forme et à temps : il en faut {required}."
    ),
    "item-request.too-late": N_(
        "La demande, reçue le {received_on}, devait l’être le {latest_day} au plus tard "
        "({required} jours avant)."
    ),
    "item-request.wrong-form": N_("La demande est venue par {given} : il faut {required}."),
    "second-call.not-provided": N_("Les statuts ne prévoient pas de deuxième convocation."),
    "second-call.too-soon": N_(
        "La deuxième assemblée, le {second_on}, ne peut se tenir avant le {earliest_day} : la "
        "première était le {first_on}."
    ),
    "second-call.too-late": N_(
        "La deuxième assemblée, le {second_on}, devait se tenir le {latest_day} au plus tard : la "
        "première était le {first_on}."
    ),
    "second-call.other-agenda": N_(
        "L’ordre du jour de la deuxième assemblée doit être celui de la première : en trop {new}, "
        "en moins {missing}."
    ),
}
