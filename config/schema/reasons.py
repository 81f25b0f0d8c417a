"""Why staff depart from the rule: codes for the log, names for the screens."""

from typing import Literal

from config.schema.shapes import Code, Shape, Words

#: What a reason is asked for.
Asked = Literal["call", "priority", "transfer", "withdraw", "hold"]


class Reason(Shape):
    """One reason; only its code is ever logged."""

    code: Code
    names: Words


class Reasons(Shape):
    """The file ``reasons.yaml``: the reasons that an office knows, in the order shown."""

    call: tuple[Reason, ...] = ()
    priority: tuple[Reason, ...] = ()
    transfer: tuple[Reason, ...] = ()
    withdraw: tuple[Reason, ...] = ()
    hold: tuple[Reason, ...] = ()

    def of(self, asked: Asked) -> tuple[Reason, ...]:
        """Return the reasons for what is *asked*."""
        reasons: tuple[Reason, ...] = getattr(self, asked)
        return reasons
