"""The post as the pages use it: the installation's vault, address and catalogue."""

from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations
from flask import current_app

from governance.services.entry.vault import Vault
from governance.services.post.post import Post
from governance.settings import ROOT, Settings

CATALOGUES = ROOT / "governance" / "translations"


def post() -> Post:
    """Return the post of the application at hand; statutory letters are in French."""
    return post_of(current_app.extensions["settings"])


def post_of(settings: Settings, language: str = "fr") -> Post:
    """Return the post of an installation."""
    return Post(Vault(settings.vault_key), settings.public_url, catalogue(language), language)


def catalogue(language: str, folder: Path = CATALOGUES) -> NullTranslations:
    """Return the catalogue of a language, or an empty one before it is compiled."""
    found: NullTranslations = Translations.load(str(folder), [language])
    return found


def vault() -> Vault:
    """Return the vault of the application at hand."""
    settings: Settings = current_app.extensions["settings"]
    return Vault(settings.vault_key)
