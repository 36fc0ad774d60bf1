"""`httplogstats check` and `formats`: what is said of a log."""

import gzip
import os
from pathlib import Path

import pytest

from httplogstats.block import Block
from httplogstats.cli import main
from httplogstats.formats.common import COMBINED
from httplogstats.formats.layout import Role
from httplogstats.formats.named import LAYOUTS
from httplogstats.inspection import CLOSELY, LATER, SURE, inspect
from httplogstats.streams import StreamTail

from .formats.data import DATA, FOREIGN

GOOD_LINE = b'10.0.0.1 - - [09/May/2018:16:00:39 +0000] "GET / HTTP/1.1" 200 1'


def check(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, list[str]]:
    code = main(["check", "--utc", str(path), *options])
    return code, capsys.readouterr().out.splitlines()


def test_a_log_that_is_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "access.log"
    later = COMBINED.example.replace(b":39 ", b":48 ") + b" 0.038\n"
    log.write_bytes((COMBINED.example + b" 0.012\n") * 150 + later * 50)
    code, said = check(log, capsys)
    assert code == 0
    assert said == [
        f"{log}: combined+time",
        "  understood   100.0 % of the lines (200 of 200)",
        "  span         2018-05-09 16:00:39 - 2018-05-09 16:00:48, 20.0/s on average",
        "  time zone    +0000",
        "  latency      in s",
        "  referrer     in 100.0 % of the hits",
        "  agent        in 100.0 % of the hits",
        f"  first line   {COMBINED.example.decode()[:97]}...",
        "    time       2018-05-09 16:00:39",
        "    client     127.0.0.1",
        "    request    GET /report",
        "    status     200, 123 bytes",
        "    referrer   https://example.com/",
        "    agent      Mozilla/5.0 (X11; Linux x86_64)",
        "    latency    12 ms",
    ]


def test_lines_that_are_not_understood_are_marked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "access.log.gz"
    wrong = COMBINED.example.replace(b" 200 ", b" 2x0 ").replace(b"/report", b"/\x1b[2J")
    log.write_bytes(gzip.compress((COMBINED.example + b"\n") * 97 + wrong + b"\n" + FOREIGN + b"\n\n"))
    code, said = check(log, capsys)
    assert code == 1
    assert said[1] == "  understood   98.0 % of the lines (97 of 99)"
    told = said[14:]
    marked = dict(zip(told[::3], zip(told[1::3], told[2::3], strict=True), strict=True))
    line, mark = marked["  not understood: expected a status from 100 to 999"]
    assert line[mark.index("^") :].startswith("2x0 123")
    assert "\x1b" not in "".join(said)
    assert "  not understood: expected a user and [" in marked


def test_a_log_of_changing_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "u_ex.log"
    log.write_bytes(
        b"#Fields: date time cs-method cs-uri-stem sc-status\n2018-01-01 12:00:00 GET /a 200\n"
        b"#Fields: date time c-ip cs-uri-stem sc-status time-taken\n2018-01-01 12:00:09 ::1 /a 200 15\n"
    )
    code, said = check(log, capsys, "--tz", "Europe/Berlin")
    assert code == 0
    assert said[0] == f"{log}: w3c"
    assert said[2] == "  span         2018-01-01 11:00:00 - 2018-01-01 11:00:09, 0.2/s on average"
    assert said[3] == "  time zone    not said: UTC, or --tz"
    assert said[4] == "  latency      in ms"


def test_how_a_line_was_read_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it a line read wrongly, yet in full, is noticed by nobody."""
    log = tmp_path / "access.log"
    log.write_bytes(b"web-1  | " + COMBINED.example.replace(b"- -", b"- james") + b"\n")
    said = check(log, capsys)[1]
    assert said[2] == "  taken off    what docker or kubectl logs puts around lines"
    assert said[said.index("    client     127.0.0.1") + 3] == "    user       james"
    log.write_bytes(DATA["uvicorn"][0].raw.replace(b"GET /", b"GET /\x1b[2J" + b"x" * 200))
    said = check(log, capsys)[1]
    assert said[-4:-2] == ["    time       none", "    client     127.0.0.1"]
    assert max(map(len, said[1:])) == 115
    assert "\x1b" not in "".join(said)
    log.write_bytes(b'2018-05-09T12:00:00,1 INFO:     ::1:80 - "GET / HTTP/1.1" 200 OK\n')
    assert "    time       2018-05-09 10:00:00" in check(log, capsys, "--tz", "+02:00")[1]


def test_a_unit_that_is_guessed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Microseconds of a fast server look like milliseconds; a format string says which they are."""
    log = tmp_path / "access.log"
    log.write_bytes((COMBINED.example + b" 312\n") * 3)
    said = check(log, capsys)[1]
    assert "  latency      in ms, a guess by whole numbers; --log-format can say it (%D, %T)" in said
    assert "    latency    312 ms" in said
    pasted = '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i" %D'
    said = check(log, capsys, "--log-format", pasted)[1]
    assert "  latency      in us" in said
    assert "    latency    312 us" in said


def test_a_log_without_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "uvicorn.log"
    log.write_bytes(b"\n".join(sample.raw for sample in DATA["uvicorn"]))
    said = check(log, capsys)[1]
    assert said[2] == "  time         none: lines count when they are read"
    assert said[4] == "  bytes        not in this log"


def test_a_given_format_is_what_is_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "access.log"
    log.write_bytes((COMBINED.example + b"\n") * 3)
    code, said = check(log, capsys, "--format", "caddy")
    assert code == 1
    assert said[:3] == [
        f"{log}: unknown",
        "  understood   0.0 % of the lines (0 of 3)",
        "  not understood: expected a JSON object",
    ]
    assert check(log, capsys, "--log-format", '%h %l %u %t "%r" %>s %b')[1][0] == f"{log}: log_format"


@pytest.mark.parametrize("data", [b"", FOREIGN + b"\n", b"\n\n"])
def test_what_is_no_log(data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(data)
    assert check(log, capsys)[0] == 1


def test_a_log_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "/nowhere/x.log"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("data", "damage", "read"),
    [
        (b"no gzip", "incorrect header check", "no lines"),
        (gzip.compress((COMBINED.example + b"\n") * 9)[:-9], "it ends too early", "combined"),
    ],
)
@pytest.mark.parametrize("command", ["check", "--no-follow"])
def test_that_an_archive_is_damaged_is_said(
    command: str, data: bytes, damage: str, read: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "access.log.gz"
    log.write_bytes(data)
    assert main([command, str(log)]) == 1
    out, err = capsys.readouterr()
    assert err.startswith(f"httplogstats: {log}: damaged: ")
    assert err.endswith(f"{damage}\n")
    assert command != "check" or out.startswith(f"{log}: {read}")


def test_all_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["formats"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2 * len(LAYOUTS)
    assert said[2] == "combined (apache, nginx, gunicorn, varnishncsa)"
    assert "\x1b" not in "".join(said)


def test_a_slow_pipe_is_waited_for_and_what_for_is_said_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each wait brings what a writer does next; without one the pipe would be polled without pause."""
    reads, writes = os.pipe()
    source = StreamTail("standard input", reads, ends=True)
    coming = [None, COMBINED.example[:20], COMBINED.example[20:] + b"\n", b""]
    waits: list[float | None] = []

    def wait(seconds: float | None) -> bool:
        waits.append(seconds)
        piece = coming.pop(0)
        if piece:
            os.write(writes, piece)
        elif piece == b"":
            os.close(writes)
        return piece is not None

    monkeypatch.setattr(source, "wait", wait)
    monkeypatch.setattr("httplogstats.checking.open_sources", lambda *_, **__: [source])
    assert main(["check", "-"]) == 0
    out, err = capsys.readouterr()
    assert "understood   100.0 % of the lines (1 of 1)" in out
    assert err == "httplogstats: standard input is silent, and has not ended: until then it is read\n"
    assert waits == [2.0, None, None, None]


def test_of_a_long_log_fewer_lines_are_looked_at_but_some_of_each_block() -> None:
    plain = GOOD_LINE + b' "-" "-"\n'
    with_agent = GOOD_LINE + b' "-" "curl/8"\n'
    blocks = [Block(plain * CLOSELY)] * (SURE // CLOSELY) + [Block(with_agent * CLOSELY)] * 2
    found = inspect(blocks, None, None)
    assert found.hits == SURE + 2 * CLOSELY
    assert found.looked == SURE + 2 * LATER
    assert found.fields[Role.AGENT] == 2 * LATER
