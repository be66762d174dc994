"""Sentence of the one refusal that the quorum makes."""

from governance.web.i18n import N_

SENTENCES = {
    "quorum.not-met": N_(
        "Le quorum n’est pas atteint : {counted} comptés, il en faut {required}. "
        "Le scrutin ne s’ouvre pas."
    ),
}
