"""The sample names, and characters that printers and fonts are known to lack."""

from importlib.resources import files

import yaml

_SAMPLES = yaml.safe_load(
    (files("tests.printer_drivers") / "data" / "charset_samples.yaml").read_text("utf-8")
)
NAMES: tuple[str, ...] = tuple(_SAMPLES["name_test_corpus"])
CHARACTERS: tuple[str, ...] = tuple(one["char"] for one in _SAMPLES["chars"])
VARIANTS: tuple[str, ...] = tuple(one["text"] for one in _SAMPLES["ivs_samples"])
