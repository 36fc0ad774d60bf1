"""A single file mounted into a container, and renamed or removed on the host: it is said, with advice."""

import subprocess
from pathlib import Path

import pytest

from httplogstats.mounts import ADVICE, CHECK, Mount
from httplogstats.system import System
from httplogstats.tail import FileTail
from tests.follow.polling import Reader

LINE = "42 27 254:0 {root} {point} rw,relatime - ext4 /dev/vda rw\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access.log"
    path.write_bytes(b"1\n")
    return path


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "mountinfo"


def mounted(table: Path, root: str, point: Path) -> None:
    other = LINE.format(root="/", point="/")
    escaped = str(point).replace("\\", "\\134").replace(" ", "\\040")
    table.write_text(other + LINE.format(root=root, point=escaped))


@pytest.mark.parametrize("after", ["/var/log/nginx/access.log.1", "/var/log/nginx/access.log.1//deleted"])
def test_a_mounted_file_that_was_renamed_on_the_host_is_said_within_five_seconds(
    log: Path, table: Path, after: str
) -> None:
    mounted(table, "/var/log/nginx/access.log", log)
    reader = Reader(FileTail(str(log), mountinfo=str(table)))
    reader.poll()
    assert reader.tail.state().detail == ""
    mounted(table, after, log)
    reader.poll(seconds=5.0)
    assert reader.tail.state().detail == ADVICE
    mounted(table, "/var/log/nginx/access.log", log)  # renamed back
    reader.poll(seconds=5.0)
    assert reader.tail.state().detail == ""
    reader.tail.close()


def test_a_mount_that_was_renamed_before_start_is_said_at_once(log: Path, table: Path) -> None:
    mounted(table, "/var/log/nginx/access.log//deleted", log)
    reader = Reader(FileTail(str(log), mountinfo=str(table)))
    reader.poll()
    assert reader.tail.state().detail == ADVICE
    reader.tail.close()


def test_a_path_with_a_space_is_found_in_the_table(tmp_path: Path, table: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "access.log").touch()
    mounted(table, "/x//deleted", folder / "access.log")
    mount = Mount(System(), str(folder / "access.log"), str(table))
    mount.begin(0.0)
    assert mount.renamed(0.0)


class Opening(System):
    """Counts what is opened."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def open(self, path: str) -> int:
        self.opened.append(path)
        return super().open(path)


def test_the_table_is_read_every_five_seconds_and_only_for_a_mount_point(log: Path, table: Path) -> None:
    mounted(table, "/a", log)
    system = Opening()
    mount = Mount(system, str(log), str(table))
    mount.begin(0.0)
    for tenth in range(200):
        mount.renamed(tenth / 10)
    assert len(system.opened) == 1 + int(20 / CHECK) - 1
    system.opened.clear()
    elsewhere = Mount(system, str(table), str(table))
    elsewhere.begin(0.0)
    for second in range(100):
        assert not elsewhere.renamed(float(second))
    assert len(system.opened) == 1


def test_a_system_without_such_a_table_has_no_such_trouble(log: Path, tmp_path: Path) -> None:
    reader = Reader(FileTail(str(log), mountinfo=str(tmp_path / "none")))
    reader.poll(seconds=10.0)
    assert reader.tail.state().detail == ""
    reader.tail.close()


def test_a_real_bind_mount(log: Path, tmp_path: Path) -> None:
    host = tmp_path / "host.log"
    host.write_bytes(b"1\n")
    mount = subprocess.run(["mount", "--bind", host, log], capture_output=True, check=False)
    if mount.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        reader = Reader(FileTail(str(log)))
        reader.poll()
        assert reader.tail.state().detail == ""
        host.rename(tmp_path / "host.log.1")
        reader.poll(seconds=5.0)
        assert reader.tail.state().detail == ADVICE
        reader.tail.close()
    finally:
        subprocess.run(["umount", log], check=True)
