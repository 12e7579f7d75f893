"""Where a site keeps its data: one folder with the database (unless DATABASE_URL names another), the secret key, the books' files, uploads, backups."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl
from urllib.parse import unquote
from urllib.parse import urlsplit

from gouji.messages import GoujiError
from gouji.messages import translate as _

DATA, DATABASE = "GOUJI_DATA", "DATABASE_URL"
_SQLITE = {
    "transaction_mode": "IMMEDIATE",  # a writer waits at its beginning, not in the middle
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; "
        "PRAGMA mmap_size=268435456;"
    ),
}
_OPTIONS = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "application_name", "options")


def data_folder() -> Path:
    """The data folder of this site: GOUJI_DATA, else `gouji-data` where the program was started."""
    return Path(os.environ.get(DATA) or "gouji-data").resolve()


def room(name: str) -> Path:
    """A folder in the data folder, made where it is missing, for the owner only."""
    folder = data_folder() / name
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def book_folder(slug: str) -> Path:
    """Where the files of a book lie that are no tables: texts, templates, evidence."""
    return room("books") / slug


def number(name: str, default: int) -> int:
    """A whole number of the environment. Raises GoujiError S165 where it is none."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal():
        raise GoujiError.of("S165", name=name, reason=_("须为整数，现为“{text}”").format(text=text))
    return int(text)


def secret_key() -> str:
    """The key that signs sessions: made once, readable by the owner only."""
    path = data_folder() / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = path.with_name(f".secret.{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_urlsafe(64), encoding="ascii")
        try:
            os.link(partial, path)  # the first of several processes that begin together
        except FileExistsError:
            pass
        finally:
            partial.unlink()
    return path.read_text(encoding="ascii").strip()


def databases() -> dict[str, dict[str, object]]:
    """Django's DATABASES: PostgreSQL where DATABASE_URL says so (postgresql://user:password@host:port/name), else SQLite in the data folder.

    Raises GoujiError S165 where the address is of another kind or cannot be read.
    """
    url = os.environ.get(DATABASE, "")
    if not url:
        return {"default": {"ENGINE": "gouji.store.sqlite", "NAME": str(data_folder() / "gouji.sqlite3"), "OPTIONS": _SQLITE, "CONN_MAX_AGE": None}}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise GoujiError.of("S165", name=DATABASE, reason=_("不是数据库的地址")) from error
    if parts.scheme not in ("postgres", "postgresql"):
        raise GoujiError.of("S165", name=DATABASE, reason=_("须以 postgresql:// 开头"))
    options: dict[str, object] = {name: value for name, value in parse_qsl(parts.query) if name in _OPTIONS}
    options["prepare_threshold"] = None if dict(parse_qsl(parts.query)).get("prepared") == "off" else 1  # what `prepared` asks stays planned
    return {"default": {
        "ENGINE": "gouji.store.postgresql", "NAME": unquote(parts.path.lstrip("/")), "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""), "HOST": dict(parse_qsl(parts.query)).get("host", parts.hostname or ""), "PORT": str(port or ""),
        "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True,
    }}
