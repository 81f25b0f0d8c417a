"""A scanner without hardware: a real pty, so the serial code is the one that runs.

What a page presents goes in at the master end, as a scanner would send it, and
comes out of the slave end, which `SerialScanner` opens like any serial device.
"""

import os
import tty


class VirtualScanner:
    """A pty pair; ``path`` is the end that a serial scanner opens."""

    def __init__(self) -> None:
        self._master, slave = os.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        # Kept open: a pty whose last slave closes reports an error to its master.
        self._slave = slave

    def present(self, code: str) -> None:
        """Hold *code* before the reader."""
        data = code.encode() + b"\r"
        while data:
            data = data[os.write(self._master, data) :]

    def close(self) -> None:
        """Pull the plug."""
        os.close(self._slave)
        os.close(self._master)
