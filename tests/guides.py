"""The guides do not lie: every path, `make` verb, setting, command and route that they name is there."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.rules import Tree

GUIDES = re.compile(r"(?:[A-Z]+\.md|docs/.+\.md)\Z")
_TOP = ("postroom", "tests", "docs", "architecture", "bench", "requirements", ".ci")
_PLANES = ("main", "dialects", "channels", "features", "web", "kernel", "lib", "testing")
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)|<img[^>]* src=\"([^\"]+)\"|srcset=\"([^\"]+)\"")
_PATH = re.compile(r"\.?[\w.-]+(?:/[\w.*<>-]+)*/?\Z")
_FILE = re.compile(r"[\w-]+\.(?:py|md|toml|json|svg)\Z|Makefile\Z")
_MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b")
_SETTING = re.compile(r"\bPOSTROOM_[A-Z0-9_]+\b")
_ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/v1/[^\s`?,;)\"']*)")


def guides_tell_the_truth(tree: "Tree") -> Iterator[str]:
    """What README, ARCHITECTURE, CONTRIBUTING and docs name exists: paths, links, make verbs, settings, routes."""
    verbs = set(re.findall(r"^([a-z][a-z-]*):", tree.texts.get("Makefile", ""), re.MULTILINE))
    for name, text in tree.texts.items():
        if GUIDES.match(name):
            yield from _paths(tree, name, text)
            yield from _links(tree, name, text)
            for verb in _MAKE.findall("\n".join([*_CODE.findall(text), *_blocks(text)])):
                if verb not in verbs:
                    yield f"{name}: `make {verb}` is no verb of the Makefile"
            yield from _house(name, text)


def _paths(tree: "Tree", name: str, text: str) -> Iterator[str]:
    for code in _CODE.findall(_without_blocks(text)):
        is_path = _PATH.match(code) and "/" in code and code.split("/")[0] in _TOP + _PLANES
        if (is_path or _FILE.match(code)) and not _exists(tree, code):
            yield f"{name}: `{code}` does not exist"


def _links(tree: "Tree", name: str, text: str) -> Iterator[str]:
    folder = name.rpartition("/")[0]
    for found in _LINK.findall(text):
        target = next(one for one in found if one)
        if "://" in target or target.startswith("mailto:"):
            continue
        if not (tree.root / folder / target).exists():
            yield f"{name}: the link to {target} leads nowhere"


def _exists(tree: "Tree", path: str) -> bool:
    """A tracked file or folder: from the root, from the package, or (a bare name) anywhere. `*` and `<noun>` stand for any name."""
    pattern = re.sub(r"<[^>]*>", "*", path.rstrip("/"))
    patterns = [f"{start}{pattern}{end}" for start in ("", "postroom/") for end in ("", "/*")]
    if "/" not in pattern:
        patterns.append(f"*/{pattern}")
    return any(fnmatchcase(file, one) for one in patterns for file in tree.files)


def _house(name: str, text: str) -> Iterator[str]:
    """Settings and routes, asked of the code itself."""
    settings = set(_SETTING.findall(text))
    routes = {(method, path) for method, path in _ROUTE.findall(text) if "…" not in path}
    if settings:
        known = _known_settings()
        yield from (f"{name}: there is no setting {one}" for one in sorted(settings - known))
    if routes:
        patterns = _known_routes()
        yield from (
            f"{name}: there is no operation at {method} {path}"
            for method, path in sorted(routes)
            if not any(method == known and pattern.fullmatch(path) for known, pattern in patterns)
        )


def _known_settings() -> set[str]:
    from postroom.main.commands import default_config

    named = set(_SETTING.findall(default_config()))
    read_elsewhere = {"POSTROOM_CONFIG", "POSTROOM_API_KEY", "POSTROOM_URL", "POSTROOM_TEST_DATABASE_URL", "POSTROOM_CORPUS"}
    return named | {f"{one}_FILE" for one in named} | read_elsewhere


def _known_routes() -> list[tuple[str, re.Pattern[str]]]:
    from postroom.main.discover import build_catalogue, discover

    return [(one.method, re.compile(re.sub(r"\\\{\w+\\\}", r"[^/]+", re.escape(one.path)))) for one in build_catalogue(discover())]


def _blocks(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def _without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
