"""Imitations of what a model's own surroundings write: chat templates, turns of a conversation, calls of tools."""

import re
from collections.abc import Iterator
from itertools import islice

from postroom.lib.screening import concepts as c
from postroom.lib.screening.evidence import Glance, Match

# Tokens of chat templates; a mail has no use for them but to talk about them.
TOKEN = re.compile(
    r"<\|[a-z][a-z_0-9]{1,24}\|>|<(?:bos|eos|pad)>|\[/?(?:TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS|SYSTEM_PROMPT|SYS)\]"
    r"|\[/(?:SYSTEM|ASSISTANT|ADMIN|USER)\]|</?sys>|<</?SYS>>|\[/?INST\]|</?s>(?=\s?\[INST)|<(?:start|end)_of_turn>|<｜[\w▁]{3,30}｜>"
    r"|</?(?:system|assistant|human|user|developer)(?:[_-](?:prompt|message|instructions?|turn))?>|</?(?:instructions?|directive|override)>"
    r"|#{2,8}\s?(?:system|admin|assistant|instructions?)\s?#{2,8}|\{\{\s?(?:system|assistant|exec|run|call)\s?:"
    r"|<[a-z]{3,12} role\s?=\s?[\"'](?:system|assistant|developer)[\"']",
    re.IGNORECASE,
)
CALL = re.compile(
    r"</?(?:antml:)?(?:tool_call|tool_use|tool_result|function_calls?|function_results?|invoke|tool_code|system[-_]reminder|execute|mcp:\w{1,12})\b"
    r"[^>\n]{0,80}>"
    r"|[\"'](?:tool|tool_name|function|function_call|function_name|action|recipient_name)[\"']\s{0,3}:\s{0,3}[\"'{][^\n]{0,200}?"
    r"[\"'](?:arguments|args|parameters|params|input|action_input|to)[\"']\s{0,3}:"
    r"|[\"']tool_calls?[\"']\s{0,3}:\s{0,3}[\[{]"
    r"|[\"']name[\"']\s{0,3}:\s{0,3}[\"'][\w.]{0,24}(?:send|forward|delete|transfer|pay|reply|share|export|remove|create)[\w.]{0,24}[\"']"
    r"\s{0,3},\s{0,3}[\"'](?:arguments|args|parameters|params|input)[\"']"
    r"|[\"']method[\"']\s{0,3}:\s{0,3}[\"']tools/call[\"']"
    r"|[\"']role[\"']\s{0,3}:\s{0,3}[\"'](?:system|developer|assistant)[\"']\s{0,3},\s{0,3}[\"']content[\"']",
    re.IGNORECASE,
)
# Up to the colon that is found first: a search for the beginning of every line would cost ten times as much.
_HEADING = re.compile(
    r"[ \t>]{0,3}(?:#{1,4} ?|\*\*|\[|={3,40} ?|-{3,40} ?)?(system|instructions?|response|assistant|user|human|input|prompt)\b"
    r" ?(?:prompt|message)?(?:\*\*|\]|[ =-]{0,8})?",
    re.IGNORECASE,
)
_LONGEST_HEADING = 80
_LAST_OF_HEADINGS = frozenset("mnsetrMNSETR*] =-")
FENCE = re.compile(
    r"^[ \t>]{0,3}(?:[-=#*_<>~]{1,40} ?|\[)(?:(?:e-?mail|message|document) ends|end|begin|start|beginning)[ _](?:of[ _])?(?:the )?"
    r"(?:untrusted|trusted|system|user|email|e-mail|mail|message|document|data|context|quoted|external|admin|input|instructions)"
    r"[\w ]{0,30}"
    r"(?: ?[-=#*_>~]{2,}|\]|\.?$)"
    r"|^[ \t>]{0,3}(?:</|\[/)(?:untrusted\w{0,20}|e-?mail|documents?|context|user_\w{2,12}|message_body"
    r"|external\w{0,20}|quoted\w{0,12})[>\]]",
    re.IGNORECASE | re.MULTILINE,
)
# What is said right behind a mark that ends the mail, as if from outside of it.
_BEYOND = re.compile(
    r"[^\n]{0,60}\n[\s\"'`>\]]{0,12}(?:(?:system|operator|developer|admin|new|trusted|assistant|note)\b[^\n]{0,24}:|now\b|next\b"
    r"|please\b|the (?:assistant|agent|owner|user)\b|thanks? |<(?:instructions?|system|command)|\[)",
    re.IGNORECASE,
)
_FENCED = frozenset((b"untrusted", b"end", b"begin", b"start", b"beginning"))
_FENCES = ("--", "**", "__", "~~")
_MOST = 6
_MANY, _RARE = 500, 50
_SPEAKERS = c.ASSISTANT | c.SYSTEM | c.OUTPUT


def find_markers(text: str, seen: Glance) -> Iterator[Match]:
    """At most a few of each sort. One at the start of a line counts for more than one in running text."""
    if b"<" in seen.marks or b"[" in seen.marks or b"{" in seen.marks or b"#" in seen.marks:
        for match in _beginning(("<", "[", "{{", "##"), TOKEN, text):
            opens_line = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip(" \t>")
            yield Match("chat_template", 0.72 if opens_line else 0.4, match.start(), match.end())
    if b"<" in seen.marks or b"{" in seen.marks:
        for match in _beginning(("<", '"', "'"), CALL, text):
            yield Match("tool_call", 0.5, match.start(), match.end())
    is_marked = not {*b"<#[="}.isdisjoint(seen.marks)
    if (is_marked and "</" in text) or (not _FENCED.isdisjoint(seen.found) and (is_marked or any(map(text.__contains__, _FENCES)))):
        for match in islice(FENCE.finditer(text), _MOST):
            is_left = _BEYOND.match(text, match.end()) is not None
            yield Match("forged_fence", 0.55 if is_left else 0.35, match.start(), match.end())
    if seen.bits & _SPEAKERS and ":" in text:
        yield from _turns(text)


def _turns(text: str) -> Iterator[Match]:
    """`Human:` and `Assistant:`, `### Instruction:` and `### Response:`: a conversation that never was."""
    seen: dict[str, tuple[int, int]] = {}
    for match in _headings(text):
        seen.setdefault(match[1].lower().rstrip("s"), match.span(1))
    machine = seen.get("assistant") or seen.get("response")
    other = seen.get("human") or seen.get("user") or seen.get("instruction") or seen.get("system") or seen.get("prompt")
    if machine and other and ("assistant" in seen or "instruction" in seen):
        yield Match("forged_turns", 0.6, *other)
    elif "system" in seen:
        yield Match("forged_turns", 0.25, *seen["system"])
    elif machine and "assistant" in seen:
        yield Match("forged_turns", 0.2, *machine)


def _headings(text: str) -> "Iterator[re.Match[str]]":
    """What stands between the beginning of a line and a colon, and is a heading."""
    at = text.find(":")
    while at >= 0:
        if text[at - 1 : at] in _LAST_OF_HEADINGS:
            start = text.rfind("\n", max(0, at - _LONGEST_HEADING), at) + 1
            if (start or at <= _LONGEST_HEADING) and (match := _HEADING.fullmatch(text, start, at)):
                yield match
        at = text.find(":", at + 1)


def _beginning(marks: tuple[str, ...], pattern: "re.Pattern[str]", text: str) -> "Iterator[re.Match[str]]":
    """At most six matches for each of the marks they begin with: where these are few they are found far faster than a pattern is."""
    if sum(map(text.count, marks)) > _MANY + len(text) // _RARE:
        yield from islice(pattern.finditer(text), _MOST)
        return
    for mark in marks:
        found, at = 0, text.find(mark)
        while at >= 0 and found < _MOST:
            match = pattern.match(text, at)
            if match:
                found += 1
                yield match
            at = text.find(mark, match.end() if match else at + 1)
