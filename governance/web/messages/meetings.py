"""Sentences of the refusals around a meeting."""

from governance.web.i18n import N_

SENTENCES = {
    "meeting.not-now": N_(
        "L’assemblée n’en est pas là, ou n’en est plus là : rouvrez sa page, qui dit ce qui peut "
        "être fait maintenant."
    ),
    "meeting.body": N_("Choisissez une assemblée ordinaire, extraordinaire ou un conseil."),
    "meeting.title": N_("Donnez à l’assemblée un titre d’au plus {most} caractères."),
    "meeting.remote-url": N_(
        "Le lien à distance doit être une adresse complète qui commence par « https:// »."
    ),
    "meeting.too-long": N_("Ce texte est trop long : {most} caractères au plus."),
    "meeting.too-early": N_("La séance s’ouvre le jour de l’assemblée, le {day}, pas avant."),
    "meeting.bureau": N_("Indiquez qui préside la séance et qui en est secrétaire."),
    "meeting.polls-pending": N_(
        "Des votes n’ont pas encore de résultat, aux points {positions} : proclamez-les avant de "
        "clore."
    ),
    "meeting.incident-text": N_("Écrivez de 1 à {most} caractères."),
}
