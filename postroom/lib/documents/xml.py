"""XML as a stream of events: no tree, no document type (so no entities to expand), bounded in depth."""

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from postroom.lib.documents.model import NoText

_DEPTH = 200
_SEPARATOR = "}"
_RELATIONSHIPS = "relationships"


class Listener(Protocol):
    """Hears of elements by local name; attributes too, those of relationships as `r:id`."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def text(self, data: str) -> None: ...


def listen(chunks: Iterable[bytes], listener: Listener) -> None:
    """Tell the listener; raises NoText("unreadable") where the XML is broken or not what office files have."""
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise NoText("unreadable", "The XML inside is nested too deep.")
        listener.start(_local(name), {_attribute(key): value for key, value in attributes.items()} if attributes else attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        listener.end(_local(name))

    def refuse(*_: object) -> None:
        raise NoText("unreadable", "The XML inside declares a document type, which office files do not.")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, listener.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise NoText("unreadable", "The XML inside is broken.") from error


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def _attribute(name: str) -> str:
    space, _, local = name.rpartition(_SEPARATOR)
    return f"r:{local}" if space.endswith(_RELATIONSHIPS) else local
