"""Everything that turns a code held before the machine into text."""
