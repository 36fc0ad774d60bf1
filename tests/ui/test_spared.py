"""Stand-ins for modules that nobody asks for: they are what they stand for as soon as somebody does."""

import sys

import pytest

from httplogstats.ui.spared import StandIn, spared


@pytest.fixture(autouse=True)
def _not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("colorsys", "wsgiref", "wsgiref.util"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_it_stands_in_for_a_module_only_while_it_is_told_to() -> None:
    with spared("colorsys"):
        import colorsys
    assert isinstance(colorsys, StandIn)
    assert "colorsys" not in sys.modules


def test_what_is_looked_up_in_it_is_the_module_s_own() -> None:
    with spared("colorsys"):
        import colorsys
    found = colorsys.rgb_to_hls
    assert found is sys.modules["colorsys"].rgb_to_hls
    with pytest.raises(AttributeError):
        colorsys.no_such_name  # noqa: B018


def test_a_part_of_a_package_loads_it() -> None:
    with spared("wsgiref"):
        import wsgiref.util
    assert not isinstance(sys.modules["wsgiref"], StandIn)
    assert wsgiref.util is sys.modules["wsgiref.util"]


def test_what_is_loaded_stays_as_it_is() -> None:
    with spared("sys", "pytest"):
        assert sys.modules["pytest"] is pytest
    assert sys.modules["pytest"] is pytest
