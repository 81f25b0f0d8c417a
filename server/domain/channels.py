"""The ways a message to a resident takes."""

from enum import StrEnum


class Channel(StrEnum):
    """The way a message to a resident takes."""

    MAIL = "mail"
    PUSH = "push"
    LINE = "line"
    SMS = "sms"
