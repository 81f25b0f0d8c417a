"""The pages of the staff: login, choice of a counter, the counter console."""

from server.web.staff.pages import blueprint

__all__ = ["blueprint"]
