"""What goes in comes out; whatever else lies there is unreadable, and nothing worse."""

import datetime
import os
import pickle
import zlib

import pytest
from django.utils.safestring import SafeString, mark_safe

from shop.caching.serialise import FORMAT, MOST_UNPACKED_BYTES, TooBig, Unreadable, dumps, loads


class Bomb:
    def __reduce__(self):
        return (os.abort, ())


VALUES = ["", "é\r\n\0", 0, -7, True, None, 1.5, b"\x80\x04", [1, ["a"]], {"a": {"b": None}}, "x" * 2_000_000]
ODD = {
    "nothing": b"",
    "a pickle": pickle.dumps(Bomb()),
    "a pickle in our format": FORMAT + b"j" + pickle.dumps(Bomb()),
    "of a later version": b"\x02" + dumps("text")[1:],
    "cut short": dumps({"a": "b"})[:-3],
    "cut short, compressed": dumps("x" * 100_000)[:-3],
    "of no kind": FORMAT + b"?x",
    "no UTF-8": FORMAT + b"t\xff",
    "deep": FORMAT + b"j" + b"[" * 100_000,
    "larger than the memory": FORMAT + b"T" + zlib.compress(bytes(MOST_UNPACKED_BYTES + 1)),
}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_comes_back(value):
    assert loads(dumps(value)) == value
    assert type(loads(dumps(value))) is type(value)


@pytest.mark.parametrize("stored", ODD.values(), ids=ODD.keys())
def test_is_unreadable(stored):
    with pytest.raises(Unreadable):
        loads(stored)


def test_safe_text_comes_back_as_text():
    assert not isinstance(loads(dumps(mark_safe("<b>"))), SafeString)


def test_only_plain_data():
    for value in (datetime.date(2026, 11, 21), {1, 2}, object()):
        with pytest.raises(TypeError):
            dumps(value)


def test_too_big_even_when_compressed():
    with pytest.raises(TooBig):
        dumps(os.urandom(1_100_000))
