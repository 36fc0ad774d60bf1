"""A file that --history names by mistake, such as the log itself, is never written to."""

from pathlib import Path

import pytest

from httplogstats.cli import main
from httplogstats.history import is_foreign
from httplogstats.records import line_of
from tests.alerts.test_history import NOW, crossing
from tests.fakes import line


@pytest.mark.parametrize("text", [line(NOW) * 2, b"{}\n", b'{"ip": 1}\n{"ip": 2}\n'])
def test_what_is_no_journal_is_never_written_to(
    text: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "access.log"
    log.write_bytes(text)
    assert main(["--no-follow", "--history", str(log), str(log)]) == 2
    said = f"httplogstats: {log} holds something else than alerts: --history wants a file of its own\n"
    assert capsys.readouterr() == ("", said)
    assert log.read_bytes() == text


@pytest.mark.parametrize("text", [b"", b"\n", b'{"v":1,"ev', b'{"v":1,"ev\n' + line_of(crossing(0))])
def test_what_may_be_a_journal_is_none_that_is_foreign(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_bytes(text)
    assert not is_foreign(str(path))
    assert not is_foreign("/nowhere/j.jsonl")
