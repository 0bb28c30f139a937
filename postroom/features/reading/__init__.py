"""Reading any text as evidence, without storing it: what `lib` finds in mail, for texts that a client brings."""

__all__: list[str] = []
