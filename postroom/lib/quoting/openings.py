"""Finding what opens quoted or forwarded mail without an attribution: separators and printed header blocks."""

import re
from typing import Final, Literal

from postroom.lib.quoting.lines import INVISIBLE, fold
from postroom.lib.quoting.words.around import FORWARDS, HEADERS, ORIGINALS
from postroom.lib.quoting.words.below import REPLY_LINES
from postroom.lib.quoting.words.titles import FIRSTS, MAILS, ONWARDS

_EDGES: Final = " \t\r\u00a0*_>" + INVISIBLE
_ROLES: Final = {fold(word): role for role in ("other", "to", "date", "subject", "from") for row in HEADERS[role].values() for word in row}
# Words that are one role in one language and another in the next ("da": from in Italian; "od", "do").
_MAX_NAME: Final = max(map(len, _ROLES)) + 4
_MAX_BLOCK: Final = 30
_MAX_READ: Final = 4_000
_RULES: Final = "-_=*~—–─━‐―"
_ORIGINAL: Final = frozenset(word for row in ORIGINALS.values() for word in row)
_FORWARD: Final = frozenset(word for row in FORWARDS.values() for word in row)
_FORWARD_AND: Final = tuple(f"{words} " for words in _FORWARD)
_ORIGINAL_AND: Final = tuple(f"{words} " for words in _ORIGINAL)
_RULE_STARTS: Final = frozenset("#-=_*~—–─━‐―<[(")
_MAX_ARMOUR: Final = 200
_MAX_ENCLOSED: Final = 5_000
_TIME: Final = re.compile(r"\d[:.]\d\d")
_DIGIT: Final = re.compile(r"\d")
_FRAME: Final = "-–—=_*~#─━‐―"
_FRAMES: Final = frozenset(_FRAME)
# "----- words -----", and what a program that lost its line ends put behind it.
_FRAMED: Final = re.compile(rf"[{_FRAME}]{{3,}}+[ \t]{{0,9}}(?=[^\W\d])((?:[^{_FRAME}\n]|-(?!-)){{3,60}}+)[{_FRAME}]{{3,}}+(.*)", re.DOTALL)
_LABELLED: Final = re.compile(r"[>* \t]{0,9}[^\W\d_][^:：<>@\d]{0,24}[:：]\s{0,9}\S")
_NOTED: Final = re.compile(r"\s{0,9}\w[^-\n]{1,60}-{2,3}\s?\d{1,4}[/.-]\d\d?[/.-]\d{2,4}\s\d\d?:\d\d[^-\n]{0,12}-{2,3}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MAX_SHAPED: Final = 8


def separator(line: str) -> Literal["quoted", "forwarded"] | None:
    """ "quoted" for "-----Original Message-----", "forwarded" for "Begin forwarded message:", else None."""
    bare = line.strip(_EDGES)
    framed = _FRAMED.match(bare.replace("&nbsp;", " ")) if bare[:1] in _FRAMES and len(bare) > 6 else None
    if framed:
        words = fold(framed[1].strip(" \t*:："))
        return _named_in(words) or _titled(words)
    if len(bare) > 120:
        return None
    words = fold(bare.strip(_RULES + " \t*:：<>|"))
    ruled = bare[:2] in ("--", "—-", "——", "==", "~~", "──", "__") or line.lstrip()[:1] in "*_"
    if words in _FORWARD and (ruled or bare[-1:] in ":："):
        return "forwarded"
    if words in _ORIGINAL and ruled:
        return "quoted"
    return _long_separator(words) if ruled else None


def is_rule(line: str) -> bool:
    """A line of nothing but dashes or their like, at least three."""
    bare = line.strip(" \t\r\u00a0>")
    return len(bare) > 2 and not bare.strip(_RULES + "#+ ")


def is_framed(line: str) -> bool:
    """ "----- some words -----" and nothing else, whatever the language; or the known words alone."""
    if len(line) < 40 and (
        _named_in(words := fold(line.strip(_EDGES + ":："))) or (words.startswith("message du ") and words[-1].isdigit())
    ):
        return True
    if "---" not in line or len(line) > 160:
        return False
    framed = _FRAMED.match(line.strip(_EDGES))
    return framed is not None and not framed[2].strip()


def is_forward_title(line: str) -> bool:
    """A title of forwarded mail that no table has, before a colon; only a header block below it makes it one."""
    if ":" not in line[-4:] and "：" not in line[-4:]:
        return False
    bare = line.strip(_EDGES)
    return bare[-1:] in (":", "：") and 8 < len(bare) < 60 and _titled(fold(bare)) == "forwarded"


def is_reply_line(line: str) -> bool:
    """ "##- Please type your reply above this line -##" in any of the languages."""
    if len(line) > 200 or not (line.lstrip()[:1] in _RULE_STARTS or "above" in line):
        return False
    low = fold(line)
    return any(map(low.__contains__, REPLY_LINES))


def armour_end(lines: list[str], at: int) -> int | None:
    """The line after a PGP frame that starts on line `at`: the head of signed text, or a whole signature."""
    if lines[at].startswith("-----BEGIN PGP SIGNED MESSAGE-----"):
        for end in range(at + 1, min(at + 6, len(lines))):
            if not lines[end].strip():
                return end + 1
        return at + 1
    if lines[at].startswith("-----BEGIN PGP SIGNATURE-----"):
        for end in range(at + 1, min(at + _MAX_ARMOUR, len(lines))):
            if lines[end].startswith("-----END PGP SIGNATURE-----"):
                return end + 1
    return None


def is_noted(line: str) -> bool:
    """Notes: "Ana Lima ---03/05/2022 10:15:42---Shall we?", with the beginning of the quote behind it."""
    return "---" in line and len(line) < 400 and _NOTED.match(line) is not None


def is_enclosed(line: str) -> bool:
    """GroupWise: `>>> Ana Lima <ana@example.com> 05/03/22 10:15 AM >>>` above what it quotes without marks."""
    bare = line.strip()
    return bare.startswith(">>> ") and bare.endswith(">>>") and 12 < len(bare) < 200 and bare.count(">>>") == 2


def enclosed_end(lines: list[str], at: int) -> int | None:
    """The line after the `<<< … <<<` that closes what `>>>` opened; None where nothing does."""
    for end in range(at + 1, min(at + _MAX_ENCLOSED, len(lines))):
        if lines[end].startswith("<<<"):
            return end + 1
    return None


def header_block(lines: list[str], start: int, at_top: bool, ruled: bool = False) -> int | None:
    """The line after a printed header block that starts on line `start`; None where there is none.

    At the top of a mail (no new text above) it takes more to be believed: forms and bookings look alike. Below a row of
    dashes (`ruled`) it takes less.
    """
    if header_role(lines[start]) in (None, "other"):
        return None if at_top and not ruled else _shaped_block(lines, start)
    if _on_one_line(lines[start]):
        return start + 1
    end, roles = _read_block(lines, start)
    block = " ".join(lines[start:end])[:_MAX_READ]
    addressed = "@" in block
    if ruled and not at_top and "from" in roles and (addressed or len(roles) > 1):
        return end
    if not at_top and roles[:3] == ["from", "date", "to"] and _TIME.search(block):
        return end
    dated = any(header_role(line) == "date" and _DIGIT.search(line[:200]) for line in lines[start:end])
    return end if _believable(set(roles), len(roles), addressed, dated, at_top) else None


def header_role(line: str) -> str | None:
    """from, date, to, subject, other; None for a line that is no printed header."""
    at = line.find(":", 0, _MAX_NAME + 8)
    wide = line.find("：", 0, at if at > 0 else _MAX_NAME + 8)
    if wide > 0:
        at = wide
    if at < 1:
        return None
    return _ROLES.get(fold(line[:at].strip(_EDGES)))


def goes_on_form(lines: list[str], at: int) -> bool:
    """ "Name: Ana" right above "From: Lisbon": the fields of a form, unless an address follows."""
    above = lines[at - 1] if at else ""
    return "@" not in lines[at] and "-" not in above[:30] and _LABELLED.match(above) is not None and header_role(above) is None


def _shaped_block(lines: list[str], start: int) -> int | None:
    """A block in a language of no table: four labels or more, the first a sender, a second address, a date with its time."""
    if "@" not in lines[start][:300] or ">" not in lines[start]:
        return None
    end = start
    while end < min(len(lines), start + _MAX_SHAPED) and _LABELLED.match(lines[end]):
        end += 1
    block = [line[:300] for line in lines[start:end]]
    dated = any(_YEAR.search(line) and _TIME.search(line) for line in block[1:])
    return end if len(block) > 3 and dated and sum("@" in line for line in block) > 1 else None


def _named_in(words: str) -> Literal["quoted", "forwarded"] | None:
    if words in _FORWARD:
        return "forwarded"
    return "quoted" if words in _ORIGINAL else _long_separator(words)


def _titled(words: str) -> Literal["quoted", "forwarded"] | None:
    """A title in words that no table has as a whole: "courriel original", "pierwotna wiadomość"."""
    if not any(map(words.__contains__, MAILS)):
        return None
    if any(map(words.__contains__, ONWARDS)):
        return "forwarded"
    return "quoted" if any(map(words.__contains__, FIRSTS)) else None


def _long_separator(words: str) -> Literal["quoted", "forwarded"] | None:
    """ "Forwarded by Ana Lima on 3 May", "Original message from Ana"."""
    if words.startswith(_FORWARD_AND):
        return "forwarded"
    return "quoted" if words.startswith(_ORIGINAL_AND) else None


def _read_block(lines: list[str], start: int) -> tuple[int, list[str]]:
    """The line after the block and the roles in order; single blank lines and folded lines are read over."""
    roles: list[str] = []
    end = at = start
    skipped = 0
    while at < min(len(lines), start + _MAX_BLOCK) and skipped <= 2:
        role = header_role(lines[at])
        if role:
            roles.append(role)
            end = at + 1
        elif not lines[at].strip() and (skipped or not _follows(lines, at + 1)):
            break
        skipped = 0 if role else skipped + 1
        at += 1
    return _fold(lines, end), roles


def _on_one_line(line: str) -> bool:
    """A whole block that lost its line ends: "From: Ana  Sent: Tuesday 10:15  To: Bo  Subject: Lunch"."""
    if line.count(":") < 4 or len(line) > 600 or header_role(line) != "from":
        return False
    words = [part.rsplit(None, 1)[-1].strip(_EDGES) for part in line.split(":")[:-1] if part.strip()]
    return {"date", "to", "subject"} <= {_ROLES.get(fold(word), "") for word in words}


def _follows(lines: list[str], at: int) -> bool:
    return at < len(lines) and header_role(lines[at]) is not None


def _fold(lines: list[str], end: int) -> int:
    """A long address or subject may run on into indented lines."""
    while end < len(lines) and lines[end][:1] in " \t" and lines[end].strip() and header_role(lines[end]) is None:
        end += 1
    return end


def _believable(roles: set[str], count: int, addressed: bool, dated: bool, at_top: bool) -> bool:
    if "from" in roles and "subject" in roles and ("date" in roles or "to" in roles):
        return True
    if "date" in roles and "subject" in roles and "to" in roles:
        return True
    if at_top:
        return False
    if count >= 3 and addressed and "from" in roles:
        return True
    return count >= 2 and addressed and dated and "from" in roles
