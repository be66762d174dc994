"""Sentences about personal data."""

from governance.web.i18n import N_

SENTENCES = {
    "privacy.unknown": N_("Ce procès-verbal de destruction n’existe pas."),
    "privacy.unknown-person": N_("Cette personne n’est pas connue du registre."),
}
