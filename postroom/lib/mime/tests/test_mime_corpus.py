"""The corpus read by us and by the standard library; whatever differs must fall under a rule stated here."""

import collections
import email
import email.policy
import os
import re
import signal
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from fast_mail_parser import ParseError, parse_email_tree

from postroom.lib.html import render
from postroom.lib.mime import MimeError, parse, read_part

_FOLDER = Path(os.environ.get("POSTROOM_CORPUS") or Path(__file__).parents[5] / "shared" / "corpus") / "mail"
_ENDLESS_S = 5
_TEXTS = ("text/plain", "text/html", "multipart/")
_NOT_LEAVES_HERE = ("message/", "multipart/")


@contextmanager
def _at_most(seconds):
    def stop(*_):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(scope="module")
def corpus():
    files = sorted(_FOLDER.rglob("*.eml"))
    if not files:
        pytest.skip(f"corpus not found at {_FOLDER}")
    return [(f"{f.parent.name}/{f.name}", f.read_bytes()) for f in files]


@pytest.mark.corpus
def test_every_mail_is_read_in_bounded_time_and_its_parts_are_found_again(corpus):
    for name, raw in corpus:
        with _at_most(_ENDLESS_S):
            try:
                mail = parse(raw)
            except MimeError:
                continue
            render(mail.html or "")
            for attachment in mail.attachments[:20]:
                assert read_part(raw, attachment.path) == attachment, name


@pytest.mark.corpus
def test_values_equal_the_standard_library_but_for_stated_reasons(corpus):
    compared, unexplained, explained = collections.Counter(), [], collections.Counter()
    for name, raw in corpus:
        theirs = _theirs(raw)
        if theirs is None:
            explained["not well-formed: not compared"] += 1
            continue
        ours = parse(raw)
        compared["attachment bytes"] += len(theirs["attachments"])
        for field, value in theirs.items():
            compared[field] += 1
            mine = _mine(field, ours)
            if mine != value:
                rule = _rule(field, raw, ours, mine, value)
                explained[rule] += 1
                if rule is None:
                    unexplained.append((name, field, str(mine)[:300], str(value)[:300]))
    print(f"\ncompared: {dict(compared)}\ndifferences by rule: {dict(explained)}")  # noqa: T201
    assert compared["from"] > 300
    assert not unexplained, "\n".join(map(str, unexplained))


@pytest.mark.corpus
def test_attachments_equal_those_of_a_second_parser_nearly_always(corpus):
    """fast-mail-parser is stricter about broken base64 and broken types, so a few may differ."""
    compared, different = 0, []
    for name, raw in corpus:
        try:
            tree = parse_email_tree(raw)
        except ParseError:
            continue
        compared += 1
        theirs = sorted(p.content or b"" for p in _tree_leaves(tree) if not p.content_type.startswith(_TEXTS))
        ours = sorted(a.content for a in parse(raw).attachments if not a.content_type.startswith(_TEXTS))
        if theirs != ours:
            different.append(name)
    print(f"\ncompared: {compared}, different: {len(different)}")  # noqa: T201
    assert compared > 500 and len(different) <= compared // 200


def _tree_leaves(part):
    if part.is_message or not part.children:
        yield part
        return
    for child in part.children:
        yield from _tree_leaves(child)


def _theirs(raw):
    """What `policy.default` says of a well-formed mail; None where it finds defects, fails, or does not end."""
    try:
        with _at_most(_ENDLESS_S), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain = email.message_from_bytes(raw)
            if len(raw) > 300_000 or any(part.defects for part in plain.walk()) or not plain.keys():
                return None
            mail = email.message_from_bytes(raw, policy=email.policy.default)
            leaves = [p for p in _own_leaves(plain) if not p.get_content_type().startswith(_NOT_LEAVES_HERE)]
            found = {
                "from": [a.addr_spec for h in mail.get_all("from", [])[:1] for a in h.addresses][:1],
                "to": [a.addr_spec for h in mail.get_all("to", [])[:1] for a in h.addresses],
                "cc": [a.addr_spec for h in mail.get_all("cc", [])[:1] for a in h.addresses],
                "subject": " ".join(str(mail["subject"] or "").split()),
                "message-id": str(mail["message-id"] or "").strip().strip("<>"),
                "attachments": sorted(p.get_payload(decode=True) for p in leaves if not _is_text(p)),
                "text": _text(plain, mail),
            }
            return None if any(h.defects for h in mail.values()) else found
    except TimeoutError:
        return None
    except Exception:
        return None


def _own_leaves(part):
    if part.get_content_maintype() == "message" or not part.is_multipart():
        yield part
        return
    for child in part.get_payload():
        yield from _own_leaves(child)


def _is_text(part):
    named = part.get_filename() is not None
    return part.get_content_type() in ("text/plain", "text/html") and part.get_content_disposition() != "attachment" and not named


def _text(plain, mail):
    """The only text/plain leaf, or None where there are several or none (how to join them is ours to say)."""
    texts = [p for p in _own_leaves(plain) if p.get_content_type() == "text/plain" and _is_text(p)]
    if len(texts) != 1:
        return None
    part = next(p for p in mail.walk() if p.get_content_type() == "text/plain" and _is_text(p))
    return part.get_content().replace("\r\n", "\n").replace("\r", "\n").strip() or None


def _mine(field, mail):
    if field == "from":
        return [mail.from_.address] if mail.from_ else []
    if field in ("to", "cc"):
        return [a.address for a in getattr(mail, field)]
    if field == "subject":
        return " ".join(mail.subject.split())
    if field == "message-id":
        return mail.message_id or ""
    if field == "attachments":
        return sorted(a.content for a in mail.attachments if not a.content_type.startswith(_NOT_LEAVES_HERE))
    return mail.text.strip() if mail.text else None


def _rule(field, raw, ours, mine, theirs):
    """Why we differ on purpose, or None. Rules look at bytes, values and defects, never at the name of a file."""
    charset = {"charset_wrong", "charset_guessed", "charset_broken", "charset_unknown"} & set(ours.defects)
    if field == "text" and theirs is None and mine:
        return "text joined from several parts, or taken from the embedded mail of a mail without text"
    if field == "text" and "\ufffd" in theirs and (charset or "\ufffd" not in mine):
        return "text in another charset than declared: recovered"
    if field == "text" and "\x00" in theirs and "\x00" not in mine:
        return "NUL removed"
    if field == "text" and re.search("[\x80-\x9f]", theirs):
        return "latin-1 read as cp1252 (WHATWG)"
    if field == "text" and re.search(rb"format=\"?flowed", raw, re.I) and _words(mine) == _words(theirs):
        return "format=flowed unwrapped"
    if field == "text" and theirs in mine and ours.html:
        return "an HTML part beside the text part, without text of its own, is in the text"
    if field == "subject" and "\ufffd" in theirs:
        return "raw 8-bit or wrongly labelled subject: recovered"
    if field == "subject" and "=?" in theirs and "=?" not in mine:
        return "encoded word glued to its neighbour: decoded"
    if field == "subject" and mine == theirs.replace("=", ""):
        return "malformed quoted-printable `=` dropped"
    if field == "attachments" and "base64_broken" in ours.defects:
        return "broken base64: the valid characters are decoded"
    return None


def _words(text):
    return re.sub(r"[\s>]", "", text)
