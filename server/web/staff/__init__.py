"""The pages of the staff: login, choice of a counter, the counter console, the displays."""

from server.web.staff import (
    assist_pages,
    broadcasting,
    catalogue_changes,
    catalogue_pages,
    display_pages,
    locking,
    plan_pages,
    review_pages,
    review_pool_pages,
    statistics_pages,
)
from server.web.staff.pages import blueprint

__all__ = [
    "assist_pages",
    "blueprint",
    "broadcasting",
    "catalogue_changes",
    "catalogue_pages",
    "display_pages",
    "locking",
    "plan_pages",
    "review_pages",
    "review_pool_pages",
    "statistics_pages",
]
