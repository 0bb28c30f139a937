"""What holds for the text inside an element: whether it can be seen, who wrote it, and whether its line ends count."""

from typing import Final, NamedTuple

from postroom.lib.html.colours import BLACK, BLUE, CLEAR, UNKNOWN, WHITE, Colour, are_close
from postroom.lib.html.hinting import STRONG
from postroom.lib.html.model import Technique
from postroom.lib.html.tags import Effect


class _Facts(NamedTuple):
    colour: Colour
    ground: Colour
    solid: Technique | None = None  # hides whatever is inside
    is_unseen: bool = False  # visibility: what is inside may be visible again
    is_tiny: bool = False
    is_pre: bool = False
    is_mso_hidden: bool = False
    hint: str = ""


class State:
    """Made by `States`, one for each set of facts, so that equal ones are the same object."""

    __slots__ = ("facts", "hint", "inner", "is_flat", "is_mso_hidden", "is_pre", "is_special", "veil")

    def __init__(self, facts: _Facts) -> None:
        self.facts = facts
        self.hint = facts.hint
        self.is_pre = facts.is_pre
        self.is_mso_hidden = facts.is_mso_hidden
        self.veil: Technique | None = facts.solid or _soft_veil(facts)
        self.is_flat = facts.solid is not None  # takes no room
        self.is_special = self.veil is not None or self.is_pre or self.is_mso_hidden
        self.inner: dict[Effect, State] = {}


class States:
    """The states of one document."""

    def __init__(self, is_sure: bool) -> None:
        self._known: dict[_Facts, State] = {}
        self.outermost: Final = self._state(_Facts(BLACK, WHITE if is_sure else UNKNOWN))

    def inside(self, outer: State, effect: Effect, hint: str) -> State:
        """The state inside an element of this effect, which stands in `outer`, where its hint turned out as `hint`."""
        colour, ground, solid, is_unseen, is_tiny, is_pre, is_mso_hidden, before = outer.facts
        style = effect.style
        if style.colour is not None or effect.is_link:
            colour = BLUE if style.colour is None else style.colour
        if style.ground is not None and style.ground != CLEAR:
            ground = style.ground
        if style.is_tiny is not None:
            is_tiny = style.is_tiny or (is_tiny and style.is_relative)
        return self._state(
            _Facts(
                colour,
                ground,
                solid or style.veil,
                is_unseen if style.is_shown is None else not style.is_shown,
                is_tiny,
                effect.is_pre or (is_pre if style.is_pre is None else style.is_pre),
                is_mso_hidden or style.is_mso_hidden,
                before if before in STRONG else hint or before,
            )
        )

    def _state(self, facts: _Facts) -> State:
        known = self._known.get(facts)
        if known is None:
            known = self._known[facts] = State(facts)
        return known


def _soft_veil(facts: _Facts) -> Technique | None:
    if facts.is_unseen:
        return "visibility_hidden"
    if facts.is_tiny:
        return "tiny_font"
    return "same_colour" if are_close(facts.colour, facts.ground) else None
