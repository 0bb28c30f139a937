"""How the word tables are written down: one row a language, words parted by ` | `."""


def rows(table: str) -> dict[str, tuple[str, ...]]:
    """`en: on | at` becomes {"en": ("on", "at")}; a language may have several rows. `·` stands for an outer space."""
    rows: dict[str, tuple[str, ...]] = {}
    for line in table.strip().splitlines():
        language, words = line.strip().split(": ", 1)
        rows[language] = rows.get(language, ()) + tuple(word.strip("·") for word in words.split(" | "))
    return rows
