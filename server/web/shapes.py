"""The shapes of the API that everything shares (contract v1).

What is taken refuses fields it does not know; what is answered may grow.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from server.domain.waiting import Wait

#: Without control characters: PostgreSQL stores no NUL.
Label = Annotated[str, Field(max_length=12, pattern=r"^[^\x00-\x1f]*$")]
#: The id of a row; both databases keep 64 bits.
Id = Annotated[int, Field(ge=0, lt=2**63)]
#: A token as somebody typed or scanned it; it is parsed by its own rules.
Scanned = Annotated[str, Field(max_length=20_000)]
ReasonCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class Taken(BaseModel):
    """Input: an unknown field is a mistake, and the caller is told."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Given(BaseModel):
    """Output."""

    model_config = ConfigDict(extra="allow", populate_by_name=True, serialize_by_alias=True)


class WaitShape(Given):
    """Minutes until the call; ``from``-``to`` is what people are told."""

    from_: int | None = Field(alias="from")
    to: int | None
    state: Literal["estimate", "soon", "unknown"]
    p50: float | None
    lo90: float | None
    hi90: float | None


def wait_shape(wait: Wait) -> dict[str, Any]:
    """Return a wait as JSON."""
    return {
        "from": wait.from_,
        "to": wait.to,
        "state": wait.state,
        "p50": wait.p50,
        "lo90": wait.lo90,
        "hi90": wait.hi90,
    }


class Token(Taken):
    """Whoever holds the token may."""

    token: Scanned


class Done(Given):
    """It is done."""

    done: bool = True
