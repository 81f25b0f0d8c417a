"""How printers of other makers differ in what they say, in their ESC/POS emulations."""

from collections.abc import Mapping
from dataclasses import dataclass

from printer_drivers.virtual.faults import Faults, answer_now, automatic_status


@dataclass(frozen=True)
class Make:
    """What one kind of printer answers."""

    #: GS ( H function 48, the process ID.
    process_id: bool = False
    #: DC2 q, SII's execution response.
    execution_response: bool = False
    #: DLE EOT 1 says offline, whatever is the case.
    always_offline: bool = False
    #: Status in SII's own bytes.
    own_status: bool = False

    def answer_now(self, n: int, faults: Faults) -> bytes:
        """Return the answer to DLE EOT *n*."""
        if self.own_status:
            return b"\xa0"
        answer = answer_now(n, faults)
        return bytes((answer | 0x08 if self.always_offline and n == 1 else answer,))

    def automatic_status(self, faults: Faults) -> bytes:
        """Return what the printer sends by itself when its state changes."""
        return b"\xc0" + b"\xd0" * 7 if self.own_status else automatic_status(faults)


MAKES: Mapping[str, Make] = {
    "epson": Make(process_id=True),
    "citizen": Make(),
    "star": Make(always_offline=True),
    "sii": Make(execution_response=True, own_status=True),
}
