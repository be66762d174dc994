"""The sentences of an audit report, French and English, one pair per code."""

from collections.abc import Mapping
from typing import NamedTuple


class Pair(NamedTuple):
    """One sentence in both languages; facts fill its braces."""

    fr: str
    en: str


CHECKS = {
    "archive": Pair(
        "Le fichier est une archive exacte, octet par octet, sans rien de trop",
        "The file is an exact archive, byte for byte, with nothing besides",
    ),
    "chain": Pair(
        "Chaque événement désigne celui qui le précède",
        "Every event names the one before it",
    ),
    "order": Pair(
        "Les événements se suivent dans l’ordre d’un scrutin",
        "The events follow one another in the order of a vote",
    ),
    "since": Pair(
        "L’archive prolonge la copie plus ancienne : rien n’y a été retiré ni changé",
        "The archive goes on from the older copy: nothing was removed or changed",
    ),
    "election": Pair(
        "L’élection est lisible et sa clé publique est valable",
        "The election can be read and its public key is valid",
    ),
    "trustees": Pair(
        "Chaque autorité de déchiffrement connaît sa clé, et leur produit est celle de l’élection",
        "Every trustee knows its key, and their product is the key of the election",
    ),
    "credentials": Pair(
        "La liste des codes publics est bien formée, sans doublon",
        "The list of public credentials is well formed, without duplicates",
    ),
    "ballots": Pair(
        "Chaque bulletin est d’un code de la liste, signé, prouvé valable, et unique",
        "Every ballot is of a listed credential, signed, proved valid, and unique",
    ),
    "tally": Pair(
        "Le total chiffré publié est bien celui des bulletins et de leurs poids",
        "The published encrypted tally is that of the ballots and their weights",
    ),
    "shuffles": Pair(
        "Les classements ont été mélangés avant d’être ouverts, et chaque mélange est prouvé",
        "The rankings were mixed before they were opened, and every shuffle is proved",
    ),
    "decryptions": Pair(
        "Chaque déchiffrement partiel est prouvé fait avec la clé de son autorité",
        "Every partial decryption is proved made with its trustee’s key",
    ),
    "result": Pair(
        "Le résultat publié est bien le déchiffrement du total",
        "The published result is the decryption of the tally",
    ),
}

REMARKS = {
    "remark.no-result": Pair(
        "Le scrutin n’est pas dépouillé : il n’y a pas encore de résultat à vérifier.",
        "The vote is not counted: there is no result to verify yet.",
    ),
    "remark.one-trustee": Pair(
        "Une seule autorité tient la clé : elle seule peut ouvrir chaque bulletin.",
        "One trustee alone holds the key: it can open every ballot by itself.",
    ),
    "remark.same-trustee": Pair(
        "Deux autorités ont la même clé : elles ne comptent que pour une.",
        "Two trustees have the same key: they count as one only.",
    ),
    "remark.threshold-of-one": Pair(
        "Le seuil est de un : chaque autorité peut à elle seule ouvrir chaque bulletin.",
        "The threshold is one: each trustee can open every ballot by itself.",
    ),
    "remark.older-threshold": Pair(
        "Les autorités à seuil ont l’ancienne forme : rien n’y lie un certificat à sa cérémonie.",
        "The threshold trustees have the older form: nothing binds a certificate to its ceremony.",
    ),
    "remark.one-mixer": Pair(
        "Une seule autorité a mélangé les classements : elle peut rattacher chacun à son bulletin.",
        "One trustee alone mixed the rankings: it can link each of them to its ballot.",
    ),
    "remark.unique-weights": Pair(
        "Poids portés par un seul code : {number}. Qui connaît ces poids voit qui a voté.",
        "Weights carried by one credential alone: {number}. Who knows them sees who voted.",
    ),
    "remark.commitments-unused": Pair(
        "Le fichier d’engagements n’a pas servi : {cause}. Le verdict n’en dépend pas.",
        "The file of commitments was not used: {cause}. The verdict does not depend on it.",
    ),
    "remark.commitments-missing": Pair(
        "Bulletins sans engagements, vérifiés un par un : {number}. Le verdict n’en dépend pas.",
        "Ballots without commitments, verified one by one: {number}. The verdict is the same.",
    ),
    "remark.commitments-wrong": Pair(
        "Engagements faux, remplacés par une vérification exacte : {number}. Verdict inchangé.",
        "Wrong commitments, replaced by an exact verification: {number}. The verdict is the same.",
    ),
    "remark.commitments-besides": Pair(
        "Le fichier d’engagements contient autre chose que ceux des bulletins, dans leur ordre.",
        "The file of commitments holds something else than those of the ballots, in their order.",
    ),
    "remark.resumed": Pair(
        "Lots repris du fichier des points de reprise : {number}. Ne le croyez que s’il est vôtre.",
        "Chunks taken from the checkpoint file: {number}. Believe it only if it is your own.",
    ),
    "remark.unsorted-credentials": Pair(
        "La liste des codes n’est pas triée : son ordre peut dire quelque chose des personnes.",
        "The list of credentials is not sorted: its order may say something of people.",
    ),
}

NOT_CHECKED = {
    "entitlement": Pair(
        "qui avait le droit de voter, et avec quel poids : la liste électorale n’est pas ici ;",
        "who was entitled to vote, and with which weight: the roll is not here;",
    ),
    "delivery": Pair(
        "que chaque code est allé à la bonne personne, et qu’elle seule s’en est servie ;",
        "that each credential went to the right person, and that no one else used it;",
    ),
    "receipts": Pair(
        "que votre bulletin est dans l’urne : cherchez-y vous-même votre numéro de suivi ;",
        "that your ballot is in the box: look for your tracker yourself;",
    ),
    "device": Pair(
        "que l’appareil de chaque votant a chiffré le choix qu’il affichait ;",
        "that each voter’s device encrypted the choice it showed;",
    ),
    "secrecy": Pair(
        "que les autorités n’ont pas ouvert ensemble un bulletin isolé ;",
        "that the trustees did not open a single ballot together;",
    ),
    "same-file": Pair(
        "que tout le monde a reçu ce même fichier : comparez la tête et l’empreinte ci-dessus.",
        "that everyone was given this same file: compare the head and the fingerprint above.",
    ),
}

STEPS = {  # what a bar on the terminal is about
    "scan": Pair("lecture de l’archive", "reading the archive"),
    "ballots": Pair("vérification des bulletins", "verifying the ballots"),
}

VERDICTS = {
    "verified": Pair("URNE VÉRIFIÉE", "BOX VERIFIED"),
    "failed": Pair("URNE NON CONFORME", "BOX NOT VALID"),
    "unreadable": Pair("FICHIER ILLISIBLE", "UNREADABLE FILE"),
    "unsupported": Pair("NON PRIS EN CHARGE", "NOT SUPPORTED YET"),
}

STATES = {
    "passed": Pair("juste", "right"),
    "failed": Pair("FAUX", "WRONG"),
    "not-reached": Pair("non atteint", "not reached"),
    "absent": Pair("sans objet", "nothing yet"),
}

LABELS = {
    "title": Pair("Vérification d’une urne", "Verification of a ballot box"),
    "election": Pair("élection", "election"),
    "fingerprint": Pair("empreinte", "fingerprint"),
    "file": Pair("fichier", "file"),
    "bytes": Pair("octets, SHA-256", "bytes, SHA-256"),
    "head": Pair("tête", "head"),
    "ballots": Pair("bulletins reçus", "ballots received"),
    "tallied": Pair(
        "bulletins retenus (le dernier de chaque code)",
        "ballots retained (the last of each credential)",
    ),
    "weight_tallied": Pair("poids des bulletins retenus", "weight of the retained ballots"),
    "credentials": Pair("codes publics", "public credentials"),
    "weight_listed": Pair("poids de tous les codes", "weight of all credentials"),
    "trustees": Pair("autorités de déchiffrement", "trustees"),
    "result": Pair("Résultat vérifié", "Verified result"),
    "ranking": Pair("classement : {ranks}", "ranking: {ranks}"),
    "blank": Pair("(vote blanc)", "(blank vote)"),
    "remarks": Pair("Bon à savoir", "Worth knowing"),
    "not-checked": Pair(
        "Ce que ce programme ne peut pas vérifier", "What this program cannot verify"
    ),
    "more": Pair("… et {number} autres fautes", "… and {number} more faults"),
    "tracker": Pair("bulletin {tracker} (événement {height})", "ballot {tracker} (event {height})"),
    "owner": Pair("autorité {owner}", "trustee {owner}"),
    "unknown": Pair("faute sans nom : {code}", "unnamed fault: {code}"),
}


def say(pair: Pair, language: str, facts: Mapping[str, object] | None = None) -> str:
    """Return the sentence in ``language`` with its facts; a missing fact shows as a dash."""
    sentence = pair.en if language == "en" else pair.fr
    return sentence.format_map(_Facts(facts or {}))


class _Facts(dict[str, object]):
    def __missing__(self, _name: str) -> str:
        return "—"
