"""Text in pictures, where the extra `ocr` is installed."""

from functools import cache
from typing import Any

from postroom.lib.documents.model import NoText
from postroom.lib.documents.writer import Writer

_MOST_PIXELS = 30_000_000
_LEAST_CONFIDENCE = 0.5


def read_image(content: bytes, out: Writer) -> None:
    """The lines of a picture, from top to bottom."""
    lines = [text for text, confidence in _lines(_picture(content)) if confidence >= _LEAST_CONFIDENCE]
    if not lines:
        raise NoText("no_text", "No text was found in the picture.")
    out.page()
    for line in lines:
        out.line(line)


def _picture(content: bytes) -> Any:
    try:
        import numpy  # noqa: PLC0415 - of the extra, and only in the worker
        import rapidocr  # noqa: F401, PLC0415
        from PIL import Image  # noqa: PLC0415
    except ImportError as error:
        raise NoText("ocr_not_installed", "Reading pictures needs the extra `ocr` (rapidocr, onnxruntime) on the server.") from error
    import io  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise NoText("too_large", f"The picture has {image.width} × {image.height} pixels; {_MOST_PIXELS} are read.")
            return numpy.asarray(image.convert("RGB"))
    except NoText:
        raise
    except Exception as error:
        raise NoText("unreadable", "The picture is broken.") from error


def _lines(picture: Any) -> list[tuple[str, float]]:
    found = _engine()(picture)
    return list(zip(found.txts or (), map(float, found.scores or ()), strict=False))


@cache
def _engine() -> Any:
    """Loading the models takes seconds; the worker keeps them."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    return RapidOCR()
