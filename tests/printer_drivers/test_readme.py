"""The README's example runs, and its tables know every module and every error."""

import doctest
from pathlib import Path

import pytest

from printer_drivers import errors
from printer_drivers.profiles import profiles

FOLDER = Path(errors.__file__).parent
README = (FOLDER / "README.md").read_text("utf-8")
MODULES = sorted(path.name for path in FOLDER.glob("*.py") if path.name != "__init__.py")


def kinds(of: type[Exception]) -> list[str]:
    return [kind.__name__ for kind in of.__subclasses__()]


def test_the_example_of_the_readme_runs():
    example = doctest.DocTestParser().get_doctest(README, {}, "README", "README.md", 0)
    runner = doctest.DocTestRunner()
    runner.run(example)

    assert runner.summarize(verbose=False) == (0, len(example.examples))


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_explained(module):
    assert f"`{module}`" in README


@pytest.mark.parametrize("kind", kinds(errors.NotPrinted) + kinds(errors.UnknownOutcome))
def test_every_verdict_is_explained_and_drawn_in_the_tree(kind):
    assert f"`{kind}`" in README
    assert f"── {kind}" in (errors.__doc__ or "")


def test_every_error_has_a_code_of_its_own():
    def all_of(kind: type[errors.PrinterError]) -> list[type[errors.PrinterError]]:
        return [kind, *(below for child in kind.__subclasses__() for below in all_of(child))]

    codes = [kind.code for kind in all_of(errors.PrinterError)]
    assert len(codes) == len(set(codes))


def test_every_profile_says_in_words_which_printers_it_is_for():
    assert all(len(kind.title) > 10 for kind in profiles().values())
