"""The letters of the pack: each says what it must, in every language it has."""

import shutil

import pytest

from config import load_pack
from config.checks.letters import misfits
from config.problems import BadConfig
from config.schema.letters import CONTENTS, Letters
from tests.parts.packs import SHIPPED

PACK = load_pack("osaka-demo")


def test_the_table_names_every_letter_of_the_file():
    assert set(CONTENTS) == set(Letters.model_fields)


@pytest.mark.parametrize("name", CONTENTS)
def test_the_shipped_letters_lack_nothing(name):
    words = PACK.letters.words(name)
    assert words is not None
    assert list(misfits(name, words)) == []


def test_a_pack_whose_letter_lacks_its_link_is_refused_with_the_line(tmp_path):
    folder = tmp_path / "pack"
    shutil.copytree(SHIPPED, folder)
    file = folder / "letters.yaml"
    text = file.read_text("utf-8")
    start = text.index("\nnear:")
    file.write_text(text[:start] + text[start:].replace("      {link}\n", "", 1), "utf-8")
    with pytest.raises(BadConfig) as told:
        load_pack(str(folder))
    [problem] = told.value.problems
    assert (problem.file.endswith("letters.yaml"), problem.key) == (True, "near.ja.body")
    assert problem.line > 1
    assert "{link}" in problem.message
