"""Sentences of the demonstration's refusals."""

from governance.web.i18n import N_

SENTENCES = {
    "demo.unknown-role": N_("La démonstration ne connaît pas ce rôle."),
    "demo.unknown-player": N_("Choisissez une personne de la liste."),
    "demo.unknown-moment": N_("L’horloge ne connaît pas ce moment."),
    "demo.no-way-back": N_(
        "L’assemblée est convoquée : le temps ne peut plus reculer. "
        "Relancez la démonstration pour recommencer."
    ),
}
