import pytest

from printer_drivers.errors import BadProfile
from printer_drivers.profiles import Completion, profile, profiles, read_profile_file, read_profiles

GOOD = """
mine:
  title: Ours
  width_dots: 640
  dpi: 203
  completion: process_id
  cut: 1d 56 01
"""


def test_the_widths_are_those_of_the_makers():
    assert profile("epson-tm-t88").width_dots == 512
    assert profile("epson-tm-t88").dpi == 180
    assert {profile(name).width_dots for name in ("epson-tm-m30", "epson-tm-t20")} == {576}


def test_80_mm_printers_print_on_72_mm():
    wide = [kind for kind in profiles().values() if kind.name != "generic-58"]

    assert all(round(kind.width_mm) == 72 for kind in wide)


def test_only_epsons_with_a_process_id_are_said_to_confirm():
    confirming = {k.name for k in profiles().values() if k.completion is Completion.PROCESS_ID}

    assert confirming == {"epson-tm-m30", "epson-tm-t20", "epson-tm-t88"}


def test_an_unknown_profile_names_the_closest():
    with pytest.raises(BadProfile, match="did you mean epson-tm-t88"):
        profile("epson-tm-t888")


def test_an_office_may_have_its_own(tmp_path):
    path = tmp_path / "printers.yaml"
    path.write_text(GOOD, "utf-8")

    assert read_profile_file(path)["mine"].cut == b"\x1d\x56\x01"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (GOOD.replace("640", "641"), "mine → width_dots"),
        (GOOD.replace("203", "wide"), "mine → dpi"),
        (GOOD.replace("process_id", "hope"), "mine → completion"),
        (GOOD.replace("1d 56 01", "1d 5"), "mine → cut"),
        (GOOD + "  colour: red\n", "mine → colour"),
        (GOOD.replace("  title: Ours\n", ""), "mine → title"),
        ("- a list", "not a list of printer profiles"),
        ("mine: [", "not a list of printer profiles"),
        ("mine: 3", "not a list of printer profiles"),
        ("", "not a list of printer profiles"),
    ],
)
def test_a_wrong_file_says_the_place(text, place):
    with pytest.raises(BadProfile, match=r"printers\.yaml: ") as caught:
        read_profiles(text, "printers.yaml")

    assert place in str(caught.value)
