"""Settings of one installation: frozen, read from the environment in one place."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

ROOT = Path(__file__).resolve().parent.parent
MIB = 1024 * 1024
GROUPS = ("BELENIOS-2048", "RFC-3526-2048", "Ed25519")  # the public tool 2.0 lacks the last
RELAY = "smtp://127.0.0.1:25"  # mails hold codes: files of them are for the demonstration alone


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides; nothing else reads the environment.

    ``secret_key`` signs sessions; ``vault_key`` (Fernet) encrypts what rests in the database but
    must not be read there: TOTP secrets, queued mails, the server's share of a polling office.
    ``proxies`` counts the reverse proxies in front, whose word on addresses is taken.
    ``group`` is the cyclic group of secret polls with boxes to tick.
    """

    instance: Path
    database_url: str
    ballots_database_url: str
    mail: str
    mail_sender: str
    public_url: str
    demo: bool
    secret_key: str
    vault_key: str
    tsa_url: str | None = None
    proxies: int = 0
    group: str = GROUPS[0]
    max_body_bytes: int = 8 * MIB

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the ``PLENIERE_*`` variables; make what may be made once in the instance folder."""
        instance = Path(environ.get("PLENIERE_INSTANCE", ROOT / "instance")).resolve()
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        database = environ.get("PLENIERE_DATABASE_URL", f"sqlite:///{instance / 'pleniere.sqlite'}")
        demo = environ.get("PLENIERE_DEMO", "") == "1"
        kept = _kept_secrets(instance)
        return cls(
            instance=instance,
            database_url=_with_driver(database),
            ballots_database_url=_with_driver(
                environ.get("PLENIERE_BALLOTS_DATABASE_URL", database)
            ),
            mail=environ.get("PLENIERE_MAIL", f"folder:{instance / 'outbox'}" if demo else RELAY),
            mail_sender=environ.get("PLENIERE_MAIL_SENDER", "assemblee@pleniere.example"),
            public_url=environ.get("PLENIERE_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
            demo=demo,
            secret_key=environ.get("PLENIERE_SECRET_KEY", kept["secret_key"]),
            vault_key=environ.get("PLENIERE_VAULT_KEY", kept["vault_key"]),
            tsa_url=environ.get("PLENIERE_TSA_URL"),
            proxies=int(environ.get("PLENIERE_PROXIES", "0")),
            group=_known_group(environ.get("PLENIERE_GROUP", GROUPS[0])),
        )

    @property
    def is_https(self) -> bool:
        """Whether members reach us over TLS; cookies are then never sent in clear."""
        return self.public_url.startswith("https://")

    def flask(self) -> dict[str, object]:
        """Return the Flask configuration that follows from these settings."""
        return {
            "SECRET_KEY": self.secret_key,
            "MAX_CONTENT_LENGTH": self.max_body_bytes,
            "MAX_FORM_MEMORY_SIZE": self.max_body_bytes,
            "SESSION_COOKIE_NAME": "__Host-pleniere" if self.is_https else "pleniere",
            "SESSION_COOKIE_SECURE": self.is_https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": 12 * 3600,
            "WTF_CSRF_TIME_LIMIT": None,
            "BABEL_DEFAULT_LOCALE": "fr",
            "BABEL_DEFAULT_TIMEZONE": "Europe/Paris",
            "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "governance" / "translations"),
        }

    def make_file(self, name: str, content: bytes) -> bytes:
        """Return the instance file ``name``; written with ``content``, mode 0600, if missing."""
        return _made_once(self.instance / name, content)


def _known_group(name: str) -> str:
    """Return the name of a group we know; an unknown one stops the start, not the first poll."""
    if name not in GROUPS:
        raise ValueError(f"PLENIERE_GROUP is none of {', '.join(GROUPS)}")
    return name


def _with_driver(url: str) -> str:
    """Name psycopg 3 in a PostgreSQL address, so that no other driver is guessed."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _kept_secrets(instance: Path) -> dict[str, str]:
    """Return the secrets of this instance, generated at the first start."""
    fresh = {
        "secret_key": secrets.token_urlsafe(48),
        "vault_key": Fernet.generate_key().decode(),
    }
    kept: dict[str, str] = json.loads(
        _made_once(instance / "secrets.json", json.dumps(fresh).encode())
    )
    return kept


def _made_once(path: Path, content: bytes) -> bytes:
    """Create ``path`` with ``content`` unless another process was first; return what it holds.

    Written aside and linked into place: a reader never sees half a file.
    """
    if not path.exists():
        aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_bytes()
