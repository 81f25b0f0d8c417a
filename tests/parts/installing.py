"""Install the demo city as an administrator does, in one process: each start costs a second.

Run as ``python -m tests.parts.installing DATABASE_URL OFFICE_KEY``; prints the keys as JSON.
"""

import json
import sys

from click.testing import CliRunner

from server.cli import main
from tests.parts.demo_city import CLERK, CLOCK, KEYS, OFFICE, PASSWORD


def install(database_url: str, office_key: str) -> dict[str, str]:
    """Do init, a key for each kind of machine, a clerk; return the keys."""
    options = ["--database-url", database_url, "--office-key", office_key, "--clock", CLOCK]
    command(["init", *options])
    keys = {}
    for kind in KEYS:
        new = ["key", "create", "--kind", kind, "--office", OFFICE]
        keys[kind] = command([*new, *options]).strip().splitlines()[-1]
    clerk = ["staff", "create", CLERK, "--role", "clerk", "--office", OFFICE]
    command([*clerk, *options], stdin=f"{PASSWORD}\n")
    return keys


def command(arguments: list[str], stdin: str = "") -> str:
    done = CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)
    if done.exit_code:
        raise RuntimeError(f"madoguchi {arguments[0]}: {done.exit_code} {done.output}")
    return done.output


if __name__ == "__main__":
    sys.stdout.write(json.dumps(install(*sys.argv[1:])))
