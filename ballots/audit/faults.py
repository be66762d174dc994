"""What each refusal of a ballot box says, French and English: one pair per code."""

from ballots.audit.commitment_faults import COMMITMENT_CAUSES
from ballots.audit.question_faults import QUESTION_FAULTS
from ballots.audit.receipt_sentences import RECEIPT_CAUSES, SINCE_FAULTS
from ballots.audit.sentences import Pair
from ballots.audit.trustee_faults import CEREMONY_FAULTS, THRESHOLD_FAULTS

FAULTS = {
    **SINCE_FAULTS,
    **QUESTION_FAULTS,
    **THRESHOLD_FAULTS,
    **CEREMONY_FAULTS,
    "archive.unsupported": Pair(
        "ce programme ne sait pas encore lire {part}", "this program cannot read {part} yet"
    ),
    "archive.no-file": Pair("le fichier ne s’ouvre pas", "the file cannot be opened"),
    "archive.unreadable": Pair(
        "ce fichier n’est pas une archive d’élection", "this file is not an election archive"
    ),
    "archive.too-large": Pair(
        "{size} octets, au-delà de la limite de {most}", "{size} bytes, beyond the limit of {most}"
    ),
    "archive.header": Pair(
        "le premier enregistrement n’a pas sa forme exacte",
        "the first record has not its exact form",
    ),
    "archive.truncated": Pair(
        "le fichier est coupé à l’octet {offset}", "the file is cut at byte {offset}"
    ),
    "archive.record": Pair(
        "un enregistrement n’a pas sa forme exacte", "a record has not its exact form"
    ),
    "archive.padding": Pair(
        "le remplissage avant l’octet {offset} n’est pas nul",
        "the padding before byte {offset} is not zero",
    ),
    "archive.hash": Pair(
        "l’enregistrement à l’octet {offset} ne correspond pas à son empreinte",
        "the record at byte {offset} does not match its hash",
    ),
    "archive.orphan-record": Pair(
        "des enregistrements ne sont pas ceux de leur événement (octet {offset})",
        "some records are not those of their event (byte {offset})",
    ),
    "archive.reference": Pair(
        "l’événement {height} désigne d’autres données que celles qui le précèdent",
        "event {height} names other data than those before it",
    ),
    "event.malformed": Pair("un événement n’est pas lisible", "an event cannot be read"),
    "event.not-canonical": Pair(
        "un événement n’est pas dans sa forme unique", "an event is not in its one form"
    ),
    "event.too-large": Pair("un événement est trop long", "an event is too long"),
    "chain.broken": Pair(
        "l’événement attendu au rang {height} n’est pas lié au précédent",
        "the event expected at height {height} is not linked to the one before",
    ),
    "box.empty": Pair("l’archive ne contient aucun événement", "the archive holds no event"),
    "box.wrong-order": Pair(
        "au rang {height}, un événement {following} suit {last}",
        "at height {height}, an event {following} follows {last}",
    ),
    "box.closed": Pair("l’urne est fermée", "the box is closed"),
    "box.stale-head": Pair("l’urne a changé entre-temps", "the box has changed meanwhile"),
    "election.malformed": Pair(
        "l’élection n’est pas lisible ({cause})", "the election cannot be read ({cause})"
    ),
    "election.too-large": Pair("l’élection est trop longue", "the election is too long"),
    "election.questions": Pair("une question est impossible", "a question is impossible"),
    "election.bad-public-key": Pair(
        "la clé publique n’est pas valable, ou pas le produit de celles des autorités",
        "the public key is not valid, or not the product of the trustees’ keys",
    ),
    "election.no-trustee": Pair("aucune autorité de déchiffrement", "no trustee"),
    "election.no-credential": Pair("aucun code de vote", "no credential"),
    "election.too-heavy": Pair(
        "le poids total {total} dépasse {most}", "the total weight {total} is beyond {most}"
    ),
    "trustees.malformed": Pair(
        "la liste des autorités n’est pas lisible ({cause})",
        "the list of trustees cannot be read ({cause})",
    ),
    "trustees.too-large": Pair(
        "la liste des autorités est trop longue", "the list of trustees is too long"
    ),
    "trustee.malformed": Pair(
        "la clé d’une autorité n’est pas lisible", "a trustee’s key cannot be read"
    ),
    "trustee.too-large": Pair(
        "la clé d’une autorité est trop longue", "a trustee’s key is too long"
    ),
    "trustee.bad-key": Pair(
        "la clé de l’autorité n’est pas prouvée ({cause})",
        "the trustee’s key is not proved ({cause})",
    ),
    "credential.malformed": Pair(
        "ce code n’a pas la bonne forme", "this code has not the right form"
    ),
    "credentials.malformed": Pair(
        "une ligne de la liste n’est pas dans sa forme unique ({cause})",
        "a line of the list is not in its one form ({cause})",
    ),
    "credentials.not-canonical": Pair(
        "la liste n’est pas dans sa forme unique", "the list is not in its one form"
    ),
    "credentials.too-large": Pair("la liste est trop longue", "the list is too long"),
    "credentials.duplicate": Pair("un code est listé deux fois", "a credential is listed twice"),
    "credentials.not-in-group": Pair(
        "le code de la ligne {line} n’est pas valable", "the credential of line {line} is not valid"
    ),
    "ballot.too-large": Pair("bulletin trop long", "ballot too long"),
    "ballot.malformed": Pair(
        "bulletin illisible ({cause})", "ballot that cannot be read ({cause})"
    ),
    "ballot.not-canonical": Pair(
        "bulletin qui n’est pas dans sa forme unique", "ballot not in its one form"
    ),
    "ballot.wrong-election": Pair("bulletin d’une autre élection", "ballot of another election"),
    "ballot.unknown-credential": Pair(
        "bulletin d’un code qui n’est pas sur la liste", "ballot of a credential not on the list"
    ),
    "ballot.replayed": Pair(
        "bulletin déjà présent plus haut dans l’urne", "ballot already in the box further up"
    ),
    "ballot.bad-signature": Pair("signature fausse", "wrong signature"),
    "ballot.not-in-group": Pair(
        "nombre hors du groupe (question {question})",
        "number outside the group (question {question})",
    ),
    "ballot.bad-proof": Pair(
        "preuve fausse (question {question})", "wrong proof (question {question})"
    ),
    "choice.not-allowed": Pair(
        "réponse impossible à la question {question}", "answer not allowed to question {question}"
    ),
    "tally.malformed": Pair(
        "le total chiffré n’est pas lisible ({cause})",
        "the encrypted tally cannot be read ({cause})",
    ),
    "tally.not-canonical": Pair(
        "le total chiffré n’est pas dans sa forme unique",
        "the encrypted tally is not in its one form",
    ),
    "tally.too-large": Pair("le total chiffré est trop long", "the encrypted tally is too long"),
    "tally.wrong": Pair(
        "le total chiffré n’est pas celui des bulletins",
        "the encrypted tally is not that of the ballots",
    ),
    "tally.wrong-numbers": Pair(
        "le nombre de bulletins ou leur poids n’est pas celui de l’urne",
        "the number of ballots or their weight is not that of the box",
    ),
    "tally.missing-decryption": Pair(
        "le déchiffrement de l’autorité {owner} manque",
        "the decryption of trustee {owner} is missing",
    ),
    "tally.no-count": Pair(
        "le déchiffrement ne donne aucun nombre possible", "the decryption gives no possible number"
    ),
    "decryption.malformed": Pair(
        "un déchiffrement partiel n’est pas lisible ({cause})",
        "a partial decryption cannot be read ({cause})",
    ),
    "decryption.not-canonical": Pair(
        "un déchiffrement partiel n’est pas dans sa forme unique",
        "a partial decryption is not in its one form",
    ),
    "decryption.too-large": Pair(
        "un déchiffrement partiel est trop long", "a partial decryption is too long"
    ),
    "decryption.unknown-owner": Pair(
        "il n’y a pas d’autorité numéro {owner}", "there is no trustee number {owner}"
    ),
    "decryption.owner-twice": Pair(
        "l’autorité {owner} a déchiffré deux fois", "trustee {owner} has decrypted twice"
    ),
    "decryption.bad-proof": Pair(
        "preuve de déchiffrement fausse (question {question}, case {box})",
        "wrong proof of decryption (question {question}, box {box})",
    ),
    "result.malformed": Pair(
        "le résultat n’est pas lisible ({cause})", "the result cannot be read ({cause})"
    ),
    "result.not-canonical": Pair(
        "le résultat n’est pas dans sa forme unique", "the result is not in its one form"
    ),
    "result.too-large": Pair("le résultat est trop long", "the result is too long"),
    "result.out-of-range": Pair(
        "un compte dépasse le poids des bulletins (question {question}, case {box})",
        "a count is beyond the weight of the ballots (question {question}, box {box})",
    ),
    "result.wrong": Pair(
        "un compte n’est pas celui que le déchiffrement donne (question {question}, case {box})",
        "a count is not the one the decryption gives (question {question}, box {box})",
    ),
    "receipt.malformed": Pair("ce récépissé n’est pas lisible", "this receipt cannot be read"),
    "receipt.wrong-key": Pair(
        "ce récépissé est signé d’une autre clé", "this receipt is signed with another key"
    ),
    "receipt.bad-signature": Pair(
        "la signature de ce récépissé est fausse", "the signature of this receipt is wrong"
    ),
    "receipt.wrong-kind": Pair(
        "ce document n’est pas le récépissé d’un vote secret",
        "this document is not the receipt of a secret vote",
    ),
}

CAUSES = {  # what a fault above says in brackets
    **COMMITMENT_CAUSES,
    **RECEIPT_CAUSES,
    **{code: pair for code, pair in CEREMONY_FAULTS.items() if code.startswith("channel.")},
    "ceremony.malformed": Pair("illisible", "unreadable"),
    "json.not-json": Pair("ce n’est pas du JSON", "it is not JSON"),
    "json.not-canonical": Pair("écrit autrement que dans sa forme unique", "not in its one form"),
    "json.too-large": Pair("trop long", "too long"),
    "json.too-deep": Pair("trop d’imbrications", "nested too deep"),
    "json.number": Pair("un nombre mal écrit", "a number not in its form"),
    "json.shape": Pair("un champ manque, est de trop ou mal fait", "a field is missing or wrong"),
    "election.questions": Pair("une question est impossible", "a question is impossible"),
    "hash": Pair("elle porte sur d’autres octets", "it is over other bytes"),
    "proof.not-in-group": Pair("un nombre est hors du groupe", "a number is outside the group"),
    "proof.out-of-range": Pair("un nombre est trop grand", "a number is too large"),
    "proof.zero": Pair("le nombre prouvé non nul est nul", "the number proved not zero is zero"),
    "proof.wrong-shape": Pair("il n’y a pas le bon nombre de preuves", "wrong number of proofs"),
    "certificate.other-ceremony": Pair(
        "il est d’une autre cérémonie ou d’une autre place", "of another ceremony or place"
    ),
    "share.wrong": Pair(
        "la part ne répond pas aux engagements", "the share does not match the commitments"
    ),
    "proof.wrong-challenge": Pair("le calcul ne retombe pas juste", "the sums do not agree"),
}

PARTS = {  # what this program cannot read yet
    "version": Pair("la version {found} du protocole", "version {found} of the protocol"),
    "archive": Pair("la version {found} des archives", "version {found} of archives"),
    "group": Pair("le groupe « {found} »", "the group “{found}”"),
    "question": Pair("une question de type « {found} »", "a question of type “{found}”"),
}
