"""``madoguchi`` on the command line: what it does, and one clear sentence when it does not."""

import base64
import gc
import shutil
import sqlite3
import warnings
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, inspect, select, text

from server.cli import main
from server.db.engine import open_engine
from server.db.models import Base, Device, Staff, StaffRole
from tests.parts.office import HERE, NEIGHBOUR, OFFICE_KEY
from tests.parts.packs import SHIPPED

CLOCK = ("--clock", "2026-11-24T10:00:00+09:00")
PASSWORD = "a long enough password\n"


def madoguchi(*arguments: str, stdin: str = "", env: dict[str, str] | None = None) -> Result:
    """Run a command here; its process would close the connections that it leaves open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        result = CliRunner().invoke(main, list(arguments), input=stdin, env=env)
        gc.collect()
    return result


def refused(result: Result, *words: str, code: int = 1) -> None:
    """See a command end with its exit code and one sentence that has *words*."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.stderr
    if code == 1:
        assert len(result.stderr.strip().splitlines()) == 1


def rows(url: str) -> dict[str, list[tuple]]:
    """Return everything in a database."""
    engine = open_engine(url)
    with engine.connect() as connection:
        found = {
            name: sorted(map(str, connection.execute(select(table))))
            for name, table in Base.metadata.tables.items()
        }
    engine.dispose()
    return found


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    file = tmp_path / "office.key"
    file.write_bytes(base64.b64encode(OFFICE_KEY))
    return file


@pytest.fixture
def installed(wards_url: str, key_file: Path) -> tuple[str, ...]:
    """The options that find an office with two wards."""
    return ("--database-url", wards_url, "--office-key", str(key_file), *CLOCK)


@pytest.fixture
def sqlite_installed(sqlite_wards_url: str, key_file: Path) -> tuple[str, ...]:
    return ("--database-url", sqlite_wards_url, "--office-key", str(key_file), *CLOCK)


def count(options: tuple[str, ...], table: type[Base]) -> int:
    engine = open_engine(options[1])
    with engine.connect() as connection:
        found = connection.scalar(select(func.count()).select_from(table)) or 0
    engine.dispose()
    return found


@pytest.mark.db
@pytest.mark.slow
def test_init_twice_is_init_once(blank_database_url, tmp_path):
    key = tmp_path / "office.key"
    options = ("--database-url", blank_database_url, "--office-key", str(key), *CLOCK)
    first = madoguchi("init", *options)
    assert first.exit_code == 0, first.output
    assert "24" in first.stdout
    before, written = rows(blank_database_url), key.read_bytes()
    again = madoguchi("init", *options)
    assert (again.exit_code, again.stdout) == (0, first.stdout)
    assert rows(blank_database_url) == before
    assert key.read_bytes() == written


def test_the_office_key_stands_beside_the_database_by_default(tmp_path):
    folder = tmp_path / "data" / "madoguchi"
    result = madoguchi("audit", "verify", env={"XDG_DATA_HOME": str(tmp_path / "data")})
    refused(result, "office.key", "madoguchi init")
    assert str(folder) in result.stderr


@pytest.mark.db
def test_a_key_is_printed_once_alone_on_the_last_line(installed):
    made = madoguchi("key", "create", "--kind", "kiosk", "--office", HERE, *installed)
    assert made.exit_code == 0, made.output
    key = made.stdout.splitlines()[-1]
    assert len(key) >= 40
    assert " " not in key
    again = madoguchi("key", "create", "--kind", "kiosk", "--office", HERE, *installed)
    refused(again, "kiosk1")
    other = madoguchi(
        "key", "create", "--kind", "kiosk", "--office", HERE, "--name", "lobby 2", *installed
    )
    assert other.exit_code == 0
    assert count(installed, Device) == 2


@pytest.mark.db
def test_a_person_is_created_with_a_password_from_standard_input(installed):
    create = ("staff", "create", "hana", "--role", "clerk", "--office", HERE, *installed)
    made = madoguchi(*create, stdin=PASSWORD)
    assert made.exit_code == 0, made.output
    assert PASSWORD.strip() not in made.output
    assert count(installed, Staff) == 1


def test_a_person_gets_a_role_at_several_offices(sqlite_installed):
    offices = ("--office", HERE, "--office", NEIGHBOUR)
    create = ("staff", "create", "hana", "--role", "clerk", *offices, *sqlite_installed)
    assert madoguchi(*create, stdin=PASSWORD).exit_code == 0
    assert (count(sqlite_installed, Staff), count(sqlite_installed, StaffRole)) == (1, 2)


@pytest.mark.parametrize(
    ("arguments", "stdin", "word"),
    [
        (("hana", "--role", "clerk"), "short\n", "password"),
        (("hana", "--role", "clerk"), "", "password"),
        (("花", "--role", "clerk"), PASSWORD, "login"),
    ],
)
def test_a_person_that_cannot_be_created_is_told_why(sqlite_installed, arguments, stdin, word):
    result = madoguchi(
        "staff", "create", *arguments, "--office", HERE, *sqlite_installed, stdin=stdin
    )
    refused(result, word)
    assert count(sqlite_installed, Staff) == 0


@pytest.mark.parametrize(
    "command",
    [
        ("key", "create", "--kind", "kiosk"),
        ("staff", "create", "hana", "--role", "clerk"),
    ],
)
def test_an_unknown_office_is_named(sqlite_installed, command):
    result = madoguchi(*command, "--office", "99999", *sqlite_installed, stdin=PASSWORD)
    refused(result, "99999", "27125")
    assert count(sqlite_installed, Device) == count(sqlite_installed, Staff) == 0


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("nonsense", "種類"),
        ("mysql://host/db", "mysql"),
        ("sqlite://", "場所"),
        ("sqlite:////no/such/folder/office.db", "/no/such/folder"),
        ("sqlite:///:memory:", "メモリ"),
        ("postgresql://user:secret@host:port/db", "ポート"),
        ("postgresql://user:secret@127.0.0.1:1/db", "データベースを使えません"),
        ("postgresql://host", "名前"),
    ],
)
@pytest.mark.parametrize("command", [("init",), ("audit", "verify")])
def test_a_wrong_database_url_is_told_in_one_sentence_without_its_password(
    tmp_path, key_file, url, word, command
):
    result = madoguchi(*command, "--database-url", url, "--office-key", str(key_file))
    refused(result, word)
    assert "secret" not in result.output


def test_a_file_that_is_no_database_is_told_in_one_sentence(tmp_path, key_file):
    file = tmp_path / "office.db"
    file.write_text("this is a letter, not a database; " * 200)
    result = madoguchi("init", "--database-url", f"sqlite:///{file}", "--office-key", str(key_file))
    refused(result, "データベースを使えません")
    assert file.read_text().startswith("this is a letter")


def test_an_office_key_that_cannot_be_written_is_told_in_one_sentence(tmp_path):
    options = ("--database-url", f"sqlite:///{tmp_path}/office.db")
    result = madoguchi("init", *options, "--office-key", "/no/such/folder/office.key")
    refused(result, "/no/such/folder/office.key")
    assert not (tmp_path / "office.db").exists()


def test_an_office_key_that_is_none_is_told_in_one_sentence(sqlite_wards_url, tmp_path):
    wrong = tmp_path / "office.key"
    wrong.write_text("no key at all")
    options = ("--database-url", sqlite_wards_url, "--office-key", str(wrong))
    refused(madoguchi("audit", "verify", *options), "office.key")


@pytest.mark.parametrize("clock", ["yesterday", "2026-11-24T10:00:00", "2026-13-01T00:00:00+09:00"])
def test_a_broken_clock_is_wrong_usage(sqlite_installed, clock):
    result = madoguchi("audit", "verify", *sqlite_installed[:-2], "--clock", clock)
    refused(result, "--clock", "2026-11-24T10:00:00+09:00", code=2)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("init", "--colour", "red"),
        ("key", "create", "--kind", "toaster", "--office", HERE),
        ("staff", "create", "hana", "--role", "king", "--office", HERE),
        ("staff", "create", "--role", "clerk", "--office", HERE),
        ("serve", "--port", "0"),
    ],
)
def test_wrong_usage_ends_with_2(arguments):
    refused(madoguchi(*arguments), code=2)


def test_an_unknown_pack_names_those_there_are(tmp_path):
    url = f"sqlite:///{tmp_path}/office.db"
    refused(madoguchi("init", "--database-url", url, "--pack", "kyoto"), "kyoto", "osaka-demo")
    assert not (tmp_path / "office.db").exists()
    assert not (tmp_path / "office.key").exists()


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        ("queues.yaml", "queues:", "queues: ["),
        ("queues.yaml", "queues:", "queuez:"),
    ],
)
def test_a_broken_file_of_a_pack_is_told_with_its_line_and_nothing_is_applied(
    tmp_path, file, before, after
):
    pack = tmp_path / "pack"
    shutil.copytree(SHIPPED, pack)
    broken = pack / file
    broken.write_text(broken.read_text("utf-8").replace(before, after, 1), "utf-8")
    url = f"sqlite:///{tmp_path}/office.db"
    result = madoguchi("init", "--database-url", url, "--pack", str(pack))
    assert result.exit_code == 1
    assert f"{file}:" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "office.db").exists()
    assert not (tmp_path / "office.key").exists()


def test_a_broken_pack_leaves_an_installed_office_as_it_was(sqlite_installed, tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(SHIPPED, pack)
    (pack / "services.yaml").write_text("services: nothing", "utf-8")
    before = rows(sqlite_installed[1])
    result = madoguchi("init", "--pack", str(pack), *sqlite_installed)
    assert result.exit_code == 1
    assert rows(sqlite_installed[1]) == before


@pytest.mark.parametrize("command", [("serve",), ("audit", "verify"), ("purge",)])
def test_a_database_that_was_never_prepared_says_what_to_do(tmp_path, key_file, command):
    with closing(sqlite3.connect(tmp_path / "office.db")) as empty:
        empty.execute("CREATE TABLE something (id INTEGER)")
        empty.commit()
    url = f"sqlite:///{tmp_path}/office.db"
    options = ("--database-url", url, "--office-key", str(key_file))
    refused(madoguchi(*command, *options, *CLOCK), "madoguchi init")
    refused(madoguchi(*command, *options), "madoguchi init")


@pytest.mark.db
def test_audit_verify_names_the_first_event_that_does_not_hold(installed):
    good = madoguchi("audit", "verify", *installed)
    assert (good.exit_code, good.stderr) == (0, "")
    opened = open_engine(installed[1])
    with opened.begin() as connection:
        connection.execute(text("UPDATE head SET seq = 5 WHERE office = '27125'"))
    opened.dispose()
    bad = madoguchi("audit", "verify", *installed)
    refused(bad, "27125", "1")


@pytest.mark.db
def test_purge_says_how_much_it_deleted(installed):
    result = madoguchi("purge", *installed)
    assert result.exit_code == 0
    assert result.stdout.startswith("0")


def test_options_are_read_from_the_environment_too(sqlite_installed):
    result = madoguchi(
        "audit", "verify",
        env={
            "MADOGUCHI_DATABASE_URL": sqlite_installed[1],
            "MADOGUCHI_OFFICE_KEY": sqlite_installed[3],
        },
    )  # fmt: skip
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "command",
    [
        "serve", "init", "key create", "staff create", "audit verify", "purge", "demo",
    ],
)  # fmt: skip
def test_every_command_explains_itself(command):
    result = madoguchi(*command.split(), "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 3


def test_the_tables_of_a_blank_database_are_made_by_init_alone(tmp_path, key_file):
    url = f"sqlite:///{tmp_path}/office.db"
    refused(madoguchi("audit", "verify", "--database-url", url, "--office-key", str(key_file)))
    engine = open_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
