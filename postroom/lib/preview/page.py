"""A complete page around the harmless HTML of a mail."""

import re
from html import escape
from typing import Final, Literal

from postroom.lib.html import lightness_of
from postroom.lib.preview.rewrite import Places, safe_fragment

Theme = Literal["light", "dark"]

# What the page itself may do; the wire says the same in its headers, and more.
_POLICY: Final = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE: Final = """
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
.mail{min-height:100vh;padding:16px;background:#fff;color:#1a1c1f;overflow-x:auto}
.mail img{max-width:100%;height:auto}
.mail a{color:#0b57d0}
.mail pre{white-space:pre-wrap}
.mail blockquote{margin:0 0 0 8px;padding-left:12px;border-left:3px solid #c9ced6}
.text{white-space:pre-wrap}
.pr-host{font:13px/1.4 system-ui,sans-serif;color:#8a1f11;background:#fdecea;border-radius:4px;padding:0 4px;white-space:nowrap}
.pr-image{display:inline-block;max-width:100%;font:13px/1.4 system-ui,sans-serif;color:#454b54;background:#f1f3f6;
border:1px dashed #b3bac4;border-radius:4px;padding:4px 8px;margin:2px}
"""
# Light and dark change places and hues stay, so that whatever could be read can be read; pictures are turned back.
_DARK: Final = """
html{color-scheme:dark;background:#1a1a1a}
.dark{background:#1a1a1a;color:#e6e6e6}
.dark a{color:#9cc3ff}
.turned{color-scheme:light;filter:invert(.9) hue-rotate(180deg)}
.turned img{filter:invert(1) hue-rotate(180deg)}
"""
_LIGHT: Final = "html{color-scheme:light;background:#fff}"
_GROUND: Final = re.compile(r"bgcolor=\"([^\"]{1,40})\"|background-color:([^;\"]{1,40})")
_REACH: Final = 3_000


def preview(subject: str, html: str | None, text: str, *, theme: Theme, places: Places) -> str:
    """The page for one mail: its HTML, else its text."""
    inside = f'<div class="text">{escape(text)}</div>' if html is None else safe_fragment(html, places)
    paper = "" if theme == "light" else " dark" if _is_dark(inside) else " turned"
    return (
        f'<!doctype html>\n<html lang="und"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="{theme}">'
        f'<meta name="referrer" content="no-referrer"><title>{escape(subject)}</title>'
        f"<style>{_STYLE}{_DARK if theme == 'dark' else _LIGHT}</style></head>\n"
        f'<body><main class="mail{paper}">\n{inside}\n</main></body></html>\n'
    )


def _is_dark(inside: str) -> bool:
    """Whether the outermost ground that the mail names is dark."""
    found = _GROUND.search(inside, 0, _REACH)
    lightness = lightness_of((found[1] or found[2]).strip().lower()) if found else None
    return lightness is not None and lightness < 0.3
