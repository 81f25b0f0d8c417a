"""What a resident may look up with a code."""
