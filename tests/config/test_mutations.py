"""Whatever happens to a file: it is either sound or refused with a place, never a crash."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.parts.packs import SHIPPED, problems_with, shipped_files

ODD_VALUES = [
    "", "null", "~", "5", "-1", "0", "99999999999999999999", "1.5", "true", "[]", "{}", "[", "{a",
    "'", '"', "&a x", "*a", "!!int 5", "!!int x", "!!float x", "!!bool x", "!!null x",
    "!!python/none x", "!!int " + "9" * 5000, "2026-99-99", "99:99", "09:00", "|", ">", "x" * 3000,
    "𠮷", "\x00", "\x07", "\ufeff", "- a", "? a", "a: b: c", "<<", "@", "`", "%", "# gone",
    "[1, 2]", "{ja: x}", "{q: event, is: moving}", "{all: []}", "residents", "27125",
]  # fmt: skip
TEXTS = {name: (SHIPPED / name).read_text("utf-8") for name in shipped_files()}


@st.composite
def changed_files(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a file of the pack and its text after one to three small accidents."""
    name = draw(st.sampled_from(sorted(TEXTS)))
    lines = TEXTS[name].splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + 1] = draw(accidents(lines[at]))
        lines = lines or [""]
    return name, "\n".join(lines) + draw(st.sampled_from(["\n", ""]))


def accidents(line: str) -> st.SearchStrategy[list[str]]:
    """Draw what may become of one line."""
    key, colon, _ = line.partition(": ")
    cut = st.integers(0, len(line))
    another_value = st.sampled_from(ODD_VALUES).map(lambda value: [f"{key}{colon}{value}"])
    return st.one_of(
        another_value,
        another_value,
        st.just([]),
        st.just([line, line]),
        st.just([f"  {line}"]),
        st.just([line.removeprefix(" ")]),
        st.just([f"\t{line}"]),
        another_value,
        cut.map(lambda at: [line[:at]]),
        cut.map(lambda at: [line[:at] + line[at + 1 :]]),
        cut.map(lambda at: [line[:at], line[at:]]),
        st.characters(blacklist_categories=["Cs"]).map(lambda letter: [line + letter]),
    )


@settings(max_examples=500, suppress_health_check=list(HealthCheck))
@given(changed_files())
def test_a_damaged_file_is_sound_or_refused_with_its_place(changed):
    name, text = changed

    for problem in problems_with(name, text):
        assert Path(problem.file).is_relative_to(SHIPPED)
        assert 1 <= problem.line <= text.count("\n") + 2 or problem.file != str(SHIPPED / name)
        assert problem.message
