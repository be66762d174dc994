"""The polling office in words (bureau de vote): whose keys open an urn, who does what now."""

from typing import Any

from flask_babel import gettext

from ballots.services.ceremony import Step
from governance.models.office import OfficeForm
from governance.services.office.office import Form
from governance.web.i18n import N_

STEPS = {
    Step.CERTIFICATES: N_("Préparer sa clé"),
    Step.POLYNOMIALS: N_("Échanger les parts (la page le fait seule, une fois ouverte)"),
    Step.OUTPUTS: N_("Terminer"),
    Step.DONE: N_("Tout est prêt"),
}
OUTSIDE_TOOL = "Ed25519"  # the group that belenios-tool 2.0 does not know


def form_sentence(form: Form) -> str:
    """Say whose keys open an urn."""
    if form.kind is OfficeForm.SERVER:
        return gettext("La clé du serveur, seule.")
    if form.kind is OfficeForm.ALL:
        return gettext("La clé du serveur et celle de chaque scrutatrice ou scrutateur : toutes.")
    return gettext(
        "La clé du serveur, et n’importe quelles %(needed)s parts sur %(size)s, gardées par les "
        "scrutatrices et scrutateurs.",
        needed=form.needed,
        size=form.size,
    )


def key_place(seat: Any, form: Form) -> str:
    """Say where the key of a seat is."""
    if seat.account_id is None:
        return gettext("sur le serveur, chiffrée")
    if len(seat.keys) < len(form.groups):
        return gettext("pas encore faite")
    return gettext("dans son fichier, sous sa phrase secrète")


def step_words(step: Step) -> str:
    """Say what a step of the ceremony asks for."""
    return gettext(STEPS[step])
