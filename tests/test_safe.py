"""Hostile bytes become printable ASCII, reversibly."""

import itertools
import re

from httplogstats.safe import clip, printable, raw, safe


def undo(text: str) -> bytes:
    parts = re.findall(r"\\\\|\\x[0-9a-f]{2}|[^\\]", text)
    assert "".join(parts) == text
    return bytes(
        0x5C if part == "\\\\" else int(part[2:], 16) if len(part) == 4 else ord(part) for part in parts
    )


def test_every_two_bytes_come_out_printable_and_can_be_turned_back() -> None:
    for pair in itertools.product(range(256), repeat=2):
        octets = bytes(pair)
        text = safe(octets)
        assert text.isascii()
        assert text.isprintable()
        assert undo(text) == octets
        assert raw(text) == octets


def test_literals() -> None:
    assert safe(b"/pages/create?x=1") == "/pages/create?x=1"
    assert safe(b"\x1b[2J") == "\\x1b[2J"
    assert safe("é\u202e".encode()) == "\\xc3\\xa9\\xe2\\x80\\xae"
    assert safe(b"a\\b") == "a\\\\b"


def test_a_text_that_is_no_utf_8_has_bytes() -> None:
    assert raw("\udcff\\x1b") == b"\xff\x1b"
    assert raw("\ud800") == b"?"


def test_names_of_files_are_shown_as_they_are_where_that_is_harmless() -> None:
    assert printable("Zugriffe ü.log: gone\n  ^") == "Zugriffe ü.log: gone\n  ^"
    assert printable("a\x1b[2J\udcff\u202e") == r"a\x1b[2J\xff\xe2\x80\xae"


def test_clip() -> None:
    assert clip("/pages", 6) == "/pages"
    assert clip("/pages", 5) == "/pag~"
    assert clip("/pages", 1) == "~"
    assert clip("/pages", 0) == ""
