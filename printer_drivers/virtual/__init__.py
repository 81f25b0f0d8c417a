"""A printer that is not there: the same wire, a paper one can look at, and faults to order.

It shares no code with `escpos` and `status`: it reads what comes over the wire with a
parser of its own, so that a mistake in one is not repeated in the other.
"""

from printer_drivers.virtual.device import VirtualPrinter
from printer_drivers.virtual.faults import Faults
from printer_drivers.virtual.makes import MAKES, Make
from printer_drivers.virtual.paper import Paper
from printer_drivers.virtual.wires import PtyServer, TcpServer, serve_pty, serve_tcp

__all__ = [
    "MAKES",
    "Faults",
    "Make",
    "Paper",
    "PtyServer",
    "TcpServer",
    "VirtualPrinter",
    "serve_pty",
    "serve_tcp",
]
