"""Options and environment variables: what they may be, and one clear sentence if they are not.

Every option of a command is also read from ``MADOGUCHI_…`` (`ENV_PREFIX`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, unquote, urlsplit

from config.problems import BadSetting

ENV_PREFIX = "MADOGUCHI"
DATABASE_FILE = "madoguchi.db"

SQLITE = "sqlite"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
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


@dataclass(frozen=True)
class MailServer:
    """A mail server that takes our letters."""

    host: str
    port: int
    #: ``tls`` from the first byte, ``starttls``, or ``plain`` for a server on the same network.
    security: Literal["tls", "starttls", "plain"]
    user: str = ""
    password: str = field(default="", repr=False)


#: Scheme of a mail server's URL -> how it is spoken to, and its usual port.
_MAIL: Mapping[str, tuple[Literal["tls", "starttls", "plain"], int]] = {
    "smtps": ("tls", 465),
    "smtp": ("starttls", 587),
    "smtp+plain": ("plain", 25),
}


def mail_server(text: str) -> MailServer:
    """Return *text* as a mail server: ``smtp://USER:PASSWORD@HOST:587``.

    Raises:
        BadSetting: unknown scheme, no host, a port that is none, a path.

    """
    parts = urlsplit(text.strip())
    try:
        port = parts.port
    except ValueError:
        raise _mail("ポートは 1〜65535 の数字です") from None
    if parts.scheme not in _MAIL:
        raise _mail(f"「{parts.scheme}」は使えません")
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise _mail("「種類://利用者:パスワード@サーバー名:ポート」の形ではありません")
    security, usual = _MAIL[parts.scheme]
    return MailServer(
        parts.hostname,
        port or usual,
        security,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def _mail(problem: str) -> BadSetting:
    return BadSetting(
        f"メールサーバーの指定が正しくありません: {problem}。"
        "例 smtp://利用者:パスワード@mail.example.lg.jp:587"
        "（smtps:// は最初から暗号、smtp+plain:// は庁内の暗号なし）"
    )


@dataclass(frozen=True)
class SmsGateway:
    """An account at a gateway that speaks Twilio's message API, and the number it sends from."""

    url: str
    sender: str
    user: str
    password: str = field(repr=False)


def sms_gateway(text: str) -> SmsGateway:
    """Return *text* as a gateway: ``https://ACCOUNT:TOKEN@api.twilio.com?from=+8150…``.

    Raises:
        BadSetting: not HTTPS (but for this machine), no account or no sender.

    """
    parts = urlsplit(text.strip())
    sender = parse_qs(parts.query).get("from", [""])[0].replace(" ", "+")
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not (is_safe and parts.username and parts.password and sender):
        raise BadSetting(
            "SMS の指定が正しくありません。"
            "https://アカウント:トークン@api.twilio.com?from=+815012345678 と書いてください。"
        )
    place = parts.netloc.rpartition("@")[2]
    user, password = unquote(parts.username), unquote(parts.password)
    return SmsGateway(f"{parts.scheme}://{place}", sender, user, password)


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
