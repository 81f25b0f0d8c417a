"""Wrong options get one clear sentence and the right exit code."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.__main__ import main


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    path.write_text("a-key\n")
    return path


def run(key_file: Path, *options: str) -> Result:
    given = {
        "--server": "http://127.0.0.1:9",
        "--key-file": str(key_file),
        "--office": "27125",
        "--state": str(key_file.parent / "state"),
        "--ticket-printer": "tcp://127.0.0.1:9100",
        "--port": "0",
        **dict(zip(options[::2], options[1::2], strict=True)),
    }
    return CliRunner().invoke(main, [word for pair in given.items() for word in pair])


@pytest.mark.parametrize(
    ("option", "value", "code", "said"),
    [
        ("--server", "office:8000", 1, "write an address such as http://127.0.0.1:8000"),
        ("--key-file", "/there/is/none", 1, "cannot be read"),
        ("--ticket-printer", "bluetooth://x", 1, "must be one of tcp://"),
        ("--printer-profile", "epson-tm-t8", 1, "did you mean epson-tm-t88"),
        ("--form-printer", "cups://the laser", 1, "must be a queue of CUPS"),
        ("--form-printer-profile", "epson", 1, "no printer profile is called 'epson'"),
        ("--scanner", "serial:///dev/ttyACM0?speed=9600", 2, "'speed' is no option of it"),
        ("--scanner", "serial:///dev/ttyACM0?baud=fast", 2, "write a number such as 9600"),
        ("--scanner", "serial:///dev/ttyACM0?parity=maybe", 2, "parity is none, even or odd"),
        ("--scanner", "serial:///dev/ttyACM0?reader=honey", 2, "did you mean honeywell?"),
        ("--scanner", "serial://dev/ttyACM0", 2, "with three slashes: serial:///dev/"),
        ("--scanner", "evdev://", 2, "with three slashes: evdev:///dev/"),
        ("--scanner", "evdev:///dev/input/by-id/x?baud=9600", 2, "can stand nothing"),
        ("--scanner", "telepathy", 2, "keyboard, camera or virtual"),
        ("--ca-file", "/there/is/none.pem", 1, "there is no such file"),
        ("--state", "/proc/nowhere", 1, "cannot be written"),
        ("--port", "99999", 2, "99999 is not in the range"),
    ],
)
def test_a_wrong_option_is_named_with_what_to_write(
    key_file: Path, option: str, value: str, code: int, said: str
) -> None:
    result = run(key_file, option, value)

    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_key_file_says_how_to_get_a_key(key_file: Path) -> None:
    key_file.write_text("\n")

    result = run(key_file)

    assert result.exit_code == 1
    assert "madoguchi key create --kind kiosk" in result.stderr


def test_a_port_that_is_taken_is_said_so(key_file: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run(key_file, "--port", str(port))

    assert result.exit_code == 1
    assert f"cannot use port {port}" in result.stderr


def test_missing_options_are_wrong_usage() -> None:
    result = CliRunner().invoke(main, [])

    assert result.exit_code == 2
    assert "--server" in result.stderr


def test_every_option_can_come_from_the_environment(key_file: Path) -> None:
    result = CliRunner().invoke(
        main,
        [],
        env={
            "MADOGUCHI_SERVER": "http://127.0.0.1:9",
            "MADOGUCHI_KEY_FILE": str(key_file),
            "MADOGUCHI_OFFICE": "27125",
            "MADOGUCHI_STATE": str(key_file.parent / "state"),
            "MADOGUCHI_TICKET_PRINTER": "bluetooth://x",
        },
    )

    assert result.exit_code == 1
    assert "bluetooth" in result.stderr
