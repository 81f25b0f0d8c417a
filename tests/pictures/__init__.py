"""Pictures of the real screens, taken from a running demo: ``python -m tests.pictures``."""
