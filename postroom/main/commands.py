"""What the short commands do."""

import json
import logging
import sys
from typing import Any

import structlog
import uvloop

from postroom import __version__
from postroom.dialects.rest import openapi_document
from postroom.kernel.errors import AppError
from postroom.kernel.settings import Sections, default_toml
from postroom.main.discover import build_catalogue, discover
from postroom.main.engine.embedded import EmbeddedServerError
from postroom.main.serve import Running, describe_failure, serve
from postroom.main.settings import OWN_SECTIONS, ServeSettings, read_all


def all_sections() -> Sections:
    """The sections of all folders."""
    return [section for manifest in discover() for section in manifest.settings]


def run_serve(config: str | None, given: dict[str, Any]) -> int:
    """Serve until told to stop; the exit status."""
    try:
        settings = read_all(all_sections(), config, given)
        set_up_logging(settings.of(ServeSettings))
        uvloop.run(serve(settings, announce))
    except (AppError, EmbeddedServerError, OSError) as error:
        print(f"postroom: {describe_failure(error)}", file=sys.stderr)
        return 1
    return 0


def default_config() -> str:
    """The commented default file."""
    return default_toml([*OWN_SECTIONS, *all_sections()])


def openapi_json() -> str:
    """The document as it is committed."""
    return json.dumps(openapi_document(build_catalogue(discover()), __version__), indent=2, ensure_ascii=False)


def announce(running: Running) -> None:
    """Where everything is, the first key (once), and a walk that a person can paste."""
    listening = running.wired.listening
    http = f"http://{listening.http[0]}:{listening.http_port}"
    smtp = f"{listening.smtp[0]}:{listening.smtp_port}"
    lines = ["", f"Postroom {__version__} is running.", f"  API    {http}   (reference: {http}/docs)"]
    lines += [f"  SMTP   {smtp}"] if listening.smtp_port else []
    lines += [f"  data   {listening.data_dir}", ""]
    if running.first_key is not None:
        lines += [f"  Your first admin key, shown only now:  {running.first_key}", ""]
    lines += walk(http, smtp, running.first_key or "<your key>") if listening.smtp_port and listening.http_port else []
    print("\n".join(lines), flush=True)


def set_up_logging(serve_settings: ServeSettings) -> None:
    """One handler for everybody: lines for people, or JSON."""
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, structlog.processors.TimeStamper(fmt="iso")]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if serve_settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=renderer, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(serve_settings.log_level.upper())
    for chatty in ("asyncio", "uvicorn", "uvicorn.error", "httpcore2"):
        logging.getLogger(chatty).setLevel("WARNING")


def walk(http: str, smtp: str, key: str) -> list[str]:
    """Five lines: an inbox, a mail, its code, an answer, what the sink caught."""
    host, port = smtp.rsplit(":", 1)
    message = "From: shop@example.com\\nSubject: Your code\\n\\nYour verification code is 482913."
    mail = f"""python3 -c 'import smtplib as s, os; s.SMTP("{host}", {port}).sendmail("shop@example.com", os.environ["A"], "{message}")'"""
    return [
        "  Try it (paste line by line):",
        f"""    export K={key} U={http}; get() {{ python3 -c "import json,sys; print(json.load(sys.stdin)$1)"; }}""",
        """    export A=$(curl -s -X POST $U/v1/inboxes -H "X-API-Key: $K" | get '["address"]'); echo $A""",
        f"    {mail}",
        """    curl -s "$U/v1/inboxes/$A/code?timeout=30" -H "X-API-Key: $K\"""",
        """    M=$(curl -s "$U/v1/messages?inbox_id=$A" -H "X-API-Key: $K" | get '["data"][0]["id"]'); """
        """curl -s $U/v1/messages/$M/reply -H "X-API-Key: $K" -d '{"text": "Thank you!"}'""",
        "",
    ]
