"""The words of sendings on pages: their states, the answers of mail servers, kinds of letters."""

from flask_babel import gettext

from governance.models.outbox import DeliveryState
from governance.services.post.sendings import NEVER_SENT, NO_ADDRESS
from governance.web.i18n import N_

DELIVERIES = {
    DeliveryState.REFUSED: ("no", N_("Refusé")),
    NO_ADDRESS: ("no", N_("Sans adresse")),
    NEVER_SENT: ("wait", N_("Jamais envoyé")),
    DeliveryState.QUEUED: ("wait", N_("En attente")),
    DeliveryState.SENT: ("ok", N_("Remis au serveur")),
}
KINDS = {
    "notice": N_("Convocation"),
    "code_reissued": N_("Lien renouvelé"),
    "proxy_given": N_("Pouvoir reçu"),
    "minutes_published": N_("Procès-verbal"),
    "agenda_completed": N_("Ordre du jour complété"),
}
REPLIES = {
    421: N_("le serveur n’était pas disponible"),
    450: N_("la boîte était occupée"),
    451: N_("le serveur a demandé de réessayer"),
    452: N_("la boîte manquait de place"),
    535: N_("notre compte d’envoi a été refusé"),
    550: N_("cette boîte n’existe pas, ou refuse nos messages"),
    551: N_("le destinataire n’est plus à cette adresse"),
    552: N_("la boîte est pleine"),
    553: N_("l’adresse est mal écrite"),
    554: N_("le serveur a rejeté le message"),
}


def smtp_words(code: int | None) -> str:
    """Return a mail server's answer in words, its number with it; nothing was said: nothing."""
    if code is None:
        return ""
    if code == 0:
        return gettext("pas de réponse du serveur de messagerie")
    known = REPLIES.get(code)
    if known is None:
        usual = N_("un refus définitif") if code >= 500 else N_("un refus passager")
        known = usual
    return gettext("%(words)s (code %(code)s)", words=gettext(known), code=code)
