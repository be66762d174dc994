"""Sentences about calls: who may call, in time, members' items, a second call."""

from governance.rules.words import calls
from governance.web.i18n import N_

SENTENCES = {
    **calls.SENTENCES,
    "second-call.same-agenda": N_(
        "Les statuts veulent à la deuxième convocation l’ordre du jour de la première : il ne "
        "change pas."
    ),
    "second-call.no-failure": N_(
        "Le défaut de quorum n’a pas été constaté : il n’y a pas lieu à deuxième convocation."
    ),
    "second-call.third": N_(
        "Cette réunion était déjà sur deuxième convocation : préparez une nouvelle assemblée."
    ),
    "second-call.already-called": N_("La deuxième réunion est déjà préparée."),
    "second-call.say-proxies": N_(
        "{count} pouvoirs ont été donnés pour la première réunion, et les statuts ne disent pas "
        "s’ils valent encore : dites-le."
    ),
    "call.reason-too-long": N_("Le motif de l’urgence tient en {most} caractères."),
    "call.askers": N_(
        "Nommez qui demande la réunion ({most} caractères au plus) et dites combien ils sont."
    ),
    "call.asked-later": N_("La demande ne peut pas être datée de l’avenir."),
    "quorum.is-met": N_(
        "Le quorum est réuni, ou l’était à l’ouverture comme les statuts le demandent : il n’y a "
        "pas de carence à constater."
    ),
}
