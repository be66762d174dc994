"""What the refusals of threshold trustees and of their key ceremony say, French and English."""

from ballots.audit.sentences import Pair

THRESHOLD_FAULTS = {
    "trustees.not-canonical": Pair(
        "un texte signé de la cérémonie n’est pas dans sa forme unique",
        "a signed text of the ceremony is not in its one form",
    ),
    "threshold.no-signatures": Pair(
        "les signatures de l’ensemble des certificats manquent",
        "the signatures over all certificates are missing",
    ),
    "threshold.no-context": Pair(
        "le certificat ne dit pas de quelle cérémonie il est",
        "the certificate does not say of which ceremony it is",
    ),
    "threshold.unsigned-key": Pair(
        "la clé de vérification n’est pas signée", "the verification key is not signed"
    ),
    "threshold.bad-certificate": Pair("certificat faux ({cause})", "wrong certificate ({cause})"),
    "threshold.wrong-number": Pair(
        "{coefficients} coefficients pour un seuil de {threshold}",
        "{coefficients} coefficients for a threshold of {threshold}",
    ),
    "threshold.bad-commitments": Pair("engagements faux ({cause})", "wrong commitments ({cause})"),
    "threshold.bad-signature": Pair(
        "la signature de l’ensemble des certificats est fausse ({cause})",
        "the signature over all certificates is wrong ({cause})",
    ),
    "threshold.cancelled": Pair(
        "les engagements de degré {degree} s’annulent : le seuil serait plus bas",
        "the commitments of degree {degree} cancel out: the threshold would be lower",
    ),
    "threshold.wrong-key": Pair(
        "la clé de vérification n’est pas celle que donnent les engagements",
        "the verification key is not the one the commitments give",
    ),
    "threshold.bad-key-signature": Pair(
        "la signature de la clé de vérification est fausse ({cause})",
        "the signature of the verification key is wrong ({cause})",
    ),
    "tally.too-few-decryptions": Pair(
        "il manque des déchiffrements : {delivered} sur {needed} des autorités {first} à {last}",
        "decryptions are missing: {delivered} of {needed} from trustees {first} to {last}",
    ),
}

CEREMONY_FAULTS = {  # met during the ceremony only, never in an archive
    "ceremony.malformed": Pair(
        "ce message de la cérémonie n’est pas lisible ({cause})",
        "this message of the ceremony cannot be read ({cause})",
    ),
    "ceremony.not-canonical": Pair(
        "ce message de la cérémonie n’est pas dans sa forme unique",
        "this message of the ceremony is not in its one form",
    ),
    "ceremony.too-large": Pair(
        "ce message de la cérémonie est trop long", "this message of the ceremony is too long"
    ),
    "ceremony.unknown-trustee": Pair(
        "il n’y a pas d’autorité numéro {index} dans cette cérémonie",
        "there is no trustee number {index} in this ceremony",
    ),
    "ceremony.wrong-step": Pair(
        "ce message n’est pas de l’étape en cours", "this message is not of the present step"
    ),
    "ceremony.already-there": Pair(
        "l’autorité {index} a déjà envoyé ce message", "trustee {index} has already sent this"
    ),
    "ceremony.not-yet": Pair(
        "tous les messages de l’étape ne sont pas encore là",
        "not all messages of the step are there yet",
    ),
    "ceremony.wrong-number": Pair(
        "{number} certificats pour une cérémonie de {size} autorités",
        "{number} certificates for a ceremony of {size} trustees",
    ),
    "ceremony.same-key": Pair(
        "l’autorité {index} a une clé de l’autorité {other}",
        "trustee {index} has a key of trustee {other}",
    ),
    "ceremony.not-mine": Pair(
        "ce qui est reçu à mon nom n’est pas ce que j’ai fait",
        "what is received under my name is not what I made",
    ),
    "ceremony.bad-share": Pair(
        "la part reçue de l’autorité {index} est fausse ({cause})",
        "the share received from trustee {index} is wrong ({cause})",
    ),
    "channel.not-in-group": Pair(
        "un message scellé contient un nombre hors du groupe",
        "a sealed message holds a number outside the group",
    ),
    "channel.not-for-us": Pair(
        "ce message scellé n’est pas pour cette autorité",
        "this sealed message is not for this trustee",
    ),
    "channel.bad-signature": Pair(
        "un message scellé n’est pas signé de son expéditeur",
        "a sealed message is not signed by its sender",
    ),
}
