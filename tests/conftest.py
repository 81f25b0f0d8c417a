"""Options and fixtures for all tests; the parts themselves are in ``tests/parts``."""

import pytest
from hypothesis import settings

# A loaded machine is slow, not wrong: how long an example takes is no finding.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = [
    "tests.parts.browser",
    "tests.parts.clock",
    "tests.parts.databases",
    "tests.parts.processes",
    "tests.parts.redis",
    "tests.parts.scorecard",
    "tests.parts.wires",
    "tests.parts.demo_office",  # it imports the others
    "tests.parts.consoles",
    "tests.parts.office",
    "tests.parts.callers",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rounds",
        choices=["small", "full"],
        default="small",
        help="how many times the reliability tests repeat: small (minutes) or full (issue sized)",
    )


@pytest.fixture(scope="session")
def full_rounds(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rounds") == "full")
