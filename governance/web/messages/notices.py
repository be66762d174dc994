"""Sentences of the refusals around a notice; the lines of its list are in ``notice_checks``."""

from governance.web.i18n import N_

SENTENCES = {
    "notice.not-ready": N_(
        "La convocation n’est pas partie : la liste des vérifications porte encore du rouge."
    ),
}
