"""ASGI plumbing shared by wires. Knows no feature and no operation."""

from postroom.web.body import BodyReader, StreamUpload
from postroom.web.files import file_reply
from postroom.web.host import Probe, Wire, build_host
from postroom.web.leaving import while_connected
from postroom.web.problem import Problem
from postroom.web.query import parse_query
from postroom.web.refusals import Refused
from postroom.web.request import Reply, Request
from postroom.web.router import Router
from postroom.web.serving import uvicorn_config
from postroom.web.settings import WebSettings

__all__ = [
    "BodyReader",
    "Probe",
    "Problem",
    "Refused",
    "Reply",
    "Request",
    "Router",
    "StreamUpload",
    "WebSettings",
    "Wire",
    "build_host",
    "file_reply",
    "parse_query",
    "uvicorn_config",
    "while_connected",
]
