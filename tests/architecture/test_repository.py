"""What stands in the repository: folders with a README, no trace of one machine."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("config", "display", "kiosk", "printer_drivers", "server", "tests")
#: Paths that exist on somebody's machine only.
FOREIGN = re.compile(r"/(?:home|root|work|Users)/[A-Za-z.]")
VAGUE = {"utils.py", "helpers.py", "common.py", "misc.py", "manager.py", "base.py"}


def files(*patterns: str) -> list[Path]:
    """Return our files; no git is asked, so an unpacked archive passes as well."""
    folders = [ROOT / folder for folder in FOLDERS]
    found = [path for folder in folders for pattern in patterns for path in folder.rglob(pattern)]
    return [path for path in found if path.is_file() and "node_modules" not in path.parts]


def test_only_the_agreed_folders_exist():
    ours = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."}
    assert ours - {"dist", "node_modules"} == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_folder_has_a_readme_that_says_why_with_a_date(folder):
    text = (ROOT / folder / "README.md").read_text()
    assert re.search(r"^#+ .*(Why|なぜ)", text, re.MULTILINE)
    assert re.search(r"20\d\d-\d\d-\d\d", text)


def test_no_file_names_a_place_on_one_machine():
    here = Path(__file__)
    top = [ROOT / name for name in ("Makefile", "README.md", "pyproject.toml", ".ci/run")]
    texts = top + files("*.py", "*.md", "*.toml", "*.yaml", "*.html", "*.js", "*.css", "*.typ")
    found = {
        f"{path.relative_to(ROOT)}: {hit.group()}"
        for path in texts
        if path != here and (hit := FOREIGN.search(path.read_text(errors="replace")))
    }
    assert found == set()


def test_no_module_is_called_by_a_name_that_says_nothing():
    vague = {path.relative_to(ROOT) for path in files("*.py") if path.name in VAGUE}
    assert vague <= {
        Path("server/db/models/base.py")
    }  # the base of the tables is SQLAlchemy's word


def test_modules_stay_short_enough_to_read_in_one_go():
    long = {
        f"{path.relative_to(ROOT)}: {lines}"
        for path in files("*.py")
        if (lines := path.read_text().count("\n")) > 350
    }
    assert long == set()


def test_the_licence_is_the_one_the_package_names():
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")
