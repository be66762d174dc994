"""Shape checks of the forms around signing in; who may come in is services.accounts' say."""

from urllib.parse import parse_qs, urlsplit

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import Email, EqualTo, InputRequired, Length

from governance.services.entry import passwords


def _stripped(text: str | None) -> str:
    return (text or "").strip()


def token_of(pasted: str | None) -> str:
    """Return the token of a pasted link, or what was pasted when it is the token itself."""
    text = _stripped(pasted)
    carried = parse_qs(urlsplit(text).fragment).get("t") if "#" in text else None
    return carried[0] if carried else text


class LinkRequestForm(FlaskForm):
    """Ask for a link by mail."""

    email = EmailField(
        _("Votre adresse e-mail"),
        filters=[_stripped],
        validators=[
            InputRequired(_("Indiquez votre adresse e-mail.")),
            Length(max=254, message=_("Cette adresse est trop longue.")),
            Email(_("Cette adresse n’a pas la forme d’une adresse e-mail.")),
        ],
    )


class LinkForm(FlaskForm):
    """Hand in the token of a link; its whole address may be pasted."""

    token = StringField(
        _("Le lien reçu, ou le code qu’il contient après « #t= »"),
        filters=[token_of],
        validators=[
            InputRequired(_("Collez le lien que vous avez reçu.")),
            Length(max=200, message=_("C’est trop long pour être un lien de Plénière.")),
        ],
    )


class PasswordForm(FlaskForm):
    """First step of an officer's sign-in."""

    email = EmailField(
        _("Adresse e-mail"),
        filters=[_stripped],
        validators=[InputRequired(_("Indiquez votre adresse e-mail.")), Length(max=254)],
    )
    password = PasswordField(
        _("Mot de passe"),
        validators=[
            InputRequired(_("Indiquez votre mot de passe.")),
            Length(max=passwords.LONGEST, message=_("C’est trop long pour être un mot de passe.")),
        ],
    )


class CodeForm(FlaskForm):
    """Second step: the code of the authenticator application."""

    code = StringField(
        _("Code à six chiffres"),
        filters=[_stripped],
        validators=[InputRequired(_("Indiquez le code affiché.")), Length(max=12)],
    )


class ReplaceAuthenticatorForm(CodeForm):
    """Replace the authenticator of an account that is signed in."""

    current = PasswordField(
        _("Mot de passe actuel"),
        validators=[InputRequired(_("Indiquez votre mot de passe actuel.")), Length(max=1024)],
    )


class NewPasswordForm(FlaskForm):
    """Change one's password."""

    current = PasswordField(
        _("Mot de passe actuel"),
        validators=[InputRequired(_("Indiquez votre mot de passe actuel.")), Length(max=1024)],
    )
    new = PasswordField(
        _("Nouveau mot de passe"),
        validators=[InputRequired(_("Choisissez un nouveau mot de passe.")), Length(max=1024)],
    )
    again = PasswordField(
        _("Nouveau mot de passe, encore une fois"),
        validators=[EqualTo("new", message=_("Les deux saisies diffèrent."))],
    )
