"""Sentences of the polling office's refusals."""

from governance.web.i18n import N_

SENTENCES = {
    "office.not-ready": N_(
        "Le bureau de vote n’est pas constitué : une scrutatrice ou un scrutateur doit d’abord "
        "faire sa clé, depuis la page du bureau de vote."
    ),
    "office.closed": N_(
        "Les clés du bureau servent déjà, ou l’assemblée est close : elles ne changent plus."
    ),
    "office.not-a-member": N_(
        "Vous ne gardez pas de clé dans le bureau de vote de cette assemblée."
    ),
    "office.malformed": N_("Ce qui a été envoyé n’est pas ce que la page du bureau envoie."),
}
