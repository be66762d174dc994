"""Sentences of the polling office's refusals: its form, its keys, its ceremony."""

from governance.web.i18n import N_

SENTENCES = {
    "office.not-ready": N_(
        "Le bureau de vote n’a pas toutes ses clés : voyez sur sa page qui l’on attend."
    ),
    "office.closed": N_(
        "Les clés du bureau servent déjà, ou l’assemblée est close : elles ne changent plus."
    ),
    "office.not-a-member": N_(
        "Vous ne gardez pas de clé dans le bureau de vote de cette assemblée."
    ),
    "office.malformed": N_("Ce qui a été envoyé n’est pas ce que la page du bureau envoie."),
    "office.not-needed": N_(
        "L’urne est déjà ouverte : les autres parts ont suffi, la vôtre n’est plus nécessaire."
    ),
    "office.other-form": N_(
        "La forme du bureau a changé depuis que cette page est ouverte : rechargez-la."
    ),
    "office.restarted": N_(
        "Les clés du bureau ont été recommencées depuis : rechargez la page et refaites la vôtre."
    ),
    "office.no-key-yet": N_("Votre clé n’est pas encore faite : terminez-la, puis répétez."),
    "office.not-a-scrutineer": N_(
        "Seul un compte qui a le rôle de scrutateur peut garder une part de la clé."
    ),
    "office.too-few-scrutineers": N_(
        "Il faut au moins deux personnes pour se partager une clé. Ouvrez-leur d’abord un compte "
        "avec le rôle de scrutateur."
    ),
    "office.too-many-scrutineers": N_("Le bureau compte au plus {most} scrutateurs."),
    "office.bad-threshold": N_("Le nombre de parts qui suffisent va de 1 à {size}."),
    "office.rankings-need-two": N_(
        "Un vote par classement est prévu : il faut être deux au moins à mélanger les bulletins, "
        "le serveur seul ne suffit pas."
    ),
    "ceremony.malformed": N_("Ce message entre clés est illisible : rien n’est enregistré."),
    "ceremony.not-canonical": N_(
        "Ce message entre clés n’a pas la forme exacte du protocole : rien n’est enregistré."
    ),
    "ceremony.too-large": N_("Ce message entre clés est trop volumineux : rien n’est enregistré."),
    "ceremony.unknown-trustee": N_("Le bureau n’a pas de membre n° {index}."),
    "ceremony.wrong-step": N_(
        "Le bureau n’en est pas à cette étape : rechargez la page, elle reprend où il en est."
    ),
    "ceremony.already-there": N_("Ce message est déjà enregistré : rien d’autre n’est à faire."),
    "ceremony.same-key": N_(
        "Cette clé est déjà celle d’un autre membre du bureau : chacun doit faire la sienne."
    ),
    "ceremony.not-yet": N_("Il manque encore des messages des autres : attendez-les."),
    "ceremony.wrong-number": N_("Il n’y a pas autant de certificats que de membres du bureau."),
    "ceremony.not-mine": N_(
        "Ce que le serveur a rendu n’est pas ce que vous aviez fait. N’allez pas plus loin et "
        "prévenez les autres scrutateurs : il faut recommencer les clés."
    ),
    "ceremony.bad-share": N_(
        "La part reçue du membre n° {index} est fausse : elle est refusée. Prévenez le "
        "secrétariat : il faut recommencer les clés."
    ),
    "channel.not-in-group": N_("Un message chiffré est hors du groupe : il est refusé."),
    "channel.not-for-us": N_("Un message chiffré ne s’ouvre pas avec cette clé : il est refusé."),
    "channel.bad-signature": N_("La signature d’un message chiffré est fausse : il est refusé."),
    "threshold.bad-certificate": N_(
        "Le certificat du membre n° {index} est faux, ou d’une autre cérémonie : il est refusé."
    ),
    "threshold.wrong-number": N_(
        "Le membre n° {index} ne s’est pas engagé sur le bon nombre de parts : refusé."
    ),
    "threshold.bad-commitments": N_(
        "Les engagements du membre n° {index} sont faux ou mal signés : refusés."
    ),
    "threshold.bad-signature": N_(
        "Le membre n° {index} n’a pas signé les mêmes certificats que les autres : refusé."
    ),
    "threshold.cancelled": N_(
        "Les parts s’annulent : moins de personnes que prévu suffiraient. Recommencez les clés."
    ),
    "threshold.wrong-key": N_(
        "La clé du membre n° {index} n’est pas celle de ses parts : elle est refusée."
    ),
    "threshold.bad-key-signature": N_(
        "Le membre n° {index} n’a pas signé sa clé : elle est refusée."
    ),
    "threshold.no-signatures": N_("Il manque les signatures des certificats."),
    "threshold.no-context": N_(
        "Le certificat du membre n° {index} ne dit pas de quelle cérémonie."
    ),
    "threshold.unsigned-key": N_("La clé du membre n° {index} n’est pas signée."),
    "tally.too-few-decryptions": N_(
        "Il manque des parts : {needed} sont nécessaires, {delivered} sont là."
    ),
}
