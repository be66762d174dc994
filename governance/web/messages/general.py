"""Sentences that belong to no subject in particular."""

from governance.web.i18n import N_

SENTENCES = {
    "access.sign-in-first": N_("Identifiez-vous d’abord : cette page n’est pas publique."),
    "access.not-your-role": N_("Votre rôle ne donne pas accès à cette page."),
    "meeting.unknown": N_("Cette assemblée n’existe pas, ou vous n’y êtes pas convoqué·e."),
    "association.missing": N_(
        "L’association n’est pas encore enregistrée : lancez la mise en place."
    ),
    "vault.wrong-key": N_("La clé du coffre ne correspond plus : l’exploitant doit la rétablir."),
}
