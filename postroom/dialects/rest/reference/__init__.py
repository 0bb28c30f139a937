"""The API reference page, rendered here from the OpenAPI document; nothing is asked of another server."""

from postroom.dialects.rest.reference.page import EXAMPLE_ORIGIN, render_page

__all__ = ["EXAMPLE_ORIGIN", "render_page"]
