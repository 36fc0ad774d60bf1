"""Programs: told of every crossing, never of what stands in a log, and never in our way."""

import json
import os
import shlex
import sys
from pathlib import Path

import pytest

from httplogstats.hooks import LAST_WAIT, Hook
from httplogstats.monitor import Decided
from httplogstats.snapshot import AlertEvent
from httplogstats.values import SettingError, command
from tests.alerts.telling import EVENT, NOW, patiently, told
from tests.fakes import Bench, line

HOSTILE = (
    "/$(touch x)",
    "/`touch x`",
    "/;touch x;",
    "/|touch${IFS}x",
    "/a\\x00b",
    "/\\n\\r",
    "/'\"*?~&&touch x",
)

SCRIPT = """
import json, os, sys
ours = {name: value for name, value in os.environ.items() if name.startswith("HTTPLOGSTATS_")}
with open(sys.argv[1], "a") as out:
    out.write(json.dumps([sys.argv[2:], ours, os.environ.get("PASSED")]) + "\\n")
"""


def test_a_hostile_log_creates_nothing_and_changes_no_argument(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out"
    program = [sys.executable, "-c", SCRIPT, str(out), "$(touch x)", "two words"]
    hook = Hook(program, {"PASSED": "yes"}, limit=10**6)
    bench = Bench(NOW, tellers=[hook])
    for second in range(NOW, NOW + 60):
        bench.tick(second, b"".join(line(second, path) for path in HOSTILE) * 20)
    for second in range(NOW + 60, NOW + 200):
        bench.tick(second)
    assert [event.fired for event in bench.events] == [True, False]
    patiently(lambda: out.exists() and out.read_text().count("\n") == 2, lambda: hook.work(0.0))
    hook.close()
    fired, recovered = [json.loads(text) for text in out.read_text().splitlines()]
    assert fired[0] == recovered[0] == ["$(touch x)", "two words"]
    assert fired[2] == "yes"
    assert fired[1] == {
        "HTTPLOGSTATS_EVENT": "fired", "HTTPLOGSTATS_RULE": "High traffic", "HTTPLOGSTATS_MEASURE": "rate",
        "HTTPLOGSTATS_VALUE": "11", "HTTPLOGSTATS_LIMIT": "10", "HTTPLOGSTATS_UNIT": "req/s",
        "HTTPLOGSTATS_HITS": "1320", "HTTPLOGSTATS_WINDOW": "120", "HTTPLOGSTATS_TIME": str(NOW + 11),
        "HTTPLOGSTATS_DURATION": "0",
    }  # fmt: skip
    assert recovered[1]["HTTPLOGSTATS_EVENT"] == "recovered"
    assert int(recovered[1]["HTTPLOGSTATS_DURATION"]) > 100
    assert os.listdir(tmp_path) == ["out"]


def test_one_at_a_time_and_in_order(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = f"echo begin >>{shlex.quote(str(log))}; sleep 0.05; echo end >>{shlex.quote(str(log))}"
    hook = Hook(["/bin/sh", "-c", script], os.environ)
    hook.tell(told(EVENT, EVENT, EVENT), 0.0)
    hook.close()
    assert log.read_text().split() == ["begin", "end"] * 3


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (["/nowhere/page"], "--on-alert /nowhere/page cannot be run: No such file or directory"),
        (["/etc/passwd"], "--on-alert /etc/passwd cannot be run: Permission denied"),
        (["/bin/sh", "-c", "exit 3"], "--on-alert /bin/sh failed with exit code 3"),
        (["/bin/sh", "-c", "kill -9 $$"], "--on-alert /bin/sh was ended by signal 9"),
    ],
)
def test_failures_are_said(program: list[str], said: str) -> None:
    hook = Hook(program, os.environ)
    hook.tell(told(EVENT), 0.0)
    patiently(lambda: hook.trouble != "", lambda: hook.work(0.0))
    assert hook.trouble == said


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    hook = Hook(["/bin/sh", "-c", "sleep 60 & wait"], os.environ, limit=30)
    hook.tell(told(EVENT), 100.0)
    hook.work(129.0)
    assert hook.trouble == ""
    hook.work(130.0)
    assert hook.trouble == "--on-alert /bin/sh was ended after 30 s"
    hook.close()


def test_a_flood_is_bounded_and_said() -> None:
    hook = Hook(["/bin/sleep", "60"], os.environ)
    hook.tell(told(*[EVENT] * 200), 0.0)
    assert "more than 100 events" in hook.trouble
    hook.work(31.0)  # ends the one, starts the next
    hook.work(62.0)
    hook._queue.clear()
    hook.work(93.0)
    hook.close()


def test_the_end_waits_a_moment_for_all_of_them_together(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[float | None]()

    class Slow:
        """Ends just before one gives up waiting for it."""

        def __init__(self, *_: object, **__: object) -> None:
            pass

        def wait(self, timeout: float | None = None) -> None:
            waits.append(timeout)

        def poll(self) -> int:
            return 0

    monkeypatch.setattr("subprocess.Popen", Slow)
    hook = Hook(["/bin/page"], os.environ)
    hook.tell(told(*[EVENT] * 50), 0.0)
    hook.close()
    assert len(waits) == 50
    assert sum(seconds or 0 for seconds in waits) <= LAST_WAIT


def test_a_replay_and_the_users_own_doing_are_not_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    hook = Hook(["/usr/bin/touch", str(out)], os.environ)
    hook.tell(Decided(events=(EVENT,), live=False), 0.0)
    hook.tell(told(AlertEvent("R", False, NOW, 0, 120, "limit", note=True)), 0.0)
    hook.close()
    assert not out.exists()


@pytest.mark.parametrize("text", ["", "'", '"a', "''", "a\0b"])
def test_programs_that_cannot_be(text: str) -> None:
    with pytest.raises(SettingError, match="wants a program"):
        command(text)


def test_a_program_is_split_without_a_shell() -> None:
    assert command("mail -s 'an alert' $(me)") == ("mail", "-s", "an alert", "$(me)")
    assert str(command("mail -s 'an alert'")) == "mail -s 'an alert'"
