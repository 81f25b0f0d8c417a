"""What residents' pages are tried with: the demo city's server and a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.parts.demo_office import DemoOffice
from tests.parts.processes import Running


@pytest.fixture
def server(shared_office: DemoOffice) -> Running:
    """The first server of the office that a file of tests shares."""
    return shared_office.servers()[0]


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    return open_page(390, 844)
