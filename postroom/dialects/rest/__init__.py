"""The native REST wire under /v1, with its OpenAPI document and its reference page."""

from postroom.dialects.rest.app import build_app, build_wire
from postroom.dialects.rest.openapi import openapi_document

__all__ = ["build_app", "build_wire", "openapi_document"]
