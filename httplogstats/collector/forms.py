"""How frozen values become plain JSON and come back, derived from type hints once. Knows no socket.

A named tuple travels as the list of its fields, so a field that is added travels by itself.
`shape` tells two programs whether they mean the same by such a list. Whatever is not of the type it should be
is refused.
"""

from collections.abc import Callable
from enum import Enum
from fractions import Fraction
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin, get_type_hints


class FormError(ValueError):
    """What came is not what was meant."""


class Form(NamedTuple):
    """One type: to plain values and back. `plain` values are JSON already; `shape` describes the type."""

    shape: str
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]
    plain: bool = False


@cache
def form_of(kind: Any) -> Form:
    """The form of a number, text, Fraction, enum, tuple, one of these or None, or a record of them."""
    if kind in _PLAIN:
        return Form(kind.__name__, _same, _checked(kind), plain=True)
    if kind is Fraction:
        return Form("Fraction", lambda value: (value.numerator, value.denominator), _fraction)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) in (Union, UnionType):
        return _optional(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum(kind)
    if isinstance(kind, type) and hasattr(kind, "_fields"):
        return _record(kind, list(kind._fields))
    raise TypeError(f"{kind} cannot travel")


_PLAIN = (int, float, str, bool)


def _same(value: Any) -> Any:
    return value


def _checked(kind: type) -> Callable[[Any], Any]:
    def decode(value: Any) -> Any:
        if type(value) is kind:
            return value
        if kind is float and type(value) is int:
            return float(value)
        raise FormError(f"{kind.__name__} is wanted")

    return decode


def _fraction(value: Any) -> Fraction:
    numerator, denominator = _list(value, 2)
    if type(numerator) is int and type(denominator) is int and denominator:
        return Fraction(numerator, denominator)
    raise FormError("a fraction is wanted")


def _list(value: Any, length: int | None = None) -> list[Any]:
    if type(value) is list and length in (None, len(value)):
        return value
    raise FormError("a list is wanted" if length is None else f"a list of {length} is wanted")


def _tuple(kinds: tuple[Any, ...]) -> Form:
    if kinds[-1:] == (...,):
        one = form_of(kinds[0])
        encode, decode = one.encode, one.decode
        return Form(
            f"[{one.shape}...]",
            _same if one.plain else lambda values: [encode(value) for value in values],
            lambda values: tuple([decode(value) for value in _list(values)]),
            one.plain,
        )
    forms = [form_of(kind) for kind in kinds]
    return Form(
        f"[{','.join(form.shape for form in forms)}]",
        lambda values: [form.encode(value) for form, value in zip(forms, values, strict=True)],
        lambda values: tuple(
            [form.decode(value) for form, value in zip(forms, _list(values, len(forms)), strict=True)]
        ),
        all(form.plain for form in forms),
    )


def _optional(kinds: tuple[Any, ...]) -> Form:
    others = [kind for kind in kinds if kind is not NoneType]
    if len(others) != 1 or len(kinds) != 2:
        raise TypeError(f"one of {kinds} cannot travel")
    one = form_of(others[0])
    return Form(
        f"{one.shape}?",
        lambda value: None if value is None else one.encode(value),
        lambda value: None if value is None else one.decode(value),
        one.plain,
    )


def _enum(kind: type[Enum]) -> Form:
    def decode(value: Any) -> Enum:
        try:
            return kind(value)
        except (ValueError, TypeError):
            raise FormError(f"no {kind.__name__}") from None

    shape = f"{kind.__name__}{[member.value for member in kind]}"
    return Form(shape, lambda value: value.value, decode)


def _record(kind: Any, names: list[str]) -> Form:
    hints = get_type_hints(kind)
    forms = [form_of(hints[name]) for name in names]
    shape = ",".join(f"{name}:{form.shape}" for name, form in zip(names, forms, strict=True))
    decoders = [form.decode for form in forms]
    exact = tuple(hints[name] for name in names)

    def decode(values: Any) -> Any:
        values = _list(values, len(names))
        if tuple(map(type, values)) == exact:  # rows, of which there are many, have plain fields only
            return kind(*values)
        return kind(*[decode(value) for decode, value in zip(decoders, values, strict=True)])

    return Form(f"{kind.__name__}({shape})", _fields(names, forms), decode)


def _fields(names: list[str], forms: list[Form]) -> Callable[[Any], Any]:
    if all(form.plain for form in forms) and len(names) > 1:
        return attrgetter(*names)  # many rows are sent, and this is twice as fast
    pairs = [(name, form.encode) for name, form in zip(names, forms, strict=True)]
    return lambda value: [encode(getattr(value, name)) for name, encode in pairs]
