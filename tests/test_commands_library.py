"""The commands of the player's library: add, remove, packs."""

from __future__ import annotations

import io
import json
import stat
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from quiz.cli import main
from quiz.packs import incoming, library
from quiz.packs.check import load
from quiz.packs.library import pack_name
from tests.builders import in_bank

PACK = (
    "title: {}\nallow: [no-explanation]\nquestions:\n- {{question: Q?, answer: A, wrong: [B, C]}}\n"
)
GOOD = PACK.format("Good")
BAD = GOOD.replace("answer", "awnser")

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QUIZ_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("good.yaml").write_text(GOOD)
    Path("bad.yaml").write_text(BAD)
    return tmp_path / "home"


def own() -> list[str]:
    return [p.name for p in library.installed() if not p.built_in and not p.package]


def zipped(*members: tuple[str | zipfile.ZipInfo, str]) -> Path:
    with zipfile.ZipFile("packs.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return Path("packs.zip")


class TestAdd:
    def test_a_file(self, home: Path, capsys: Output) -> None:
        assert main(["add", "good.yaml"]) == 0
        assert capsys.readouterr().out == "good: 1 question, Good\n"
        assert (home / "packs" / "good.yaml").read_text() == GOOD
        assert own() == ["good"]
        assert [path.name for path in (home / "packs").iterdir()] == ["good.yaml"]

    def test_under_another_name(self) -> None:
        assert main(["add", "good.yaml", "--name", "better"]) == 0
        assert own() == ["better"]
        assert main(["add", "good.yaml", "bad.yaml", "--name", "x"]) == 2

    def test_the_same_again(self, capsys: Output) -> None:
        main(["add", "good.yaml"])
        capsys.readouterr()
        assert main(["add", "good.yaml"]) == 0
        assert "already there" in capsys.readouterr().out

    def test_another_of_that_name_only_if_it_may_be_replaced(
        self, home: Path, capsys: Output
    ) -> None:
        main(["add", "good.yaml"])
        Path("good.yaml").write_text(PACK.format("Better"))
        assert main(["add", "good.yaml"]) == 1
        told = capsys.readouterr().err
        assert "--replace moves that one out of your library; --name NAME keeps both" in told
        assert (home / "packs" / "good.yaml").read_text() == GOOD
        assert main(["add", "good.yaml", "--replace"]) == 0
        assert "removed" in capsys.readouterr().out
        assert "Better" in (home / "packs" / "good.yaml").read_text()
        assert (home / "removed" / "good.yaml").read_text() == GOOD

    def test_a_broken_one_is_reported_and_the_others_are_added(self, capsys: Output) -> None:
        assert main(["add", "bad.yaml", "no-such.yaml", "good.yaml"]) == 1
        captured = capsys.readouterr()
        assert captured.out == "good: 1 question, Good\n"
        assert "bad.yaml:4:18: error[unknown-key]" in captured.err
        assert "bad.yaml was not added" in captured.err
        assert "no-such.yaml: there is no such file" in captured.err
        assert own() == ["good"]

    def test_what_is_no_pack_can_be_imported(self, capsys: Output) -> None:
        Path("a table.csv").write_text("question,answer,wrong 1\nQ?,A,B\n")
        assert main(["add", "good.yaml", "a table.csv"]) == 1
        assert capsys.readouterr().err == (
            "quiz: a table.csv is CSV or XLSX, not a pack\n"
            "      `quiz import 'a table.csv' -o 'a table.yaml'` makes one of it\n"
            "quiz: 1 of 2 packs not added\n"
        )

    def test_a_spreadsheet_is_no_archive_of_packs(self, capsys: Output) -> None:
        zipped(("[Content_Types].xml", "-"), ("xl/workbook.xml", "-"))
        assert main(["add", "packs.zip"]) == 1
        assert "is a spreadsheet, not a pack" in capsys.readouterr().err

    def test_the_problems_of_a_pack_are_reported_whatever_its_ending(self, capsys: Output) -> None:
        Path("bad.txt").write_text(BAD)
        assert main(["add", "bad.txt"]) == 1
        assert "unknown-key" in capsys.readouterr().err

    def test_the_name_of_a_bank(self, capsys: Output) -> None:
        Path("plot.yaml").write_text(GOOD)
        assert main(["add", "plot.yaml"]) == 1
        told = capsys.readouterr().err
        assert "a built-in pack is called plot" in told
        assert own() == []
        assert main(["add", "plot.yaml", "--name", "my-plot"]) == 0
        assert "--name my-plot" in told

    def test_a_folder_without_its_subfolders_and_links(self, capsys: Output) -> None:
        Path("many", "below").mkdir(parents=True)
        Path("many", "one.yaml").write_text(GOOD)
        Path("many", "two.yml").write_text(GOOD)
        Path("many", "below", "three.yaml").write_text(GOOD)
        Path("many", "notes.txt").write_text("-")
        Path("many", "link.yaml").symlink_to(Path("good.yaml").absolute())
        assert main(["add", "many"]) == 1
        captured = capsys.readouterr()
        assert captured.out.count("1 question") == 2
        assert "link.yaml: this is a link" in captured.err
        assert "below: skipped: a folder" in captured.err
        assert own() == ["one", "two"]

    def test_a_folder_without_packs(self, capsys: Output) -> None:
        Path("many", "below").mkdir(parents=True)
        assert main(["add", "many"]) == 1
        Path("many", "below", "three.yaml").write_text(GOOD)
        assert main(["add", "many"]) == 1
        assert "its subfolders do" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("bound", "words"),
        [("FOLDER_FILES", "more than 2 packs"), ("TOTAL_BYTES", "more than 2 bytes")],
    )
    def test_a_folder_that_is_too_large(
        self, bound: str, words: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        monkeypatch.setattr(incoming, bound, 2)
        Path("third.yaml").write_text(GOOD)
        assert main(["add", "."]) == 1
        assert words in capsys.readouterr().err
        assert own() == []

    @pytest.mark.parametrize("inner", ["a/x.yaml", "b/x.yml"])
    def test_two_of_one_name(self, inner: str, home: Path, capsys: Output) -> None:
        Path(inner).parent.mkdir()
        Path(inner).write_text(PACK.format("Other"))
        Path("x.yaml").write_text(GOOD)
        assert main(["add", "x.yaml", inner, "--replace"]) == 1
        assert "another pack called x was given before" in capsys.readouterr().err
        assert (home / "packs" / "x.yaml").read_text() == GOOD
        assert not (home / "removed").exists()

    @pytest.mark.parametrize(
        "file", ["x.txt", "x.YAML", "x.yml", "x", "x.json", "x.yaml.txt", "x.json.txt"]
    )
    def test_the_ending_is_no_part_of_the_name(self, file: str) -> None:
        Path(file).write_text(GOOD)
        assert main(["add", file]) == 0
        assert own() == ["x"]

    @pytest.mark.parametrize(
        "name",
        [
            "", ".", "a/b", "a\\b", "con", "com¹", "con .x", "-x", ".x", "a:b", "a\x1bb", "a ",
            "a?", "x" * 81, "\U0001f600" * 80,
        ],
    )  # fmt: skip
    def test_names_that_no_file_should_have(self, name: str, capsys: Output) -> None:
        assert main(["add", "good.yaml", f"--name={name}"]) == 1
        assert "cannot be the name of a pack" in capsys.readouterr().err
        assert own() == []

    @pytest.mark.parametrize("name", ["rivers", "한국 drama", "a.b", "2025-07"])
    def test_names_that_are_fine(self, name: str) -> None:
        assert pack_name(f"{name}.yaml") == name

    def test_without_a_home(self, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
        for name in ("QUIZ_HOME", "HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            monkeypatch.delenv(name, raising=False)
        if sys.platform != "win32":
            assert main(["add", "good.yaml"]) == 1
            assert "no folder for packs" in capsys.readouterr().err

    def test_what_cannot_be_replaced_stays(self, home: Path, capsys: Output) -> None:
        (home / "packs" / "good.yaml" / "folder").mkdir(parents=True)
        (home / "packs" / "good.yml").write_text("mine")
        assert main(["add", "good.yaml", "--replace"]) == 1
        assert "cannot be written" in capsys.readouterr().err
        assert (home / "packs" / "good.yml").read_text() == "mine"
        assert sorted(path.name for path in (home / "packs").iterdir()) == ["good.yaml", "good.yml"]

    def test_where_it_cannot_be_written(self, home: Path, capsys: Output) -> None:
        home.write_text("a file")
        assert main(["add", "good.yaml"]) == 1
        assert "cannot be written" in capsys.readouterr().err


class TestArchive:
    def test_its_packs(self, capsys: Output) -> None:
        zipped(("packs/one.yaml", GOOD), ("packs/two.yaml", GOOD), ("packs/README.md", "-"))
        assert main(["add", "packs.zip"]) == 0
        assert own() == ["one", "two"]

    @pytest.mark.parametrize(
        "name", ["../x.yaml", "/x.yaml", "a/../../x.yaml", "..\\x.yaml", "C:x.yaml", "C:\\x.yaml"]
    )
    def test_a_path_that_leads_out_of_it(self, name: str, home: Path, capsys: Output) -> None:
        zipped((name, GOOD), ("good.yaml", GOOD))
        assert main(["add", "packs.zip"]) == 1
        assert "leads out of the archive" in capsys.readouterr().err
        assert own() == ["good"]
        assert not (home.parent / "x.yaml").exists()

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO])
    def test_what_is_no_file(self, kind: int, capsys: Output) -> None:
        member = zipfile.ZipInfo("link.yaml")
        member.external_attr = (kind | 0o777) << 16
        zipped((member, "/etc/passwd"))
        assert main(["add", "packs.zip"]) == 1
        assert "a link or another special file" in capsys.readouterr().err
        assert own() == []

    def test_two_of_one_name(self, capsys: Output) -> None:
        zipped(("a/one.yaml", GOOD), ("b/one.yaml", PACK.format("Other")))
        assert main(["add", "packs.zip"]) == 1
        assert "another pack called one was given before" in capsys.readouterr().err
        assert own() == ["one"]

    def test_a_bomb(self, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
        monkeypatch.setattr(incoming, "LIMIT", 100_000)
        zipped(("bomb.yaml", "#" * 10_000_000))
        assert main(["add", "packs.zip"]) == 1
        assert "larger" in capsys.readouterr().err

    def test_a_bomb_of_many(self, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
        monkeypatch.setattr(incoming, "TOTAL_BYTES", 1_000_000)
        zipped(*((f"{n}.yaml", "#" * 300_000) for n in range(9)))
        assert main(["add", "packs.zip"]) == 1
        assert "larger" in capsys.readouterr().err

    @pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
    def test_a_compression_that_could_be_a_bomb(self, compression: int, capsys: Output) -> None:
        with zipfile.ZipFile("packs.zip", "w", compression) as archive:
            archive.writestr("bomb.yaml", "#" * 1_000_000)
            archive.writestr("good.yaml", GOOD, zipfile.ZIP_STORED)
        assert main(["add", "packs.zip"]) == 1
        assert "bomb.yaml: its compression is not supported" in capsys.readouterr().err
        assert own() == ["good"]

    def test_a_repository(self, capsys: Output) -> None:
        zipped(("repo/one.yaml", GOOD), ("repo/.github/workflows/ci.yml", "on: push"))
        assert main(["add", "packs.zip"]) == 0
        captured = capsys.readouterr()
        assert captured.out == "one: 1 question, Good\n"
        assert "ci.yml: skipped: more than one folder deep" in captured.err

    def test_one_with_packs_too_deep(self, capsys: Output) -> None:
        zipped(("a/b/one.yaml", GOOD))
        assert main(["add", "packs.zip"]) == 1
        assert "more than one folder deep" in capsys.readouterr().err

    def test_an_archive_in_an_archive(self, capsys: Output) -> None:
        zipped(("one.yaml", GOOD), ("inner.ZIP", "PK\x03\x04"))
        assert main(["add", "packs.zip"]) == 0
        assert "inner.ZIP: skipped: an archive in an archive" in capsys.readouterr().err

    def test_a_directory_of_a_million(self, capsys: Output) -> None:
        entry = b"PK\x01\x02" + bytes(24) + b"\x01" + bytes(17) + b"a"
        entries = entry * 300_000
        end = b"PK\x05\x06" + bytes(4) + b"\x01\x00\x01\x00" + len(entries).to_bytes(4, "little")
        Path("packs.zip").write_bytes(b"PK\x03\x04" + bytes(26) + entries + end + bytes(6))
        assert main(["add", "packs.zip"]) == 1
        assert "holds more than 1,000 files" in capsys.readouterr().err

    def test_too_many_files(self, capsys: Output) -> None:
        zipped(*((f"{n}.txt", "") for n in range(incoming.ARCHIVE_FILES + 1)))
        assert main(["add", "packs.zip"]) == 1
        assert "holds more than 1,000 files" in capsys.readouterr().err

    def test_damaged_ones(self, capsys: Output) -> None:
        whole = zipped(("good.yaml", GOOD * 50)).read_bytes()
        for at in range(0, len(whole), 3):
            Path("packs.zip").write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
            assert main(["add", "packs.zip"]) in (0, 1)
            Path("packs.zip").write_bytes(whole[:at])
            assert main(["add", "packs.zip"]) == 1
        capsys.readouterr()

    def test_an_encrypted_one(self, capsys: Output) -> None:
        data = bytearray(zipped(("good.yaml", GOOD)).read_bytes())
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        Path("packs.zip").write_bytes(data)
        assert main(["add", "packs.zip"]) == 1
        assert "encrypted" in capsys.readouterr().err


class Handler(BaseHTTPRequestHandler):
    """A web server with packs and traps."""

    def do_GET(self) -> None:
        where = self.path.strip("/")
        if where == "endless":
            self.send_response(302)
            self.send_header("Location", "/good.yaml")
            self.end_headers()
            with suppress(OSError):  # the client has closed the connection
                while True:
                    self.wfile.write(b"#" * 65536)
        if where.startswith("to-"):
            self.send_response(302)
            targets = {
                "to-good": "/good.yaml", "to-file": "file:///etc/passwd", "to-itself": "/to-itself",
                "to-ftp": "ftp://localhost/x",
            }  # fmt: skip
            self.send_header("Location", targets[where])
            self.end_headers()
            return
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as made:
            made.writestr("zipped.yaml", GOOD)
        pages = {
            "good.yaml": GOOD.encode(), "page": b"<!DOCTYPE html><title>x</title>",
            "packs": archive.getvalue(), "named": GOOD.encode(), "large": b"#" * 200_000,
            "%ED%95%9C%20x.yaml": GOOD.encode(), "short": GOOD.encode(), "packed": b"\x1f\x8b",
            "marked": b"\xef\xbb\xbf\n<!-- a page -->", "slow": b"#" * 60,
            "questions.csv": b"question,answer,wrong 1\nQ?,A,B\n",
        }  # fmt: skip
        if where == "escape":
            self.send_response(500, "\x1b[31mred\x07")
            self.end_headers()
            return
        if where not in pages:
            self.send_error(404)
            return
        self.send_response(200)
        if where == "short":
            self.send_header("Content-Length", "1000")
        if where == "packed":
            self.send_header("Content-Encoding", "gzip")
        if where == "named":
            self.send_header("Content-Disposition", 'attachment; filename="../../called.yaml"')
        self.end_headers()
        if where != "slow":
            self.wfile.write(pages[where])
            return
        with suppress(OSError):  # the client has closed the connection
            for _ in pages[where]:
                self.wfile.write(b"#")
                time.sleep(0.1)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("NO_PROXY", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


class TestAddress:
    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ("good.yaml", "good"), ("to-good", "good"), ("packs", "zipped"), ("named", "called"),
            ("good.yaml?raw=1", "good"), ("한 x.yaml", "한 x"), ("endless", "good"),
        ],
    )  # fmt: skip
    def test_what_is_there(self, web: str, path: str, name: str) -> None:
        if "?" in path:
            path = path.partition("?")[0]
        assert main(["add", f"{web}/{path}"]) == 0
        assert own() == [name]

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("none", "404"),
            ("page", "is a web page, not a pack"),
            ("marked", "is a web page, not a pack"),
            ("short", "broke off after 90 bytes"),
            ("packed", "compressed (gzip)"),
            ("escape", "500 ␛[31mred␇"),
            ("to-file", "not allowed"),
            ("to-ftp", "not a web address"),
            ("to-itself", "redirect"),
        ],
    )
    def test_what_is_not(self, web: str, path: str, words: str, capsys: Output) -> None:
        assert main(["add", f"{web}/{path}"]) == 1
        assert words in capsys.readouterr().err
        assert own() == []

    def test_questions_for_an_import(self, web: str, capsys: Output) -> None:
        assert main(["import", f"{web}/questions.csv", "-o", "out.yaml"]) == 0
        assert capsys.readouterr().out.startswith("out.yaml: 1 question from ")
        assert load(Path("out.yaml")).title == "Questions"
        assert main(["import", f"{web}/page", "-o", "other.yaml"]) == 1
        assert "this is a web page, not a file of questions" in capsys.readouterr().err

    def test_what_comes_in_drops(
        self, web: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        monkeypatch.setattr(incoming, "DOWNLOAD_SECONDS", 0.3)
        assert main(["add", f"{web}/slow"]) == 1
        assert "too slow" in capsys.readouterr().err

    def test_what_is_too_large(
        self, web: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        monkeypatch.setattr(incoming, "LIMIT", 100_000)
        assert main(["add", f"{web}/large"]) == 1
        assert "larger than 100,000 bytes" in capsys.readouterr().err

    @pytest.mark.parametrize(
        "address", ["file:///etc/passwd", "file:/x", "data:,x", "ftp://localhost/x", "http://", "http://127.0.0.1:9/x",
                    "http://[/x", "https://no-such-host.invalid/x"]
    )  # fmt: skip
    def test_addresses_that_lead_nowhere(
        self, address: str, monkeypatch: pytest.MonkeyPatch, capsys: Output
    ) -> None:
        monkeypatch.setenv("NO_PROXY", "*")
        assert main(["add", address]) == 1
        assert capsys.readouterr().err.startswith("quiz: ")


class TestRemove:
    def test_one_of_ones_own(self, home: Path, capsys: Output) -> None:
        main(["add", "good.yaml"])
        time.sleep(0.2)
        main(["packs"])
        assert list((home / "cache").iterdir())
        before = {path.name for path in (home / "cache").iterdir()}
        assert main(["remove", "good"]) == 0
        assert len(before - {path.name for path in (home / "cache").iterdir()}) == 1
        assert str(home / "removed" / "good.yaml") in capsys.readouterr().out
        assert own() == []
        main(["add", "good.yaml"])
        assert main(["remove", "good"]) == 0
        assert (home / "removed" / "good-2.yaml").exists()

    def test_a_bank_stays(self, capsys: Output) -> None:
        assert main(["remove", "plot"]) == 1
        assert "comes with the game" in capsys.readouterr().err

    def test_an_unknown_one_keeps_the_others_where_they_are(self, capsys: Output) -> None:
        main(["add", "good.yaml"])
        assert main(["remove", "good", "goood"]) == 2
        assert "did you mean good?" in capsys.readouterr().err
        assert own() == ["good"]


def test_the_list_of_packs(home: Path, capsys: Output) -> None:
    main(["add", "good.yaml"])
    (home / "packs" / "bad.yaml").write_text(BAD)
    capsys.readouterr()
    assert main(["packs"]) == 0
    captured = capsys.readouterr()
    lines = captured.out.splitlines()
    assert [line.split()[0] for line in lines] == ["cast", "plot", "schedule", "bad", "good"]
    assert lines[0].endswith("built in")
    assert lines[-1].endswith("yours")
    assert "bad.yaml:4:18: error[unknown-key]" in captured.err
    assert main(["packs", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    banks = [in_bank(name) for name in ("cast", "plot", "schedule")]
    assert [pack["questions"] for pack in found] == [*banks, None, 1]
    assert "unknown-key" in found[3]["problem"]


class TestPackages:
    """Packs that packages bring."""

    @pytest.fixture
    def site(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        site = tmp_path / "site"
        (site / "river_packs" / "data").mkdir(parents=True)
        (site / "river_packs" / "__init__.py").write_text("raise SystemExit('run')")
        (site / "river_packs" / "data" / "rivers.yaml").write_text(GOOD)
        monkeypatch.syspath_prepend(str(site))
        return site

    def announce(self, site: Path, text: str) -> None:
        folder = site / "river_packs-1.0.dist-info"
        folder.mkdir()
        (folder / "entry_points.txt").write_text(text)

    def test_they_are_there_and_nothing_is_run(self, site: Path, capsys: Output) -> None:
        self.announce(site, "[quiz.packs]\nrivers = river_packs.data\n")
        assert main(["packs"]) == 0
        assert "package river_packs" in capsys.readouterr().out
        assert "river_packs" not in sys.modules
        assert main(["remove", "rivers"]) == 1
        assert "pip uninstall river_packs" in capsys.readouterr().err
        assert main(["check", "rivers"]) == 0

    @pytest.mark.parametrize(
        "text",
        [
            "[quiz.packs]\nrivers = no_such_package.data\n",
            "[quiz.packs]\nrivers = river_packs.nothing\n",
            "[quiz.packs]\nrivers = ../../etc\n",
            "[quiz.packs]\nrivers =\n",
            "[quiz.packs\nrivers\n",
        ],
    )
    def test_a_broken_one_is_named_and_skipped(self, site: Path, text: str, capsys: Output) -> None:
        self.announce(site, text)
        assert main(["packs"]) == 0
        captured = capsys.readouterr()
        assert "the package river_packs provides no packs" in captured.err
        assert "plot" in captured.out
        assert main(["check"]) == 0
        assert "the package river_packs provides no packs" in capsys.readouterr().err
        (broken,) = (found.name for found in library.installed() if found.package)
        assert main(["check", broken]) == 1
        assert "the package river_packs provides no packs" in capsys.readouterr().err

    def test_one_that_is_there_twice(
        self, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.announce(site, "[quiz.packs]\nrivers = river_packs.data\n")
        (tmp_path / "site64").symlink_to(site)
        monkeypatch.syspath_prepend(str(tmp_path / "site64"))
        assert [found.name for found in library.installed() if found.package] == ["rivers"]

    def test_one_without_packs(self, site: Path, capsys: Output) -> None:
        (site / "river_packs" / "data" / "rivers.yaml").unlink()
        self.announce(site, "[quiz.packs]\nrivers = river_packs.data\n")
        assert main(["packs"]) == 0
        assert "`river_packs.data` is not a folder with .yaml files" in capsys.readouterr().err

    def test_other_entry_points_are_no_matter(self, site: Path) -> None:
        self.announce(site, "[console_scripts]\nquiz.packs = a:b\n")
        assert all(not found.package for found in library.installed())
