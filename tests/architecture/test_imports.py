import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp
import pytest

PACKAGES = ("config", "display", "kiosk", "printer_drivers", "server")
#: The rules may know the token: it is the same on paper, at the kiosk and in the office.
SHARED_RULES = {"printer_drivers", "printer_drivers.token"}


def test_the_import_contracts_hold():
    # In a process of its own: import-linter sets up logging and mutes every logger made before.
    run = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], check=False, capture_output=True
    )
    assert run.returncode == 0, run.stdout.decode()


def test_the_rules_import_the_standard_library_and_the_token_alone():
    graph = grimp.build_graph(*PACKAGES, include_external_packages=True)
    rules = {name for name in graph.modules if name.startswith("server.domain")}
    imported = {name for rule in rules for name in graph.find_modules_directly_imported_by(rule)}
    allowed = rules | SHARED_RULES
    strangers = {
        name for name in imported - allowed if name.split(".")[0] not in sys.stdlib_module_names
    }
    assert strangers == set()


@pytest.mark.parametrize("module", ["server.domain.stops", "config", "printer_drivers.token"])
def test_the_core_starts_without_web_or_database(module):
    heavy = {"flask", "flask_socketio", "sqlalchemy"}
    code = f"import sys, {module}; print(*sorted({heavy!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""


@pytest.mark.parametrize("name", PACKAGES)
def test_our_import_names_are_ours_alone(name):
    owners = set(packages_distributions().get(name, ["madoguchi"]))
    assert owners == {"madoguchi"}, f"{name} is also installed by {owners - {'madoguchi'}}"
