"""Packs that were added from a web address, fetched again."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.packs.origins import checksum, recall

OLD = """title: Rivers
questions:
- {question: Which flows through Seoul?, answer: Han, wrong: [Geum, Imjin]}
- {id: longest, question: Which is the longest?, answer: Volga, wrong: [Don, Rhine]}
- {question: Which is gone?, answer: This, wrong: [That, Those]}
"""
NEW = """title: Great rivers
questions:
- {question: Which flows through Seoul?, answer: The Han, wrong: [Geum, Imjin]}
- {id: longest, question: Which is the longest?, answer: Volga, wrong: [Don], difficulty: hard}
- {question: "Which is [b]new[/b]?", answer: This, wrong: [That, Those]}
"""
CHANGES = """rivers: {address}/rivers.yaml has changed
  title: Rivers -> Great rivers
  changed: Which flows through Seoul? (answer: Han -> The Han)
  changed: Which is the longest? (wrong, difficulty)
  added: Which is [b]new[/b]?
  removed: Which is gone?
"""

Output = pytest.CaptureFixture[str]


class Pages(dict[str, str]):
    """The pages of a web server, by path, and where it is."""

    address = ""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    pages = Pages({"/rivers.yaml": OLD})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/packs.zip":
                archive = io.BytesIO()
                with zipfile.ZipFile(archive, "w") as made:
                    for path, text in pages.items():
                        made.writestr(f"packs{path}", text)
                data = archive.getvalue()
            elif self.path in pages:
                data = pages[self.path].encode()
            else:
                self.send_error(404)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    monkeypatch.setenv("NO_PROXY", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pages.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield pages
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def own(web: Pages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> Path:
    """The folder of packs, with the one that was fetched."""
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["add", f"{web.address}/rivers.yaml"]) == 0
    capsys.readouterr()
    return tmp_path / "home" / "packs"


def typed(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.StringIO(text)
    monkeypatch.setattr(stdin, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", stdin)


def test_where_a_pack_is_from_is_beside_it_and_not_in_it(own: Path, web: Pages) -> None:
    assert (own / "rivers.yaml").read_text() == OLD
    origin = recall(own / "rivers.yaml")
    assert origin
    assert origin.address == f"{web.address}/rivers.yaml"
    assert origin.sha256 == checksum(OLD.encode())
    assert main(["remove", "rivers"]) == 0
    assert list(own.iterdir()) == []


def test_nothing_new(own: Path, capsys: Output) -> None:
    assert main(["update"]) == 0
    assert capsys.readouterr().out == "rivers: nothing new\n"


def test_what_has_changed_is_shown_before_anything_is_replaced(
    own: Path, web: Pages, capsys: Output
) -> None:
    web["/rivers.yaml"] = NEW
    assert main(["update"]) == 2
    captured = capsys.readouterr()
    assert captured.out == CHANGES.format(address=web.address)
    assert "--yes replaces without asking" in captured.err
    assert (own / "rivers.yaml").read_text() == OLD


def test_it_is_replaced_by_permission(own: Path, web: Pages, capsys: Output) -> None:
    web["/rivers.yaml"] = NEW
    assert main(["update", "rivers", "--yes"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(CHANGES.format(address=web.address))
    assert "edited" not in out
    assert (own / "rivers.yaml").read_text() == NEW
    assert (own.parent / "removed" / "rivers.yaml").read_text() == OLD
    assert main(["update"]) == 0
    assert "nothing new" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "after"), [("y\n", NEW), ("n\n", OLD), ("\n", OLD), ("", OLD)])
def test_the_player_is_asked(
    answer: str, after: str, own: Path, web: Pages, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    web["/rivers.yaml"] = NEW
    typed(answer, monkeypatch)
    assert main(["update"]) == 0
    assert "Replace rivers? [y/N]" in capsys.readouterr().err
    assert (own / "rivers.yaml").read_text() == after


def test_an_edited_pack_is_told_and_kept_in_the_folder_of_removed_ones(
    own: Path, web: Pages, capsys: Output
) -> None:
    edited = OLD.replace("Han", "Hangang")
    (own / "rivers.yaml").write_text(edited)
    assert main(["update", "--yes"]) == 0
    assert capsys.readouterr().out == "rivers: only yours has changed\n"
    web["/rivers.yaml"] = NEW
    assert main(["update", "--yes"]) == 0
    assert "your edits would be replaced" in capsys.readouterr().out
    assert (own / "rivers.yaml").read_text() == NEW
    assert (own.parent / "removed" / "rivers.yaml").read_text() == edited


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (NEW.replace("answer: The", "awnser: The"), "what is at its address now has errors"),
        ("<!doctype html>", "is a web page"),
        (None, "404"),
    ],
)
def test_what_is_no_sound_pack_is_refused(
    page: str | None, words: str, own: Path, web: Pages, capsys: Output
) -> None:
    if page is None:
        web.clear()
    else:
        web["/rivers.yaml"] = page
    assert main(["update", "--yes"]) == 1
    assert words in capsys.readouterr().err
    assert (own / "rivers.yaml").read_text() == OLD


def test_a_pack_of_an_archive(own: Path, web: Pages, capsys: Output) -> None:
    web["/lakes.yaml"] = OLD.replace("Rivers", "Lakes")
    assert main(["add", f"{web.address}/packs.zip", "--replace"]) == 0
    web["/lakes.yaml"] = NEW
    capsys.readouterr()
    assert main(["update", "--yes", "lakes"]) == 0
    assert f"lakes: {web.address}/packs.zip/packs/lakes.yaml has changed" in capsys.readouterr().out
    assert (own / "lakes.yaml").read_text() == NEW
    del web["/lakes.yaml"]
    assert main(["update", "--yes"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "rivers: nothing new\n"
    assert "it is no longer there" in captured.err


def test_packs_without_an_address(own: Path, web: Pages, capsys: Output) -> None:
    Path("mine.yaml").write_text(NEW)
    main(["add", "mine.yaml"])
    assert main(["update", "mine"]) == 1
    assert "`quiz add URL --replace`" in capsys.readouterr().err
    assert main(["update", "plot"]) == 2
    assert main(["update", "rivrs"]) == 2
    assert "did you mean rivers?" in capsys.readouterr().err
    Path("rivers.yaml").write_text(NEW)
    assert main(["add", "rivers.yaml", "--replace"]) == 0
    assert main(["update"]) == 0
    assert "None of your packs was added from a web address." in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[" * 5000, "[]", '{"address": 1}', "\0", '{"x": "y"}',
        '{"address": "/etc/passwd", "file": "/etc/passwd", "sha256": ""}',
        '{"address": 1, "file": "", "sha256": ""}',
    ],
)  # fmt: skip
def test_an_origin_that_cannot_be_read_is_none(text: str, own: Path, capsys: Output) -> None:
    (own / "rivers.origin.json").write_text(text)
    assert main(["update"]) == 0
    assert "None of your packs" in capsys.readouterr().err
