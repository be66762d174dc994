"""Sentences of the refusals around proxies (pouvoirs)."""

from governance.rules.words import proxies
from governance.web.i18n import N_

SENTENCES = {
    **proxies.SENTENCES,
    "proxy.none": N_("Aucun pouvoir n’est en cours pour ce membre : il a peut-être été repris."),
    "proxy.alternate-not-in-order": N_(
        "Les statuts ne laissent pas un suppléant venir à la place du titulaire."
    ),
    "proxy.not-in-order": N_(
        "Les statuts ne prévoient pas de pouvoir à la place d’un représentant absent."
    ),
    "proxy.other-capacity": N_(
        "La personne qui agit pour ce membre vote au titre de {chosen} : il ne donne pas pouvoir."
    ),
    "proxy.bad-instruction": N_(
        "Une consigne n’est pas une réponse du vote, ou elle dépasse {most} caractères."
    ),
    "proxy.no-president": N_(
        "Dites d’abord pour quel membre agit la personne qui préside : c’est à lui que ces "
        "pouvoirs reviennent."
    ),
    "vote.against-instructions": N_(
        "Le pouvoir de {name} demande de voter « {wanted} » : un autre vote n’est pas reçu."
    ),
    "proxy.blank-none": N_("Aucun pouvoir en blanc n’attend d’être réparti."),
}
