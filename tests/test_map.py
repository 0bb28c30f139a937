"""The map is drawn by code: deterministic, well-formed, and it follows the imports."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests import draw_map
from tests.draw_map import BEGIN, END, Folder, read_map, read_ranks, section, table
from tests.map_picture import draw

SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_of_the_house_has_a_box_for_each_folder_and_is_the_same_each_time() -> None:
    folders = read_map()
    picture = draw(folders, read_ranks())
    assert picture == draw(read_map(), read_ranks())
    names = [one.text for one in ElementTree.fromstring(picture).iter(f"{SVG}text") if one.get("class") == "name"]
    assert len(names) == len(folders)
    assert {"main", "rest", "email", "email/direct", "messages", "kernel", "smtp"} <= set(names)


def test_an_import_is_a_line_and_a_cell() -> None:
    apart = {"features.accounts": Folder("features.accounts", "Keys"), "features.waits": Folder("features.waits", "Waits")}
    joined = {**apart, "features.waits": Folder("features.waits", "Waits", imports={"features.accounts"})}
    ranks = ["accounts", "waits"]
    assert draw(apart, ranks).count('class="arrow"') == 0
    assert draw(joined, ranks).count('class="arrow"') == 1
    assert "| `features/waits` | Waits | `features/accounts` |" in table(joined)


def test_words_of_a_door_cannot_break_the_picture() -> None:
    folder = Folder("lib.mime", 'Parts <b> & "quotes" of a very long sentence that goes on ' * 9)
    ElementTree.fromstring(draw({"lib.mime": folder}, []))


def test_check_fails_on_a_page_that_differs_and_passes_after_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "ARCHITECTURE.md"
    page.write_text(f"before\n{BEGIN}\nstale\n{END}\nafter\n")
    monkeypatch.setattr(draw_map, "PICTURE", tmp_path / "map.svg")
    assert _run(monkeypatch, "--check", str(page)) == 1
    assert _run(monkeypatch, str(page)) == 0
    assert page.read_text() == f"before\n{section(read_map())}\nafter\n"
    assert _run(monkeypatch, "--check", str(page)) == 0


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr("sys.argv", ["draw_map", *arguments])
    return draw_map.main()
