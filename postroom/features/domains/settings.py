"""Settings of domains."""

from typing import Annotated

import msgspec

from postroom.lib.addresses import normalise_domain


class DomainSettings(msgspec.Struct, frozen=True):
    """Which names the house itself receives for."""

    domain: Annotated[
        tuple[str, ...], msgspec.Meta(description="The house's own mail domains; the first is where generated addresses live.")
    ] = ("postroom.localhost",)

    def __post_init__(self) -> None:
        wrong = [name for name in self.domain if normalise_domain(name) is None]
        if wrong or not self.domain:
            raise ValueError(f"POSTROOM_DOMAIN: {', '.join(wrong)!r} is no domain name; it looks like mail.example.com.")

    @property
    def names(self) -> tuple[str, ...]:
        """The names in their normal form."""
        return tuple(name for name in map(normalise_domain, self.domain) if name)
