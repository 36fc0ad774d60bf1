"""The journal: nothing acknowledged is lost, whenever the program is killed and whatever the disk does."""

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from httplogstats.cli import main
from httplogstats.history import RETRY, Journal, Unkept, load, standard_path
from httplogstats.monitor import Decided
from httplogstats.records import event_of, line_of
from httplogstats.snapshot import AlertEvent

NOW = 1_800_000_000


def crossing(number: int, rule: str = "High traffic") -> AlertEvent:
    """Fired and recovered in turns."""
    fired = number % 2 == 0
    return AlertEvent(
        rule, fired, NOW + 60 * number, 1200 + number, 120, f"event {number}", before_start=True,
        duration=0 if fired else 60, peak=Fraction(41, 4) if fired else Fraction(21, 2),
        reading=Fraction(41, 4), over=Fraction(not fired),
    )  # fmt: skip


def keep(journal: Journal, *events: AlertEvent, elapsed: float = 0.0) -> None:
    journal.tell(Decided(events=events), elapsed)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    path = str(tmp_path / "a" / "b.jsonl")
    events = [crossing(number) for number in range(6)]
    for event in events:
        keep(Journal(path), event)
    assert load(path) == events
    assert os.stat(path).st_mode & 0o777 == 0o600


def test_a_journal_cut_at_any_byte_loses_at_most_what_was_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fdatasync", lambda _: None)  # the kernel lives on
    path = tmp_path / "j.jsonl"
    events = [crossing(number) for number in range(4)]
    whole = b"".join(map(line_of, events))
    ends = [len(b"".join(map(line_of, events[: number + 1]))) for number in range(4)]
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        finished = sum(end <= cut or end == cut + 1 for end in ends)  # without its newline it is whole, too
        assert load(str(path)) == events[:finished], cut
        following = crossing(finished)
        keep(Journal(str(path), load(str(path))), following)
        assert load(str(path)) == [*events[:finished], following], cut


WRITER = """
import sys
from tests.alerts.test_history import Journal, crossing, keep, load
path = sys.argv[1]
journal = Journal(path, load(path))
number = int(sys.argv[2])
while True:
    keep(journal, crossing(number))
    print(number, flush=True)
    number += 1
"""


def test_kill_9_at_random_moments_loses_nothing_acknowledged(tmp_path: Path) -> None:
    path, pick, acknowledged = str(tmp_path / "j.jsonl"), random.Random(7), -1
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, path, str(acknowledged + 1)], stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        for _ in range(pick.randint(1, 25)):
            acknowledged = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        rest = writer.stdout.read().split()
        writer.stdout.close()
        writer.wait()
        acknowledged = int(rest[-1]) if rest else acknowledged
        kept = load(path)
        assert kept[: acknowledged + 1] == [crossing(number) for number in range(acknowledged + 1)]
        assert len(kept) <= acknowledged + 2
        acknowledged = len(kept) - 1


def test_a_thousand_kills_within_a_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill leaves any part of a record behind; the next run goes on."""
    monkeypatch.setattr("os.fdatasync", lambda _: None)  # the kernel lives on
    pick, number, kills = random.Random(3), 0, 0
    for life in range(100):
        path, first = tmp_path / f"{life}.jsonl", number
        for _ in range(10):
            known = load(str(path))
            assert known == [crossing(n) for n in range(first, number)]
            journal = Journal(str(path), known)
            for _ in range(pick.randint(0, 3)):
                keep(journal, crossing(number))
                number += 1
            torn = line_of(crossing(number))[:-1]
            with path.open("ab") as file:
                file.write(torn[: pick.randrange(len(torn))])
            kills += 1
        number += number % 2
    assert kills == 1000


def test_a_full_disk_is_said_and_events_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "j.jsonl")
    journal = Journal(path)
    write = os.write
    monkeypatch.setattr("os.write", lambda fd, data: write(fd, data[: len(data) // 2]))
    keep(journal, crossing(0))
    assert "No space left on device" in journal.trouble
    keep(journal, crossing(1), elapsed=1)
    assert "1 waiting" in journal.trouble
    monkeypatch.undo()
    journal.work(RETRY / 2)
    assert load(path) == []
    journal.work(RETRY + 1)
    assert journal.trouble == ""
    assert load(path) == [crossing(0), crossing(1)]


@pytest.mark.parametrize("call", ["os.open", "os.write", "os.fdatasync", "os.fstat"])
@pytest.mark.parametrize("number", [errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_no_error_of_the_disk_ends_the_program(
    call: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("httplogstats.history.WAITING", 10)
    journal = Journal(str(tmp_path / "j.jsonl"))

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(call, fail)
    keep(journal, *(crossing(number) for number in range(12)))
    assert os.strerror(number) in journal.trouble
    assert ", 2 lost" in journal.trouble
    monkeypatch.undo()
    journal.close()
    assert journal.trouble == ""
    assert load(journal.path)[-1] == crossing(11)


def test_rotation_bounds_it_and_keeps_what_is_firing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("httplogstats.history.LIMIT", 8000)
    monkeypatch.setattr("os.fdatasync", lambda _: None)
    path = str(tmp_path / "j.jsonl")
    old = crossing(0, "Old")
    keep(Journal(path), old)
    for number in range(200):  # each by a run of its own
        keep(Journal(path, load(path)), crossing(number))
    assert os.path.getsize(path) <= 8000
    assert os.path.getsize(path + ".1") <= 8000
    kept = load(path)
    assert old in kept
    assert kept[-1] == crossing(199)
    assert len(kept) > 25


def test_a_disk_that_is_full_when_a_new_one_is_to_begin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each file is closed once: another thread may have opened one of that number meanwhile."""
    path = str(tmp_path / "j.jsonl")
    journal = Journal(path)
    keep(journal, crossing(0))
    monkeypatch.setattr("httplogstats.history.LIMIT", 400)
    open_, close, opened, closed = os.open, os.close, list[int](), list[int]()

    def full(name: str, flags: int, *mode: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(errno.ENOSPC, "No space left on device")
        opened.append(open_(name, flags, *mode))
        return opened[-1]

    monkeypatch.setattr("os.open", full)
    monkeypatch.setattr("os.close", lambda fd: (closed.append(fd), close(fd)))
    keep(journal, crossing(1))
    assert "No space left on device" in journal.trouble
    assert closed == opened
    monkeypatch.setattr("os.open", lambda *arguments: opened.append(open_(*arguments)) or opened[-1])
    journal.work(RETRY)
    assert sorted(closed) == sorted(opened)
    assert load(path) == [crossing(0), crossing(1)]


def test_a_journal_that_is_new_is_in_its_folder_whatever_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced, fsync = list[bool](), os.fsync
    monkeypatch.setattr("os.fsync", lambda fd: (synced.append(stat.S_ISDIR(os.fstat(fd).st_mode)), fsync(fd)))
    journal = Journal(str(tmp_path / "j.jsonl"))
    keep(journal, crossing(0))
    keep(journal, crossing(1))
    assert synced == [True]


def test_of_a_file_that_somebody_has_made_longer_the_newest_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("httplogstats.history.LIMIT", 4000)
    path = tmp_path / "j.jsonl"
    path.write_bytes(b"".join(line_of(crossing(number)) for number in range(100)))
    kept = load(str(path))
    assert 10 < len(kept) < 40
    assert kept[-1] == crossing(99)


@pytest.mark.parametrize(
    "text",
    [
        b"", b"{", b"[]", b"null", b"7", b'{"v":1}', b'{"v":1,"event":"fired"}', b"\xff\xfe", b"[" * 100_000,
        line_of(crossing(1)).replace(b'"v":1', b'"v":2'),
        line_of(crossing(1)).replace(b"1800000060", b"1e400"),
        line_of(crossing(1)).replace(b"1800000060", b"99999999999999999"),
        line_of(crossing(1)).replace(b"1800000060", b"33000000000"),
        line_of(crossing(1)).replace(b"1800000060", b"-1"),
        line_of(crossing(1)).replace(b"1800000060", b'"now"'), line_of(crossing(1)).replace(b"10.25", b"NaN"),
        line_of(crossing(1)).replace(b"10.25", b"1" + 400 * b"0"),
        line_of(crossing(1)).replace(b'"hits":1201', b'"hits":1' + 400 * b"0"),
    ],
)  # fmt: skip
def test_what_is_no_record_is_skipped(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(line_of(crossing(0)) + text + b"\n" + line_of(crossing(1)))
    assert load(str(path)) == [crossing(0), crossing(1)]


def test_texts_come_back_fit_to_be_drawn() -> None:
    text = line_of(crossing(0)).replace(b"event 0", b"\\u001b[2J\\u202e")
    event = event_of(text)
    assert event is not None
    assert event.message.isascii()
    assert event.message.isprintable()


def test_names(tmp_path: Path) -> None:
    env = {"XDG_STATE_HOME": "/s", "HOME": "/h"}
    name = standard_path(("/var/log/a b$(x)\x1b.log",), env)
    assert name.startswith("/s/httplogstats/a_b__x__.log-")
    assert name != standard_path(("/var/log/x/a b$(x)\x1b.log",), env)
    assert standard_path(("a.log",), {"HOME": "/h"}).startswith("/h/.local/state/httplogstats/a.log-")
    assert standard_path(("a.log",), {}) == standard_path(("a.log",), {"HOME": "/"}) == ""
    assert standard_path(("-",), env) == ""
    folder = tmp_path / "real"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    assert standard_path((f"{tmp_path}/link/a",), env) == standard_path((f"{folder}/a",), env)


def test_no_home_is_said_for_a_minute() -> None:
    unkept = Unkept("no HOME", 10)
    unkept.work(60)
    assert unkept.trouble
    unkept.work(71)
    assert not unkept.trouble


def test_history_prints_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = str(tmp_path / "access.log")
    path = standard_path((log,), os.environ)
    keep(Journal(path), crossing(0), crossing(1))
    assert main(["history", log]) == 0
    assert capsys.readouterr().out == "event 0\nevent 1\n"
    assert main(["history", "--json", path]) == 0
    records = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert [(r["event"], r["time"], r["value"]) for r in records] == [
        ("fired", NOW, 10.25), ("recovered", NOW + 60, 10.25),
    ]  # fmt: skip
    assert main(["history", "/nowhere/access.log"]) == 0
    assert capsys.readouterr() == ("", "httplogstats: no alerts of /nowhere/access.log are kept\n")
    assert main(["history", "/nowhere/x.jsonl"]) == 2
    assert "no such file" in capsys.readouterr().err
