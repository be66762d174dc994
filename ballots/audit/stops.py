"""Why an audit could not be run to its end (arrêt): nothing that the archive is guilty of."""

from ballots.audit.sentences import Pair

STOPS = {
    "executor.no-dask": Pair(
        "Pour un ordonnanceur Dask, installez l’extension : pip install 'pleniere[cluster]'.",
        "For a Dask scheduler, install the extra: pip install 'pleniere[cluster]'.",
    ),
    "executor.no-scheduler": Pair(
        "L’ordonnanceur {address} ne répond pas.", "The scheduler {address} does not answer."
    ),
    "executor.no-worker": Pair(
        "L’ordonnanceur {address} n’a aucun exécutant.", "The scheduler {address} has no worker."
    ),
    "executor.lost-worker": Pair(
        "Un exécutant s’est arrêté. Relancez ; avec --checkpoint, ce qui est vérifié est gardé.",
        "A worker has stopped. Run again; with --checkpoint, what is verified is kept.",
    ),
    "checkpoint.no-file": Pair(
        "Le fichier des points de reprise ne s’ouvre pas.", "The checkpoint file cannot be opened."
    ),
    "since.no-file": Pair(
        "L’archive plus ancienne ne s’ouvre pas.", "The older archive cannot be opened."
    ),
    "since.unreadable": Pair(
        "L’archive plus ancienne n’est pas une archive entière : {cause}.",
        "The older archive is not a whole archive: {cause}.",
    ),
    "receipt.malformed": Pair(
        "Ce fichier n’est ni un récépissé ni une réclamation.",
        "This file is neither a receipt nor a complaint.",
    ),
    "receipt.no-file": Pair(
        "Le fichier {file} ne s’ouvre pas.", "The file {file} cannot be opened."
    ),
    "receipt.no-key": Pair(
        "Il faut la clé publique des récépissés : --key CLÉ.pem.",
        "The public key of the receipts is needed: --key KEY.pem.",
    ),
    "receipt.bad-key": Pair(
        "Ce fichier n’est pas une clé publique Ed25519 au format PEM.",
        "This file is not an Ed25519 public key in PEM form.",
    ),
}


class AuditStoppedError(Exception):
    """The audit cannot go on, for a reason outside the archive; ``code`` is one of ``STOPS``."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts
