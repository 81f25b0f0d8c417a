"""README and code say the same: words, states, events, commands, pictures."""

import re
from pathlib import Path

import pytest

from server.cli import main
from server.db.ledger import Kind
from server.domain.stops import State, Step, mermaid

ROOT = Path(__file__).parents[2]
#: The words of the office that the code is written in.
WORDS = (
    "office", "section", "service", "queue", "counter", "area", "procedure", "form",
    "pre_application", "slot", "seat", "reservation", "visit", "ticket", "stop", "call",
    "order time", "display", "kiosk",
)  # fmt: skip


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text()


def in_tables(readme: str) -> set[str]:
    """Return what stands as code in the tables of the README."""
    rows = [line for line in readme.splitlines() if line.startswith("|")]
    return {word for row in rows for word in re.findall(r"`([^`]+)`", row)}


def test_the_state_diagram_is_the_table_of_steps(readme):
    assert f"```mermaid\n{mermaid()}\n```" in readme


@pytest.mark.parametrize("word", WORDS)
def test_every_word_of_the_office_is_in_the_glossary(readme, word):
    assert word in in_tables(readme)


@pytest.mark.parametrize("word", [*State, *Step])
def test_every_state_and_step_is_explained(readme, word):
    assert word.value in in_tables(readme)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_event_is_explained(readme, kind):
    assert kind.value in in_tables(readme)


@pytest.mark.parametrize("verb", sorted(main.commands))
def test_every_command_is_explained(readme, verb):
    assert any(
        entry == f"madoguchi {verb}" or entry.startswith(f"madoguchi {verb} ")
        for entry in in_tables(readme)
    )


def test_both_commands_of_a_newcomer_are_shown(readme):
    assert "make demo" in readme
    assert "make test" in readme


def test_every_picture_and_link_into_the_repository_exists(readme):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme)
    assert [target for target in targets if not (ROOT / target).exists()] == []
