from __future__ import annotations

from quiz.formats._text import decode


def test_each_line_has_its_own_encoding() -> None:
    assert decode("é\r\n".encode() + "é\r".encode("cp1252") + b"\x81") == "é\né\n\ufffd"
    assert decode("\ufeffé".encode()) == decode("é".encode("utf-16")) == "é"
