"""Which scanner counts, and what is said where it cannot be had."""

import pytest

from httplogstats.cli import main
from httplogstats.formats.common import COMBINED
from httplogstats.scan import choose


def test_the_pure_one_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(choose.VARIABLE, "pure")
    assert choose.make_scanner(COMBINED).name != "native"


def test_the_native_one_serves_where_it_was_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(choose.VARIABLE, raising=False)
    assert (choose.make_scanner(COMBINED).name == "native") is choose.NATIVE
    assert choose.scanner_name() == ("native" if choose.NATIVE else "pure")


@pytest.mark.parametrize(
    ("wanted", "said"), [("fast", "must be native or pure"), ("native", "was not built here")]
)
def test_what_cannot_be_had_is_said(
    wanted: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(choose.VARIABLE, wanted)
    monkeypatch.setattr(choose, "NATIVE", False)
    assert main(["--plain", "x.log"]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_the_version_says_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(choose.VARIABLE, "pure")
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert "(pure scanner)" in capsys.readouterr().out
