"""Fixtures every test may ask for: databases, processes, a browser, a clock, wires."""
