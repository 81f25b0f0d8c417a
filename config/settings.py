"""Options and environment variables: what they may be, and one clear sentence if they are not.

Every option of a command is also read from ``MADOGUCHI_…`` (`ENV_PREFIX`).
"""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from config.problems import BadSetting

ENV_PREFIX = "MADOGUCHI"
DATABASE_FILE = "madoguchi.db"

SQLITE = "sqlite"
POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgres")


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where an installation keeps its database and keys, unless it is told otherwise.

    Source: XDG Base Directory Specification: ``$XDG_DATA_HOME``, else ``~/.local/share``;
    a relative path there is ignored.
    """
    home = Path(environment.get("XDG_DATA_HOME", ""))
    return (home if home.is_absolute() else Path.home() / ".local" / "share") / "madoguchi"


def default_database_url(environment: Mapping[str, str] = os.environ) -> str:
    """Return the URL of the SQLite file in the data folder."""
    return f"sqlite:///{data_folder(environment) / DATABASE_FILE}"


def database_url(text: str) -> str:
    """Return *text* as a database URL that can be opened, with the usual name of its scheme.

    Raises:
        BadSetting: unknown scheme, no database name, or a file in a folder that is missing.

    """
    scheme, colon, _ = text.strip().partition("://")
    if not colon:
        raise _database("「種類://…」の形ではありません")
    if scheme == SQLITE:
        return _sqlite(text.strip())
    if scheme in POSTGRESQL:
        return _postgresql(text.strip())
    raise _database(f"「{scheme}」は使えません")


def clock_start(text: str) -> datetime:
    """Return *text* as the moment at which a demo's or a training's clock starts.

    Raises:
        BadSetting: it is no ISO 8601 moment, or has no offset.

    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadSetting(
            f"時計の始まり(--clock)を読めません: {text[:40]}。"
            "2026-11-24T10:00:00+09:00 のように、時差も書いてください。"
        )
    return moment


def _sqlite(url: str) -> str:
    place, _, _ = url.removeprefix("sqlite://").partition("?")
    if not place.startswith("/") or place == "/":
        raise _database("ファイルの場所がありません")
    if place == "/:memory:":
        raise _database("メモリの中のデータベースは、止めると消えるので使えません")
    path = Path(place[1:])
    if path.is_dir():
        raise _database(f"ファイルではなくフォルダです: {path}")
    if not path.absolute().parent.is_dir():
        raise _database(f"フォルダがありません: {path.absolute().parent}")
    return url


def _postgresql(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _database("ホスト名かポート番号を読めません") from None
    if port == 0:
        raise _database("ポート番号を読めません")
    if not parts.path.strip("/"):
        raise _database("データベースの名前がありません")
    return f"postgresql://{url.partition('://')[2]}"


def _database(reason: str) -> BadSetting:
    """Return the error; it never repeats the URL, which may hold a password."""
    return BadSetting(
        f"データベース(--database-url)を開けません: {reason}。"
        "sqlite:////絶対パス/madoguchi.db か "
        "postgresql://利用者:パスワード@ホスト/データベース名 と書いてください。"
    )
