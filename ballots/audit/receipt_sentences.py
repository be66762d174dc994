"""What a report says of a receipt (récépissé) and of an older copy, French and English."""

from ballots.audit.sentences import Pair

STANDINGS = {
    "included": Pair(
        "RÉCÉPISSÉ : le bulletin {tracker} est dans l’urne (événement {height}), et il y compte.",
        "RECEIPT: ballot {tracker} is in the box (event {height}), and it counts.",
    ),
    "superseded": Pair(
        "RÉCÉPISSÉ : le bulletin {tracker} est dans l’urne (événement {height}) ; le bulletin"
        " {later} du même code, plus tard (événement {later_height}), le remplace.",
        "RECEIPT: ballot {tracker} is in the box (event {height}); ballot {later} of the same"
        " credential, later (event {later_height}), replaces it.",
    ),
    "missing": Pair(
        "RÉCÉPISSÉ : le bulletin {tracker} MANQUE. Le serveur a signé qu’il est dans l’urne, et"
        " l’urne close ne l’a pas : le serveur est en faute.",
        "RECEIPT: ballot {tracker} is MISSING. The server signed that it is in the box, and the"
        " closed box has it not: the server is at fault.",
    ),
    "not-yet": Pair(
        "RÉCÉPISSÉ : le bulletin {tracker} n’est pas dans cette copie, prise avant la clôture."
        " Vérifiez l’archive publiée après la clôture.",
        "RECEIPT: ballot {tracker} is not in this copy, made before the close."
        " Verify the archive that is published after the close.",
    ),
    "forged": Pair(
        "RÉCÉPISSÉ : il ne prouve rien, cette clé ne l’a pas signé ({cause}).",
        "RECEIPT: it proves nothing, this key did not sign it ({cause}).",
    ),
    "other-election": Pair(
        "RÉCÉPISSÉ : il est d’une autre élection ({election}).",
        "RECEIPT: it is of another election ({election}).",
    ),
    "changed-election": Pair(
        "RÉCÉPISSÉ : l’élection A CHANGÉ. Le serveur a signé ce récépissé pour cette élection sous"
        " l’empreinte {signed}, et cette archive porte {found} : si elle vient du serveur, il est"
        " en faute.",
        "RECEIPT: the election HAS CHANGED. The server signed this receipt for this election under"
        " the fingerprint {signed}, and this archive has {found}: if it comes from the server, the"
        " server is at fault.",
    ),
    "not-reached": Pair(
        "RÉCÉPISSÉ : l’archive ne se lit pas assez pour le dire.",
        "RECEIPT: the archive cannot be read far enough to tell.",
    ),
}

KEYS = {
    "given": Pair(
        "  clé des récépissés {key} : comparez-la à celle publiée avant l’ouverture.",
        "  receipt key {key}: compare it with the one published before the opening.",
    ),
    "complaint": Pair(
        "  clé {key} venue de la réclamation elle-même : qui l’a écrite a pu choisir la clé. Cela"
        " ne vaut que si c’est celle publiée avant l’ouverture.",
        "  key {key} from the complaint itself: who wrote it may have chosen the key. This holds"
        " only if it is the one published before the opening.",
    ),
}

RECEIPT_CAUSES = {
    "receipt.malformed": Pair("il est mal formé", "it is malformed"),
    "receipt.wrong-key": Pair("il nomme une autre clé", "it names another key"),
    "receipt.bad-signature": Pair("la signature est fausse", "the signature is wrong"),
    "receipt.wrong-kind": Pair("c’est un autre document", "it is another document"),
}

SINCE_FAULTS = {
    "since.other-header": Pair(
        "le premier enregistrement n’est plus le même (la date de l’archive)",
        "the first record is no longer the same (the date of the archive)",
    ),
    "since.changed": Pair(
        "l’événement {height} de la copie plus ancienne a été changé",
        "event {height} of the older copy was changed",
    ),
    "since.removed": Pair(
        "l’événement {height} de la copie plus ancienne et les suivants ont été retirés",
        "event {height} of the older copy and those after it were removed",
    ),
}
