"""The `postroom` command. Heavy things are imported by the command that needs them, so that `--help` is quick."""

import json
import sys
from typing import Annotated, Any

import typer

app = typer.Typer(
    name="postroom",
    help="Postroom: the self-hosted post room for AI agents.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Config = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="A TOML file; `postroom config` prints one. [POSTROOM_CONFIG]")
]
DataDir = Annotated[str | None, typer.Option(metavar="DIR", help="Everything that is kept. [POSTROOM_DATA_DIR; data]")]
Http = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Where the API listens. [POSTROOM_HTTP; 127.0.0.1:8080]")]
Smtp = Annotated[str | None, typer.Option(metavar="HOST:PORT", help="Where mail is received. [POSTROOM_SMTP; 127.0.0.1:2525]")]
Domain = Annotated[str | None, typer.Option(metavar="NAME", help="The house's mail domain. [POSTROOM_DOMAIN; postroom.localhost]")]
Role = Annotated[str | None, typer.Option(metavar="all|api|smtp|worker", help="Which part to run. [POSTROOM_ROLE; all]")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Any other setting, as in --set smtp.max_sessions=100.")]


def main() -> None:
    """The entry point."""
    app()


@app.command()
def serve(
    config: Config = None,
    data_dir: DataDir = None,
    http: Http = None,
    smtp: Smtp = None,
    domain: Domain = None,
    role: Role = None,
    setting: Set = None,
) -> None:
    """Run Postroom: receive mail, answer the API, do the work."""
    from postroom.main.commands import run_serve

    given = {"DATA_DIR": data_dir, "HTTP": http, "SMTP": smtp, "DOMAIN": domain, "ROLE": role}
    sys.exit(run_serve(config, _given(given, setting)))


@app.command(name="config")
def show_config() -> None:
    """Print every setting with its default and its meaning, as a TOML file."""
    from postroom.main.commands import default_config

    typer.echo(default_config())


@app.command()
def doctor(
    config: Config = None,
    data_dir: DataDir = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    setting: Set = None,
) -> None:
    """Say what is configured, found and reachable; each plug-in on or off, and why."""
    from postroom.main.doctor import run_doctor

    report = run_doctor(config, _given({"DATA_DIR": data_dir}, setting))
    typer.echo(json.dumps(report.as_dict(), indent=2) if as_json else report.as_text())
    sys.exit(0 if report.is_well else 1)


@app.command(name="import")
def import_mail(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An .eml, an mbox, or `-` for standard input.")],
    to: Annotated[str, typer.Option(metavar="INBOX", help="The inbox, by address or id.")],
    key: Annotated[str, typer.Option(envvar="POSTROOM_API_KEY", metavar="KEY", help="An API key. [POSTROOM_API_KEY]")],
    url: Annotated[str, typer.Option(envvar="POSTROOM_URL", metavar="URL", help="The server. [POSTROOM_URL]")] = "http://127.0.0.1:8080",
    announce: Annotated[bool, typer.Option(help="Wake waits and fire events, as for new mail.")] = False,
) -> None:
    """Put the mails of a file into an inbox, with progress; a second run adds them again only where they are missing."""
    from postroom.main.import_mail import run_import

    sys.exit(run_import(file, to, key, url, announce=announce))


@app.command()
def demo() -> None:
    """The main job once, visibly: open an inbox, receive a mail over SMTP, wait for its code, answer it."""
    from postroom.main.demo import run_demo

    sys.exit(run_demo())


@app.command()
def openapi(
    check: Annotated[str | None, typer.Option(metavar="FILE", help="Compare with a committed file instead; exit 1 if it differs.")] = None,
) -> None:
    """Print the OpenAPI 3.1 document of the native API."""
    from postroom.main.commands import openapi_json

    document = openapi_json()
    if check is None:
        typer.echo(document)
        return
    from pathlib import Path

    committed = Path(check).read_text("utf-8") if Path(check).is_file() else ""
    if committed.rstrip("\n") != document:
        typer.echo(f"{check} differs from the catalogue; run `make openapi` and commit it.", err=True)
        sys.exit(1)


def _given(options: dict[str, str | None], settings: list[str] | None) -> dict[str, Any]:
    """Options by the names of their variables."""
    given: dict[str, Any] = {f"POSTROOM_{name}": value for name, value in options.items() if value is not None}
    for one in settings or ():
        name, equals, value = one.partition("=")
        if not equals:
            raise typer.BadParameter(f"{one!r} is not NAME=VALUE", param_hint="--set")
        given[f"POSTROOM_{name.replace('.', '_').upper()}"] = value
    return given
