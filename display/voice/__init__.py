"""The voice of the board: what is read aloud, and the sound of it."""
