"""The office of the tests: where, when, and who works there."""

OFFICE = "27125"
CLOCK = "2026-11-24T10:00:00+09:00"
KEYS = ("kiosk", "counter", "display", "integrator")
CLERK = "hanako"
PASSWORD = "a long password of the test"
