"""The resident's pages: choose a ward, fill a form, book, carry the QR, wait elsewhere, come."""

from server.web.resident.pages import blueprint

__all__ = ["blueprint"]
