"""``madoguchi demo``: a whole office on one machine, until Ctrl-C.

The server and the kiosk run as the processes they always are; this one prepares their
data, starts them, tells where to look, watches over them and stops them.
"""

import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from shutil import rmtree
from types import FrameType

import click

from config import load_pack
from config.schema.files import Demo
from server.demo.children import LOOK_EVERY_S, require_running, running, wait_for
from server.demo.place import HOST, DemoFailed, Place
from server.demo.preparing import PACK, STAFF_PIN, prepare

STOPPERS = (signal.SIGTERM, signal.SIGHUP)


def run(place: Place, *, fresh: bool) -> None:
    """Show the product until Ctrl-C.

    Raises:
        DemoFailed: a port is taken, or a part stopped by itself.

    """
    for port in (place.port, place.kiosk_port):
        _require_free(port)
    if fresh:
        rmtree(place.folder, ignore_errors=True)
    place.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    shown = load_pack(PACK).demo
    if shown is None:
        raise DemoFailed("この設定一式には、デモの項がありません。")
    click.echo("デモを準備しています…")
    with _until_asked():
        prepare(place, shown)
        _show(place, shown)


def _require_free(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            raise DemoFailed(
                f"ポート {port} は、ほかのプログラムが使っています。"
                "前のデモが残っていないか確かめるか、別の番号を"
                " --port・--kiosk-port（MADOGUCHI_PORT・MADOGUCHI_KIOSK_PORT）で選んでください。"
            ) from None


@contextmanager
def _until_asked() -> Iterator[None]:
    """Let Ctrl-C, a polite kill and a closed terminal all end the block."""

    def leave(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {number: signal.signal(number, leave) for number in STOPPERS}
    try:
        yield
    except KeyboardInterrupt:
        click.echo("デモを終わりました。")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _show(place: Place, shown: Demo) -> None:
    with running(place, "server", _serve(place, shown)) as server:
        wait_for(f"{place.url}readyz", server)
        with running(place, "kiosk", _kiosk(place, shown)) as kiosk:
            wait_for(place.kiosk_url, kiosk, server)
            _tell(place, shown)
            while True:
                time.sleep(LOOK_EVERY_S)
                require_running(server, kiosk)


def _serve(place: Place, shown: Demo) -> Sequence[str]:
    return (
        sys.executable, "-c", "from server.cli import main; main()", "serve",
        "--database-url", place.database_url, "--office-key", str(place.office_key),
        "--host", HOST, "--port", str(place.port), "--public-url", place.url.rstrip("/"),
        "--clock", shown.clock.isoformat(), "--demo", place.kiosk_url,
        "--voice-folder", str(place.folder / "voice"),
    )  # fmt: skip


def _kiosk(place: Place, shown: Demo) -> Sequence[str]:
    papers = place.folder.absolute() / "papers"
    return (
        sys.executable, "-m", "kiosk", "--server", place.url.rstrip("/"),
        "--key-file", str(place.kiosk_key), "--office", shown.office,
        "--state", str(place.folder / "kiosk"), "--port", str(place.kiosk_port),
        "--scanner", "virtual", "--staff-pin-file", str(place.staff_pin),
        "--ticket-printer", f"virtual://{papers / 'ticket'}",
        "--form-printer", f"virtual://{papers / 'form'}",
    )  # fmt: skip


def _tell(place: Place, shown: Demo) -> None:
    click.echo("")
    click.echo("  デモが動いています。ブラウザでこのページを開いてください:")
    click.echo("")
    click.echo(f"      {place.url}")
    click.echo("")
    for account in shown.accounts:
        click.echo(f"      {account.login:<8} {account.password:<20} {account.title_ja}")
    click.echo(f"      発券機の職員用の画面: 区役所の名前を長押し、暗証番号 {STAFF_PIN}")
    click.echo("")
    click.echo(f"  止めるとき: Ctrl-C　　はじめからやり直すとき: {place.folder} を消す")
    click.echo("")
