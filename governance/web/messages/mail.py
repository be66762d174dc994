"""Sentences of the refusals around mails and the seal of documents."""

from governance.web.i18n import N_

SENTENCES = {
    "mail.no-address": N_(
        "Aucune adresse e-mail n’est connue pour {name} : complétez le registre, puis renvoyez."
    ),
    "mail.address": N_("« {value} » n’est pas une adresse à laquelle on peut écrire."),
    "mail.unknown": N_("Ce message n’est pas dans la boîte d’envoi."),
    "seal.unreadable": N_("Ce fichier n’est pas un PDF lisible, ou sa signature est illisible."),
    "seal.missing": N_("Ce PDF ne porte aucun scellé."),
    "seal.foreign": N_("Ce PDF est scellé par quelqu’un d’autre que l’association."),
    "seal.broken": N_("Le scellé est rompu : le PDF a changé depuis qu’il a été scellé."),
    "seal.no-timestamp": N_(
        "Le service d’horodatage ne répond pas : réessayez, ou prévenez l’exploitant."
    ),
}
