"""Every system call of the reader fails in every likely way: nothing is lost, nothing spins, it recovers."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from httplogstats.system import Status, System
from httplogstats.tail import FileTail
from tests.follow.polling import Reader, descriptors

FAULTS = (errno.EIO, errno.EACCES, errno.ENOENT, errno.ESTALE, errno.EMFILE, errno.EINTR)
CALLS = ("stat", "fstat", "open", "pread", "names")


class Faulty(System):
    """Lets the calls named `call` fail with `fault` while it is set; reads at most `most` bytes."""

    def __init__(self) -> None:
        self.call = ""
        self.fault = 0
        self.most = 1 << 30
        self.calls = 0

    def _fail(self, call: str) -> None:
        self.calls += 1
        if self.fault and call == self.call:
            raise OSError(self.fault, "injected")

    def stat(self, path: str) -> Status:
        self._fail("stat")
        return super().stat(path)

    def fstat(self, fd: int) -> Status:
        self._fail("fstat")
        return super().fstat(fd)

    def open(self, path: str) -> int:
        self._fail("open")
        return super().open(path)

    def pread(self, fd: int, count: int, offset: int) -> bytes:
        self._fail("pread")
        return super().pread(fd, min(count, self.most), offset)

    def names(self, folder: str) -> list[str]:
        self._fail("names")
        return super().names(folder)


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def nothing(log: Path) -> None:
    """The file stays."""


def rename(log: Path) -> None:
    log.rename(log.with_name("access.log.1"))
    log.touch()


def copytruncate(log: Path) -> None:
    log.with_name("access.log.1").write_bytes(log.read_bytes())
    log.write_bytes(b"")


@pytest.mark.parametrize("fault", FAULTS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("event", [nothing, rename])
def test_one_failing_poll_loses_nothing(
    tmp_path: Path, event: Callable[[Path], None], call: str, fault: int
) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    system = Faulty()
    tail = FileTail(str(log), from_start=True, system=system)
    reader = Reader(tail)
    reader.drain()
    append(log, b"2\n")
    event(log)
    append(log, b"3\n")
    system.call, system.fault = call, fault
    reader.poll()
    system.fault = 0
    reader.poll()
    reader.poll()
    tail.close()
    assert reader.lines == [b"1", b"2", b"3"]
    assert tail.state().detail == ""


@pytest.mark.parametrize("fault", FAULTS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", ["stat", "fstat", "pread", "names"])
def test_one_failing_poll_at_a_cut_loses_nothing(tmp_path: Path, call: str, fault: int) -> None:
    test_one_failing_poll_loses_nothing(tmp_path, copytruncate, call, fault)


@pytest.mark.parametrize("fault", FAULTS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS)
def test_a_lasting_fault_neither_raises_nor_spins(tmp_path: Path, call: str, fault: int) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    system = Faulty()
    tail = FileTail(str(log), from_start=True, system=system)
    reader = Reader(tail)
    reader.drain()
    append(log, b"2\n")
    held = descriptors()
    system.call, system.fault, system.calls = call, fault, 0
    for _ in range(20):
        reader.poll()
        assert tail.at_end
    assert system.calls < 20 * 12
    assert descriptors() == held
    system.fault = 0
    append(log, b"3\n")
    reader.poll()
    reader.poll()
    tail.close()
    assert reader.lines == [b"1", b"2", b"3"]


@pytest.mark.parametrize("fault", FAULTS, ids=errno.errorcode.get)
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_at_start(tmp_path: Path, call: str, fault: int) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"1\n")
    system = Faulty()
    system.call, system.fault = call, fault
    tail = FileTail(str(log), from_start=True, system=system)
    reader = Reader(tail)
    reader.poll()
    system.fault = 0
    reader.poll()
    reader.poll()
    tail.close()
    assert reader.lines == [b"1"]


@pytest.mark.parametrize("event", [nothing, rename, copytruncate])
@pytest.mark.parametrize("most", [100, 300])  # a mark and more
def test_short_reads(tmp_path: Path, event: Callable[[Path], None], most: int) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(b"".join(b"%04d\n" % number for number in range(60)))
    system = Faulty()
    tail = FileTail(str(log), from_start=True, system=system)
    reader = Reader(tail)
    reader.drain()
    system.most = most
    append(log, b"x\n")
    event(log)
    append(log, b"y\n")
    for _ in range(10):
        reader.poll()
    system.most = 1 << 30
    reader.poll()
    reader.poll()
    tail.close()
    assert reader.lines[60:] == [b"x", b"y"]
