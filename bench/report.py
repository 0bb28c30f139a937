"""The figures as Markdown: what is printed is what `--write` keeps in docs/bench.md."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from bench.intake import CELLS, Cell, Measured, describe, typical
from bench.latency import Latency
from bench.stages import Stages
from bench.waits import Parked

if TYPE_CHECKING:
    from bench.search import Asked

_METHOD = """\
Read ratios, not absolute figures: the load generator (one Python process on uvloop) shares the processors with the servers, the same
dialogue for all (HELO, MAIL, RCPT, DATA; no pipelining). All servers run all the time and take turns within each load; medians over
{rounds} round(s) of {window_s} s. A ratio under 1.5 shows no difference. "Accepted" is the server's 250: Postroom has parsed, read and
committed the mail by then; Postfix has it in its queue, and delivers to the maildir meanwhile and after; aiosmtpd has written and
fsync'ed a file. µs are processor time a mail, whatever is done after the 250 (Postfix: the delivery; Postroom: the full-text index)
included. The file of the 50 kB mail is a picture. A PDF or an office file would be read as well, after the 250 and in a process of its
own: one of three pages takes some 12 ms there."""

_LATENCY = """\
From the last byte of DATA to the whole JSON answer of a parked long-poll, with the code in it, one at a time, client on the same
machine."""

_STAGES = """\
Processor time a mail, in µs, of a server with a stopwatch inside (which costs some itself), many mails a connection. Stages exclude
each other."""

_SENDERS = """\
Processor time a mail, in µs, for SPF, DKIM, DMARC and ARC together, with every name in
memory; the look-up of a name that is new takes about a millisecond more."""

_SEARCH_AIM_MS = 50
_SEARCH = """\
{tenants} organisation(s) of {count:,} messages each in one database, interleaved; one of them asks. Invented words, Zipf's law, a twelfth
Chinese. Whole HTTP answers of `GET /v1/search` (20 hits with highlights unless said), one after the other, on the default settings of the
embedded server (shared_buffers 128 MB). The aim is {aim} ms at the 99th centile. Made in {took_s:.0f} s; messages {messages}, rows of
search {rows}, its index {index}, pairs of words {pairs}. "Cut off" counts answers that did not look at everything within a second,
and said so (`looked_back_to`). Processor time is that of server and database for one query, which does not depend on who else uses
the machine."""


def head(machine: Sequence[str]) -> str:
    """Title and machine."""
    return "# Bench\n\n`make bench` on one machine, in one run.\n\n" + "\n".join(f"- {line}" for line in machine)


def intake_section(found: Mapping[tuple[Cell, str], list[Measured]], skipped: Mapping[str, str], rounds: int, window_s: float) -> str:
    """Mails a second by server, the ratio of ours to theirs, and processor time."""
    names = list(dict.fromkeys(name for _, name in found))
    ours, *others = names
    header = [
        "load",
        *(f"{name}, mails/s" for name in names),
        *(f"× {name.split()[0]}" for name in others),
        *(f"{one.split()[0]} µs" for one in names),
    ]
    rows = []
    for cell in CELLS:
        rates = {name: typical(found[cell, name]) for name in names}
        ratios = [f"{rates[ours][0] / rates[name][0]:.1f}×" if rates[name][0] else "–" for name in others]
        rows.append([describe(cell), *(f"{rates[one][0]:,.0f}" for one in names), *ratios, *(_cpu(rates[name][1]) for name in names)])
    lines = ["## Mails accepted a second", _METHOD.format(rounds=rounds, window_s=window_s), table(header, rows)]
    return "\n\n".join([*lines, *(f"{name}: SKIPPED ({why})." for name, why in skipped.items()), _account(found, ours)])


def latency_section(alone: Latency, loaded: Latency) -> str:
    """Time to the waiter."""
    rows = [[what, str(one.samples), *(f"{ms:.2f}" for ms in (one.p50_ms, one.p99_ms, one.most_ms))] for what, one in (
        ("alone", alone),
        (f"under {loaded.load_rate:.0f} mails/s of 2 kB", loaded),
    )]  # fmt: skip
    return "\n\n".join(["## From DATA to the waiter", _LATENCY, table(["", "samples", "p50 ms", "p99 ms", "most ms"], rows)])


def waits_section(parked: Sequence[Parked]) -> str:
    """Memory of parked waits."""
    header = ["parked waits", "KiB each", "process MiB", "idle CPU %", "woken by one mail", "still parked", "last answer after ms"]
    rows = [
        [
            f"{one.waits:,}",
            f"{one.kib_each:.1f}",
            f"{one.total_mib:.0f}",
            f"{one.idle_cpu_percent:.1f}",
            str(one.woken),
            str(one.left),
            f"{one.wake_all_ms:.0f}",
        ]
        for one in parked
    ]
    return "\n\n".join(["## Parked waits", table(header, rows)])


def stages_section(stages: Sequence[Stages]) -> str:
    """Where the processor time goes."""
    header = ["stage", *(f"{one.size}, {one.connections} conn." for one in stages)]
    names = sorted({name for one in stages for name in one.us}, key=lambda name: -max(one.us.get(name, 0) for one in stages))
    rows = [
        [name, *(f"{one.us.get(name, 0):.0f}" for one in stages)] for name in names if max(one.us.get(name, 0) for one in stages) >= 0.5
    ]
    rows.append(["**Python, together**", *(f"**{sum(one.us.values()):.0f}**" for one in stages)])
    rows.append(["**PostgreSQL**", *(f"**{one.postgres_us:.0f}**" for one in stages)])
    rows.append(["statements a mail", *(f"{one.statements:.2f}" for one in stages)])
    return "\n\n".join(["## Processor time by stage", _STAGES, table(header, rows)])


def senders_section(found: Sequence[tuple[str, float]]) -> str:
    """What sender authentication costs."""
    return "\n\n".join(["## Who sent it", _SENDERS, table(["mail", "µs"], [[what, f"{us:.0f}"] for what, us in found])])


def search_section(
    machine: Sequence[str], count: int, tenants: int, took_s: float, sizes: Mapping[str, int], asked: Sequence["Asked"]
) -> str:
    """Search at size, a page of its own."""
    header = ["query", "example", "hits a page", "p50 ms", "p99 ms", "most ms", "processor ms p50", "p99", "cut off"]
    rows = [
        [
            one.name,
            f"`{one.example}`",
            f"{one.hits:.0f}",
            *(f"{ms:.1f}" for ms in (one.p50_ms, one.p99_ms, one.most_ms, one.cpu_p50_ms, one.cpu_p99_ms)),
            str(one.cut_off),
        ]
        for one in asked
    ]
    gib = {name: f"{size / 2**30:.1f} GiB" for name, size in sizes.items()}
    worst = [f"{one.name} ({one.p99_ms:.0f} ms)" for one in asked if one.p99_ms > _SEARCH_AIM_MS]
    kept = "Every class keeps the aim." if not worst else f"Over the aim: {', '.join(worst)}."
    text = _SEARCH.format(count=count, tenants=tenants, took_s=took_s, aim=_SEARCH_AIM_MS, **gib)
    head = "# Bench: search\n\n`make bench-search` on one machine, in one run.\n\n" + "\n".join(f"- {line}" for line in machine)
    return "\n\n".join([head, text, table(header, rows), kept]) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table that also reads well as text."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(header))]
    drawn = [
        "| " + " | ".join(_aligned(cell, width, place) for place, (cell, width) in enumerate(zip(line, widths, strict=True))) + " |"
        for line in lines
    ]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if place == 0 else ":") for place, width in enumerate(widths)) + "|"
    return "\n".join([drawn[0], rule, *drawn[1:]])


def _aligned(cell: str, width: int, place: int) -> str:
    return cell.ljust(width) if place == 0 else cell.rjust(width)


def _cpu(spent: Mapping[str, float]) -> str:
    return " + ".join(f"{us:.0f}" for us in spent.values())


def _account(found: Mapping[tuple[Cell, str], list[Measured]], ours: str) -> str:
    """Every mail that got a 250 is there, as the API counts; and what was refused."""
    all_of = [one for (_, name), some in found.items() if name == ours for one in some]
    accepted, stored = sum(one.accepted for one in all_of), sum(one.stored for one in all_of)
    words = (
        f"{ours}: {accepted:,} mails got a 250, {stored:,} are there by the API's count{'' if accepted == stored else ' — THEY DIFFER'}."
    )
    refused = {name: one.last_refusal for (_, name), some in found.items() for one in some if one.refusals}
    return words + "".join(f" {name} refused some, the last with: {answer}." for name, answer in refused.items())
