"""Cost of the splitting of mail bodies: `python -m bench.quotes`. Its scores are with the others, in `bench.scores`."""

import timeit

from postroom.lib.quoting import split_html, split_text

LINE = "Bring the blue folder and the two keys when you come on Thursday"
QUOTED = "On Tue, 3 May 2022 at 10:15, Ana Lima <ana@example.com> wrote:\n\n"
PAGE = "".join(f'<tr><td class="cell" style="padding:4px;color:#333">{LINE}</td><td><a href="#">see</a></td></tr>' for _ in range(140))
BODIES = {
    "2 kB plain, nothing quoted": "\n".join([LINE] * 31),
    "2 kB plain, reply": "Fine.\n\n" + QUOTED + "\n".join(["> " + LINE] * 30),
    "20 kB plain, reply": "Fine.\n\n" + QUOTED + "\n".join(["> " + LINE] * 300),
    "20 kB html, nothing quoted": f"<html><body><table>{PAGE}</table></body></html>",
    "20 kB html, reply": f'<div>Fine.</div><blockquote type="cite"><table>{PAGE}</table></blockquote>',
}


def main() -> None:
    for name, body in BODIES.items():
        split = split_html if "html" in name else split_text
        best = min(timeit.repeat(lambda split=split, body=body: split(body), number=100, repeat=5)) / 100
        print(f"{name:30} {len(body):6} characters {best * 1e6:8.1f} µs")


if __name__ == "__main__":
    main()
