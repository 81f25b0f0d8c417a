"""``madoguchi``: the command line of the server."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.exc import SQLAlchemyError

from config import load_pack, settings
from config.problems import BadConfig, BadSetting
from server.app import Options, open_city
from server.db.engine import open_engine
from server.db.migrations import upgrade
from server.db.models import DeviceKind, Head, Role
from server.db.secrets import new_office_key
from server.domain.refusals import Refused
from server.services import couriers, daily, devices, log, replaying, setup, staff, traces

REFUSED = 1
OFFICE_KEY_FILE = "office.key"

Command = TypeVar("Command", bound=Callable[..., Any])


def option(flag: str, *names: str, **rest: Any) -> Callable[[Command], Command]:
    """Return click's option *flag* that is also read from ``MADOGUCHI_FLAG``."""
    variable = f"{settings.ENV_PREFIX}_{flag.removeprefix('--').replace('-', '_').upper()}"
    return click.option(flag, *names, envvar=variable, show_envvar=True, **rest)


class Moment(click.ParamType[datetime]):
    """``2026-11-24T10:00:00+09:00``."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Return the moment, or refuse with the reason."""
        if isinstance(value, datetime):
            return value
        try:
            return settings.clock_start(value)
        except BadSetting as error:
            self.fail(str(error), param, ctx)


def answers_for_itself(run: Command) -> Command:
    """Make a command say one clear sentence and exit 1 when it is refused."""

    @wraps(run)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return run(*args, **kwargs)
        except Refused as error:
            fields = [f"{one.field}: {one.message}" for one in getattr(error, "errors", ())]
            _refuse(" ".join([error.message, *fields]))
        except (BadConfig, BadSetting, ValueError) as error:
            _refuse(str(error))
        except OSError as error:
            _refuse(f"ファイルを使えません: {error.filename}（{error.strerror}）")
        except SQLAlchemyError as error:
            _refuse(f"データベースを使えません: {type(error).__name__}。接続先を確かめてください。")

    return wrapped  # type: ignore[return-value]  # the same arguments, the same answer


def _refuse(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(REFUSED)


def common(run: Command) -> Command:
    """Give a command the options that every command has."""
    for add in (
        option("--database-url", help="sqlite:////PATH or postgresql://USER@HOST/NAME"),
        option("--office-key", type=click.Path(path_type=Path), help="the office key's file"),
        option("--clock", type=Moment(), help="time starts here and runs on (demo, tests)"),
        option("--public-url", default="http://127.0.0.1:8000", show_default=True,
                     help="the address at which phones reach this server"),
    ):  # fmt: skip
        run = add(run)
    return run


def options_of(given: dict[str, Any]) -> Options:
    """Return the checked options of a command; the data folder is made where it is needed."""
    url = given["database_url"]
    if url is None:
        settings.data_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        url = settings.default_database_url()
    checked = settings.database_url(url)
    return Options(
        database_url=checked,
        office_key=given["office_key"] or _key_beside(checked),
        clock=given["clock"],
        public_url=given["public_url"],
    )


def _key_beside(database_url: str) -> Path:
    """Return where the office key is by default: beside SQLite's file, else in the data folder."""
    if database_url.startswith("sqlite"):
        return (
            Path(open_engine(database_url).url.database or "").absolute().parent / OFFICE_KEY_FILE
        )
    settings.data_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    return settings.data_folder() / OFFICE_KEY_FILE


@click.group()
def main() -> None:
    """Madoguchi: reservation, check-in, paper and calling for ward offices."""


@main.command()
@common
@option("--pack", default="osaka-demo", show_default=True, help="a name or a folder")
@answers_for_itself
def init(pack: str, **given: Any) -> None:
    """Create or upgrade the database and load a pack; safe to repeat."""
    loaded = load_pack(pack)
    options = options_of(given)
    new_office_key(options.office_key)
    upgrade(open_engine(options.database_url))
    city = open_city(options)
    with city.writing() as session:
        setup.load_pack(session, loaded)
    daily.tick(city)
    click.echo(f"準備ができました: {loaded.name_ja}、区役所 {len(loaded.offices)}か所")


@main.command()
@common
@option("--host", default="127.0.0.1", show_default=True)
@option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@option("--threads", default=400, show_default=True, type=click.IntRange(4, 4000))
@option("--message-queue", help="redis://… when several processes serve")
@option("--limits-url", default="memory://", show_default=True, help="or redis://…")
@option("--voice-folder", type=click.Path(path_type=Path), help="where spoken clips are kept")
@option("--mail-url", help="smtp://USER:PASSWORD@HOST:587, to send letters to residents")
@option("--mail-from", help="who they are from: 窓口 <madoguchi@example.lg.jp>")
@option("--push-contact", help="who push services may write to: mailto:… ; opens Web Push")
@option("--line-token", help="the LINE official account's channel access token")
@option("--sms-url", help="https://ACCOUNT:TOKEN@api.twilio.com?from=+8150…")
@option("--demo", "kiosk_url", help="show the pack's demo accounts; the kiosk's address")
@answers_for_itself
def serve(host: str, port: int, threads: int, kiosk_url: str | None, **given: Any) -> None:
    """Serve residents, kiosks, counters and displays."""
    from server.serving import serve_forever  # late: gunicorn is not needed by other commands

    serve_forever(_serving(given, kiosk_url), host, port, threads)


def _serving(given: dict[str, Any], kiosk_url: str | None) -> Options:
    from dataclasses import replace

    from server.web.staff.demo import DemoMode

    options = replace(
        options_of(given),
        message_queue=given["message_queue"],
        limits_url=given["limits_url"],
        voice_folder=given["voice_folder"],
    )
    city = open_city(options)  # refuses here, before any worker starts
    options = replace(options, couriers=couriers.of_settings(city.secrets, given))
    if kiosk_url is None:
        return options
    shown = load_pack("osaka-demo").demo
    if shown is None:
        raise BadSetting("この設定一式には、見本の職員がいません(--demo)。")
    return replace(options, demo=DemoMode(shown, kiosk_url))


@main.command()
@option("--state", default=".demo", show_default=True, type=click.Path(path_type=Path))
@option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@option("--kiosk-port", default=8090, show_default=True, type=click.IntRange(1, 65535))
@option("--fresh", is_flag=True, help="forget what an earlier demo did")
@answers_for_itself
def demo(state: Path, port: int, kiosk_port: int, fresh: bool) -> None:
    """Show a whole office on this machine: server, kiosk, virtual scanner and printers."""
    from server.demo.place import Place  # late: no other command starts processes
    from server.demo.showing import run

    run(Place(state, port, kiosk_port), fresh=fresh)


@main.group()
def key() -> None:
    """Manage the keys of machines."""


@key.command("create")
@common
@option("--kind", required=True, type=click.Choice([kind.value for kind in DeviceKind]))
@option("--office", required=True)
@option("--name")
@answers_for_itself
def create_key(kind: str, office: str, name: str | None, **given: Any) -> None:
    """Create a machine's key and print it once, alone on the last line."""
    city = open_city(options_of(given))
    with city.reading() as look:
        look.floor_of(office)
    with city.writing() as session:
        made = devices.create_key(
            session, DeviceKind(kind), office, name or f"{kind}1", city.clock()
        )
    click.echo(made)


@main.group("staff")
def staff_group() -> None:
    """Manage staff accounts."""


@staff_group.command("create")
@common
@click.argument("login")
@option("--role", required=True, type=click.Choice([role.value for role in Role]))
@option("--office", "offices", required=True, multiple=True, help="once for each office")
@option("--name")
@answers_for_itself
def create_staff(
    login: str, role: str, offices: tuple[str, ...], name: str | None, **given: Any
) -> None:
    """Create a staff account; the password comes from a prompt or from standard input."""
    city = open_city(options_of(given))
    with city.reading() as look:
        for office in offices:
            look.floor_of(office)
    hashed = staff.hashed(_password())
    with city.writing() as session:
        roles = dict.fromkeys(offices, Role(role))
        staff.create(session, login, hashed, name or login, roles)
    click.echo(f"職員 {login} を登録しました。")


def _password() -> str:
    if sys.stdin.isatty():
        prompted: str = click.prompt("パスワード", hide_input=True, confirmation_prompt=True)
        return prompted
    return sys.stdin.readline().rstrip("\n")


@main.group()
def audit() -> None:
    """Verify the event log."""


@audit.command("verify")
@common
@answers_for_itself
def verify(**given: Any) -> None:
    """Check the chain of every office's log, and name the first bad event."""
    city = open_city(options_of(given))
    with city.reading() as look:
        breaks = log.verify(look.session)
        offices = look.session.query(Head).count()
    for found in breaks:
        click.echo(f"{found.office} seq {found.seq}: {found.reason}", err=True)
    if breaks:
        sys.exit(REFUSED)
    click.echo(f"記録は正しくつながっています（{offices}か所）。")


@main.command()
@common
@answers_for_itself
def purge(**given: Any) -> None:
    """Delete the personal data whose time is over."""
    gone = daily.purge(open_city(options_of(given)))
    click.echo(f"{gone}件を消しました。")


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@main.command()
@click.argument("day", type=_FILE)
@option("--history", required=True, type=_FILE, help="earlier days, for the estimator")
@option("--predictions", required=True, type=_NEW_FILE, help="what was told at each ticket")
@option("--waits", type=_NEW_FILE, help="what became of each ticket, and in which order")
@answers_for_itself
def replay(day: Path, history: Path, predictions: Path, waits: Path | None) -> None:
    """Play a recorded day (tests/data/traces/FORMAT.md) by the office's own rule of order."""
    known, world = traces.read_day(day)
    floor = replaying.Floor(known, world, traces.read_history(history))
    floor.play()
    traces.write_lines(predictions, replaying.predictions(known.id, floor))
    if waits is not None:
        traces.write_lines(waits, replaying.outcomes(known.id, floor))
    served = [one.wait for one in floor.done.values() if one.wait is not None]
    click.echo(
        f"{known.id}: {len(served)}人を呼びました。平均{sum(served) / len(served):.1f}分待ち"
    )
