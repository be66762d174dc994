"""The association's seal (cachet) of this installation: made once, when first needed."""

from flask import current_app

from governance import clock, db
from governance.services.bylaws import associations
from governance.services.minutes.minutes import Seal
from governance.settings import Settings

SEAL_FILE = "seal.pem"


def seal() -> Seal:
    """Return the seal of the application at hand; its key rests in the instance folder."""
    settings: Settings = current_app.extensions["settings"]
    kept = settings.instance / SEAL_FILE
    material = kept.read_bytes() if kept.exists() else _make(settings)
    return Seal(material, settings.tsa_url)


def _make(settings: Settings) -> bytes:
    from governance.documents.seal import new_seal  # takes its time to load, and is needed once

    name = associations.get(db.session()).name
    return settings.make_file(SEAL_FILE, new_seal(name, clock.now()))
