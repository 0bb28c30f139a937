"""format=flowed unwrapped (RFC 3676 §4.2), quote marks kept."""


def unflow(text: str, delsp: bool = False) -> str:
    """Lines that end in a blank join the next line of the same quote depth; `-- ` always stands alone."""
    out: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        if words.startswith(" "):
            words = words[1:]  # RFC 3676 §4.4: stuffing
        if depth == open_depth and words != "-- ":
            out.append(words)
        else:
            out.append(("\n" if out else "") + _quoted(depth, words))
        flowing = words.endswith(" ") and words != "-- "
        open_depth = depth if flowing else -1
        if flowing and delsp:
            out[-1] = out[-1][:-1]
    return "".join(out)


def _quoted(depth: int, words: str) -> str:
    return f"{'>' * depth} {words}" if depth and words else ">" * depth + words
