"""The page: one section for each operation, grouped by noun."""

import json
import re
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from postroom.dialects.rest.reference.rows import Row, row_of, rows_of, type_words

Json = dict[str, Any]
# Stands for the reader's own origin until the page is served.
EXAMPLE_ORIGIN = "https://postroom.invalid"
_TEMPLATE = Template((Path(__file__).parent / "page.html").read_text("utf-8"))
_CODE = re.compile(r"`([^`]+)`")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")


def render_page(document: Json) -> str:
    """The whole page of an OpenAPI document."""
    groups = _groups(document)
    return _TEMPLATE.substitute(
        title=escape(document["info"]["title"]),
        version=escape(document["info"]["version"]),
        introduction=_paragraphs(document["info"]["description"]),
        navigation="".join(_navigation(noun, entries) for noun, entries in groups.items()),
        sections="".join(_group(noun, entries, document) for noun, entries in groups.items()),
        errors=_table(rows_of({"$ref": "#/components/schemas/Problem"}, document["components"]["schemas"]), told=True),
        count=str(sum(len(entries) for entries in groups.values())),
        statuses="".join(_status(one) for one in document["components"]["responses"].values()),
    )


def _groups(document: Json) -> dict[str, list[tuple[str, str, Json]]]:
    groups: dict[str, list[tuple[str, str, Json]]] = {tag["name"]: [] for tag in document["tags"]}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            groups[operation["tags"][0]].append((method.upper(), path, operation))
    return groups


def _navigation(noun: str, entries: list[tuple[str, str, Json]]) -> str:
    items = "".join(
        f'<li data-words="{escape(_search_words(method, path, one))}"><a href="#{escape(one["operationId"])}">'
        f'<span class="method {method.lower()}">{_short(method)}</span>{escape(one["operationId"].partition(".")[2])}</a></li>'
        for method, path, one in entries
    )
    return f'<div class="noun"><h2><a href="#{escape(noun)}">{escape(noun)}</a></h2><ul>{items}</ul></div>'


def _short(method: str) -> str:
    return {"DELETE": "DEL"}.get(method, method)


def _search_words(method: str, path: str, operation: Json) -> str:
    return f"{operation['operationId']} {method} {path} {operation['summary']}".lower()


def _group(noun: str, entries: list[tuple[str, str, Json]], document: Json) -> str:
    sections = "".join(_operation(*entry, document) for entry in entries)
    return f'<section class="group" id="{escape(noun)}"><h2>{escape(noun.replace("_", " ").capitalize())}</h2>{sections}</section>'


def _operation(method: str, path: str, operation: Json, document: Json) -> str:
    name = escape(operation["operationId"])
    scope = operation.get("x-postroom-scope")
    badge = f'<span class="scope">{escape(scope)}</span>' if scope else '<span class="scope">any key</span>'
    words = operation["description"].partition("\n\nScope:")[0]
    more = words.partition("\n")[2] if "\n" in words else ""
    return (
        f'<article id="{name}" data-words="{escape(_search_words(method, path, operation))}">'
        f'<header><h3><a href="#{name}">{_inline(operation["summary"])}</a></h3>'
        f'<p class="route"><span class="method {method.lower()}">{method}</span> <code>{_path(path)}</code>{badge}</p></header>'
        f'<div class="columns"><div class="told">{_paragraphs(more)}{_inputs(operation, document)}{_answers(operation, document)}</div>'
        f'<div class="shown"><pre tabindex="0"><code>{escape(curl(method, path, operation))}</code></pre></div></div></article>'
    )


def _path(path: str) -> str:
    return re.sub(r"\{([a-z_]+)\}", r"<var>{\1}</var>", escape(path))


def _inputs(operation: Json, document: Json) -> str:
    schemas = document["components"]["schemas"]
    parameters = [one for one in operation["parameters"] if "$ref" not in one]
    parts = []
    for place, title in (("path", "Path"), ("query", "Query")):
        rows = [
            row_of(one["name"], {**one["schema"], "description": one.get("description", "")}, one["required"], schemas)
            for one in parameters
            if one["in"] == place
        ]
        parts.append(_titled(title, rows))
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        parts.append(_titled("Body", list(rows_of(content["application/json"]["schema"], schemas))))
    elif content:
        types = " or ".join(f"<code>{escape(one)}</code>" for one in content)
        parts.append(f"<h4>Body</h4><p>The bytes as they are: {types}.</p>")
    return "".join(parts)


def _answers(operation: Json, document: Json) -> str:
    status, response = next(iter(operation["responses"].items()))
    content = response.get("content", {})
    title = f'Answer <span class="status">{escape(status)}</span>'
    if "application/json" not in content:
        return f"<h4>{title}</h4><p>{'Bytes of their own media type.' if content else 'Nothing.'}</p>"
    schemas = document["components"]["schemas"]
    schema = content["application/json"]["schema"]
    rows = list(rows_of(schema, schemas))
    return f"<h4>{title}</h4>" + (_table(rows, told=True) if rows else f"<p>{escape(type_words(schema, schemas))}</p>")


def _titled(title: str, rows: list[Row]) -> str:
    return f"<h4>{title}</h4>{_table(rows)}" if rows else ""


def _table(rows: Iterable[Row], *, told: bool = False) -> str:
    """The rows; of what is `told`, not asked for, nothing is marked as required."""
    return f"<dl>{''.join(_row(one, marked=one.required and not told) for one in rows)}</dl>"


def _row(row: Row, *, marked: bool) -> str:
    mark = '<span class="required">required</span>' if marked else ""
    words = " ".join(
        part for part in (_inline(row.words), f'<span class="limits">{escape(row.limits)}.</span>' if row.limits else "") if part
    )
    return (
        f'<div class="row d{row.depth}"><dt><code>{escape(row.name)}</code> <span class="type">{escape(row.type)}</span>{mark}</dt>'
        f"{f'<dd>{words}</dd>' if words else ''}</div>"
    )


def _status(response: Json) -> str:
    return f"<li>{_inline(response['description'])}</li>"


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{_inline(' '.join(one.split()))}</p>" for one in text.split("\n\n") if one.strip())


def _inline(text: str) -> str:
    return _STRONG.sub(r"<strong>\1</strong>", _CODE.sub(r"<code>\1</code>", escape(text, quote=False)))


def curl(method: str, path: str, operation: Json) -> str:
    """The operation as a command to paste; `$POSTROOM_KEY` holds the key."""
    return " \\\n  ".join(_curl_parts(method, path, operation))


def _curl_parts(method: str, path: str, operation: Json) -> Iterator[str]:
    query = [one for one in operation["parameters"] if one.get("in") == "query" and one["required"]]
    asked = "&".join(f"{one['name']}=…" for one in query)
    url = EXAMPLE_ORIGIN + path + (f"?{asked}" if asked else "")
    quoted = f"'{url}'" if asked else re.sub(r"\{([a-z_]+)\}", lambda found: "$" + found[1].upper(), url)
    yield f"curl {'' if method == 'GET' else f'-X {method} '}{quoted}"
    yield '-H "Authorization: Bearer $POSTROOM_KEY"'
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        yield "-H 'Content-Type: application/json'"
        yield f"-d '{_quoted(content['application/json'].get('example', {}))}'"
    elif content:
        yield f"-H 'Content-Type: {next(iter(content))}'"
        yield "--data-binary @FILE"


def _quoted(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=2).replace("'", "'\\''")
