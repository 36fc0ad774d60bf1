"""What travels comes back the same, and what is no message is refused."""

import json
from contextlib import suppress
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from httplogstats.collector.forms import FormError, form_of
from httplogstats.collector.frames import (
    REQUEST_LIMIT,
    SHAPE,
    SNAPSHOT_LIMIT,
    FrameError,
    Frames,
    Hello,
    packed,
    unpacked,
)
from httplogstats.snapshot import Request, Snapshot
from tests.ui.fakes import MOMENTS


def travelled(message: Hello | Request | Snapshot) -> object:
    (body,) = Frames(SNAPSHOT_LIMIT).add(packed(message))
    return unpacked(body, type(message))


@pytest.mark.parametrize("name", MOMENTS)
def test_moments_of_every_kind_travel(name: str) -> None:
    assert travelled(MOMENTS[name]) == MOMENTS[name]


@settings(max_examples=60, deadline=None)
@given(st.from_type(Snapshot))
def test_any_snapshot_travels(snapshot: Snapshot) -> None:
    assert repr(travelled(snapshot)) == repr(snapshot)  # in which NaN is NaN


@settings(max_examples=200, deadline=None)
@given(st.from_type(Request))
def test_any_request_travels(request: Request) -> None:
    assert travelled(request) == request


@given(st.lists(st.integers(0, 60), max_size=20))
def test_frames_do_not_depend_on_how_they_were_cut(cuts: list[int]) -> None:
    hello = Hello("access.log", 7, "1.0", SHAPE)
    stream, frames, bodies = packed(hello) * 3, Frames(REQUEST_LIMIT), []
    for cut in cuts:
        bodies += frames.add(stream[:cut])
        stream = stream[cut:]
    bodies += frames.add(stream)
    assert [unpacked(body, Hello) for body in bodies] == [hello] * 3


def test_a_huge_frame_is_refused_before_it_has_come() -> None:
    with pytest.raises(FrameError):
        Frames(REQUEST_LIMIT).add((REQUEST_LIMIT + 1).to_bytes(4, "big"))


REFUSED = [
    b"",
    b"\xff\xfe",
    b"{}",
    b"null",
    b'["Request"]',
    b'["Snapshot",[]]',
    b'["Request",[]]',
    b'["Request",{"rows":1}]',
    b"[" * 60_000,
    b'["Request",[1' + b"0" * 5000 + b"]]",
]


@pytest.mark.parametrize("body", REFUSED, ids=range(len(REFUSED)))
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(FrameError):
        unpacked(body, Request)


@settings(max_examples=300, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
        lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    )
)
def test_any_json_is_a_request_or_refused(value: object) -> None:
    body = json.dumps(["Request", value]).encode()
    with suppress(FrameError):
        assert isinstance(unpacked(body, Request), Request)


@pytest.mark.parametrize("place", range(8))
def test_a_request_with_one_field_of_another_kind_is_refused(place: int) -> None:
    values = form_of(Request).encode(Request())
    values[place] = {"another": "kind"}
    with pytest.raises(FormError):
        form_of(Request).decode(values)


def test_another_field_is_another_shape() -> None:
    class Old(NamedTuple):
        hits: int

    class New(NamedTuple):
        hits: int
        size: int | None

    assert form_of(Old).shape != form_of(New).shape
    assert form_of(New).shape == "New(hits:int,size:int?)"


def test_what_cannot_travel_is_said_when_the_program_starts() -> None:
    with pytest.raises(TypeError, match="cannot travel"):
        form_of(bytes)
