"""Sentences of the refusals around signing in."""

from governance.web.i18n import N_

SENTENCES = {
    "accounts.too-many-attempts": N_("Trop d’essais. Réessayez dans {minutes} min."),
    "accounts.unknown": N_("Ce compte n’existe pas, ou il est fermé."),
    "accounts.email-taken": N_("Un compte existe déjà pour l’adresse {email}."),
    "accounts.wrong-password": N_("Le mot de passe actuel n’est pas celui-là."),
    "accounts.password-too-short": N_("Choisissez au moins {least} caractères."),
    "accounts.password-too-long": N_("Un mot de passe a au plus {most} caractères."),
    "accounts.wrong-code": N_(
        "Ce code n’est pas le bon, ou il a déjà servi. "
        "Attendez que l’application en affiche un autre, puis saisissez-le."
    ),
    "accounts.link-unknown": N_(
        "Ce lien n’est pas reconnu. Vérifiez qu’il est complet, ou demandez-en un autre."
    ),
    "accounts.link-used": N_("Ce lien a déjà servi. Demandez-en un autre."),
    "accounts.link-expired": N_("Ce lien n’est plus valable. Demandez-en un autre."),
    "accounts.link-revoked": N_(
        "Ce lien a été remplacé. Utilisez le plus récent de vos messages, ou demandez-en un autre."
    ),
}
ROLES = {
    "administrator": N_("Administration"),
    "secretary": N_("Secrétariat"),
    "chair": N_("Présidence"),
    "treasurer": N_("Trésorerie"),
    "scrutineer": N_("Scrutateur ou scrutatrice"),
    "auditor": N_("Contrôle"),
    "member": N_("Membre"),
}
