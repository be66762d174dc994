"""Sentences of the refusals around attendance (présence) and the member's own page."""

from governance.web.i18n import N_

SENTENCES = {
    "attendance.not-called": N_("Ce membre n’est pas sur la liste électorale de cette assemblée."),
    "attendance.not-there": N_("{name} n’est pas noté présent : il n’y a pas de départ à noter."),
    "attendance.not-its-person": N_(
        "Cette personne n’est pas nommée pour agir au nom de {name} : "
        "nommez-la d’abord dans le registre."
    ),
    "attendance.nobody-acts": N_(
        "Personne n’agit pour {name} : nommez d’abord quelqu’un dans le registre."
    ),
    "attendance.no-remote": N_("Les statuts ne permettent pas de participer à distance."),
    "attendance.not-yours": N_("Vous n’agissez pas pour ce membre dans cette assemblée."),
}
