"""確認項目 (checks): what staff look at in a filled form before the visit, and tick off."""

from pydantic import Field

from config.schema.shapes import Code, Shape, Text, When


class Check(Shape):
    """One point to tick off. Staff alone read it, so it is said in Japanese alone."""

    code: Code = Field(description="what a tick is kept under; never used for another point")
    text_ja: Text = Field(description="what is so once it is ticked")
    show_if: When | None = Field(
        default=None, description="only where another field has one of these values"
    )
