"""The short commands: what they print, and what they say to wrong input."""

import json
import socket
import tomllib
from pathlib import Path
from typing import Any

import pytest

from postroom import __version__
from postroom.main.serve import Running
from postroom.main.tests.conftest import Command, Ended
from postroom.testing.names import serve_names

NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


def require_clear_refusal(ended: Ended, *words: str) -> None:
    """Status 1, words that name what is wrong, nothing internal."""
    said = ended.out + ended.err
    assert ended.status == 1, (ended.status, said)
    assert "Traceback" not in said and 'File "' not in said, said
    assert said.strip() and all(word in said for word in words), said


async def test_help_lists_every_command(command: Command) -> None:
    ended = await command("--help")
    assert ended.status == 0
    for name in ("serve", "config", "doctor", "import", "demo", "openapi"):
        assert name in ended.out
        assert (await command(name, "--help")).status == 0


async def test_an_unknown_command_or_option_is_said(command: Command) -> None:
    for arguments in (["fly"], ["serve", "--fly"], ["import"]):
        ended = await command(*arguments)
        assert ended.status == 2 and "Traceback" not in ended.err and ended.err


async def test_config_is_toml_and_a_file_of_it_is_accepted(command: Command, tmp_path: Path) -> None:
    ended = await command("config")
    assert ended.status == 0 and tomllib.loads(ended.out)
    assert "POSTROOM_DATA_DIR" in ended.out and "POSTROOM_RELAY_HOST" in ended.out
    file = tmp_path / "postroom.toml"
    file.write_text(ended.out.replace('#http = "127.0.0.1:8080"', 'http = "127.0.0.1:99"').replace("#max_sessions =", "max_sessions ="))
    report = await command("doctor", "--json", "--config", str(file), POSTROOM_DATABASE_URL=NOWHERE)
    settings = json.loads(report.out)["checks"][0]
    assert (settings["name"], settings["state"]) == ("settings", "ok") and "127.0.0.1:99" in settings["words"]


async def test_doctor_says_everything_for_programs_and_for_people(command: Command, running: Running) -> None:
    given = {"POSTROOM_DATABASE_URL": running.wired.database.dsn}
    ended = await command("doctor", "--json", **given)
    report = json.loads(ended.out)
    checks = {one["name"]: one for one in report["checks"]}
    assert report["version"] == __version__ and ended.status == (0 if report["ok"] else 1)
    assert report["ok"] == all(one["state"] != "bad" for one in report["checks"])
    assert checks["database"]["state"] == "ok" and "PostgreSQL" in checks["database"]["words"]
    assert checks["migrations"]["words"] == "up to date"
    assert checks["blobs"]["state"] == "ok"
    assert checks["plug-in email.smtp_relay"]["state"] == "off" and "POSTROOM_RELAY_HOST" in checks["plug-in email.smtp_relay"]["words"]
    assert "SINK" in checks["sending"]["words"]
    assert {"database fsync", "database full_page_writes", "database synchronous_commit", "smtp"} <= set(checks)
    text = await command("doctor", **given)
    assert text.status == ended.status and all(name in text.out for name in checks)


async def test_doctor_says_which_name_servers_answer_and_what_to_do(command: Command, running: Running) -> None:
    async def names_of(servers: str, port: int) -> tuple[str, str]:
        given = {"POSTROOM_DATABASE_URL": running.wired.database.dsn, "POSTROOM_DNS_NAMESERVERS": servers, "POSTROOM_DNS_PORT": str(port)}
        report = json.loads((await command("doctor", "--json", **given)).out)
        (found,) = [one for one in report["checks"] if one["name"] == "names"]
        return found["state"], found["words"]

    async with serve_names({}) as names:
        assert await names_of("127.0.0.1", names.port) == ("ok", "127.0.0.1 answers")
        state, words = await names_of("127.0.0.1,127.0.0.2", names.port)
        assert state == "ok" and words.startswith("127.0.0.1 answers; 127.0.0.2 does not")
        names.silent.add("*")
        state, words = await names_of("127.0.0.1", names.port)
        assert state == "off" and "127.0.0.1: no answer in 2 s" in words and "POSTROOM_DNS_NAMESERVERS" in words


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--config", "/nowhere.toml"], {}, ["/nowhere.toml"]),
        ([], {"POSTROOM_DATABASE_URL": NOWHERE}, ["database"]),
        ([], {"POSTROOM_DATABASE_URL": "nonsense"}, ["database"]),
        ([], {"POSTROOM_POOL_SIZE": "many"}, ["POSTROOM_POOL_SIZE"]),
        ([], {"POSTROOM_RELAY_PASSWORD_FILE": "/nowhere/secret"}, ["POSTROOM_RELAY_PASSWORD_FILE"]),
        (["--set", "smtp.fly=1"], {}, ["SMTP_FLY"]),
    ],
)
async def test_doctor_reports_what_is_wrong(arguments: list[str], environment: dict[str, str], words: list[str], command: Command) -> None:
    ended = await command("doctor", "--json", *arguments, **environment)
    require_clear_refusal(ended, *words)
    assert json.loads(ended.out)["ok"] is False


async def test_openapi_is_printed_and_compared(command: Command, tmp_path: Path) -> None:
    ended = await command("openapi")
    document = json.loads(ended.out)
    assert document["openapi"].startswith("3.1") and "/v1/inboxes/{inbox_id}/wait" in document["paths"]
    same, other = tmp_path / "same.json", tmp_path / "other.json"
    same.write_text(ended.out)
    other.write_text("{}")
    assert (await command("openapi", "--check", str(same))).status == 0
    require_clear_refusal(await command("openapi", "--check", str(other)), "other.json", "make openapi")
    require_clear_refusal(await command("openapi", "--check", str(tmp_path / "none.json")), "none.json")


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--http", "nonsense"], {}, ["POSTROOM_HTTP", "HOST:PORT"]),
        (["--smtp", "127.0.0.1:99999"], {}, ["POSTROOM_SMTP", "HOST:PORT"]),
        (["--role", "king"], {}, ["POSTROOM_ROLE"]),
        (["--set", "smtp.max_sessions=many"], {}, ["POSTROOM_SMTP_MAX_SESSIONS"]),
        (["--set", "smtp.fly=1"], {}, ["SMTP_FLY"]),
        (["--config", "/nowhere.toml"], {}, ["/nowhere.toml"]),
        ([], {"POSTROOM_LOG_LEVEL": "shout"}, ["POSTROOM_LOG_LEVEL"]),
        ([], {"POSTROOM_DATABASE_URL": NOWHERE}, ["database"]),
        ([], {"POSTROOM_DATABASE_URL": "nonsense"}, ["database"]),
        (["--domain", "not a domain"], {}, ["domain"]),
    ],
)
async def test_serve_refuses_wrong_settings_by_name(
    arguments: list[str], environment: dict[str, str], words: list[str], command: Command
) -> None:
    given = {"POSTROOM_DATABASE_URL": NOWHERE} | environment  # no time is spent on a database
    require_clear_refusal(await command("serve", *arguments, **given), *words)


async def test_serve_refuses_a_file_that_is_no_toml(command: Command, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("[smtp\n")
    require_clear_refusal(await command("serve", "--config", "broken.toml"), "broken.toml")


@pytest.mark.parametrize("option", ["--http", "--smtp"])
async def test_serve_says_which_port_is_taken(option: str, command: Command, running: Running, tmp_path: Path) -> None:
    other = "--smtp" if option == "--http" else "--http"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        given: dict[str, Any] = {"POSTROOM_DATABASE_URL": running.wired.database.dsn}
        ended = await command("serve", option, f"127.0.0.1:{port}", other, "127.0.0.1:0", **given)
    require_clear_refusal(ended, str(port))


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ("smtp.max_sessions=-1", "POSTROOM_SMTP_MAX_SESSIONS"),
        ("smtp.certificate_file=/nowhere.pem", "POSTROOM_SMTP_CERTIFICATE_FILE"),
        ("dns.nameservers=ns.example", "POSTROOM_DNS_NAMESERVERS"),
    ],
)
async def test_a_wrong_setting_of_a_part_is_named(setting: str, name: str, command: Command, running: Running) -> None:
    given = {"POSTROOM_DATABASE_URL": running.wired.database.dsn, "POSTROOM_HTTP": "127.0.0.1:0", "POSTROOM_SMTP": "127.0.0.1:0"}
    require_clear_refusal(await command("serve", "--set", setting, **given), name)
    report = await command("doctor", "--set", setting, **given)
    assert report.status == 1 and name in report.out and "Traceback" not in report.err


async def test_a_set_without_a_value_is_a_wrong_use(command: Command) -> None:
    ended = await command("serve", "--set", "smtp.max_sessions")
    assert ended.status == 2 and "NAME=VALUE" in ended.err and "Traceback" not in ended.err


async def test_answers_are_not_held_back_by_nagles_algorithm(running: Running) -> None:
    """asyncio sets TCP_NODELAY on a connection only where its listener names the protocol; else every answer takes 40 ms."""
    assert running.http._server is not None
    listeners = [one for server in running.http._server.servers for one in server.sockets]
    assert [one.proto for one in listeners] == [socket.IPPROTO_TCP]
