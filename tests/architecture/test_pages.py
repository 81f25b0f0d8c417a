"""Pages load only what is in the repository, and nothing from a network."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    path
    for folder in ("server", "display", "kiosk")
    for path in (ROOT / folder).rglob("*.js")
    if ".min." not in path.name
]
PAGES = [
    path
    for folder in ("server", "display", "kiosk")
    for suffix in ("*.html", "*.css", "*.js")
    for path in (ROOT / folder).rglob(suffix)
]
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
FOREIGN = re.compile(r"""(?:src|href)="https?://|@import url\(|fetch\(.https?://""")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_that_a_script_imports_is_there(script):
    wanted = IMPORT.findall(script.read_text())
    assert [name for name in wanted if not (script.parent / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_loads_anything_from_the_network(page):
    lines = [line for line in page.read_text().splitlines() if "w3.org" not in line]
    assert [line for line in lines if FOREIGN.search(line)] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.suffix == ".html"], ids=str)
def test_no_page_has_script_or_style_inside(page):
    text = page.read_text()
    assert not re.search(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
