"""`extractor repair`: JSON, plain text and the coloured two sides; the input stays."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.cli.main import main

FOUND = "產(chǎn)業(yè)高端化、規(guī)?;?、集聚化\n第二行沒有損壞。\n"
MEANT = "产业高端化、规模化、集聚化\n第二行没有损坏。\n"


def written(folder: Path, text: str) -> Path:
    file = folder / "found.txt"
    file.write_text(text, "utf-8")
    return file


def test_in_a_pipe_it_is_the_repaired_text(tmp_path: Path, capsys) -> None:
    file = written(tmp_path, FOUND)
    assert main(["repair", str(file)]) == 0
    out, err = capsys.readouterr()
    assert out == MEANT
    assert "1 chosen by the model" in err
    assert file.read_text("utf-8") == FOUND


def test_explained_in_json(tmp_path: Path, capsys) -> None:
    assert main(["repair", str(written(tmp_path, FOUND)), "--explain"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["id"] == "found"
    assert told["verdict"] == "repaired"
    assert told["text"] == MEANT
    shift, = (edit for edit in told["edits"] if edit["kind"] == "shift")
    assert (shift["before"], shift["after"], shift["by"]) == ("?;?", "模化", "model")
    assert shift["gain"] > 0
    for edit in told["edits"]:
        assert FOUND[slice(*edit["span"])] == edit["before"]


def test_both_sides_in_colour(tmp_path: Path, capsys) -> None:
    assert main(["repair", str(written(tmp_path, FOUND)), "--color", "always"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.replace("\033[2m", "")[0] for line in lines] == ["-", "+", " "]
    assert "\033[31m(guī)\033[0m" in lines[0]
    assert "\033[33m模化\033[0m" in lines[1]


def test_refused(tmp_path: Path, capsys) -> None:
    assert main(["repair", str(written(tmp_path, "锟斤拷" * 20))]) == 3
    out, err = capsys.readouterr()
    assert not out
    assert "refused" in err
