"""A stored page is data: runs of bytes and holes, and nothing that anybody typed is either."""

import pytest

from shop.caching.shell import Marks, Shell


def cut(text: str) -> Shell:
    marks = Marks()
    runs, holes = marks.cut(text.replace("HOLE", marks.mark("personal")).encode())
    return Shell(runs, holes)


def test_filling_is_a_join():
    shell = cut("<p>HOLE</p>HOLE!")
    assert shell.holes == ["personal", "personal"]
    assert shell.fill([b"a", b"b"]) == b"<p>a</p>b!"


def test_a_page_without_holes():
    assert cut("<p>é</p>").fill([]) == "<p>é</p>".encode()


@pytest.mark.parametrize(
    "text",
    [
        '<esi:include src="/account/"/>',
        "<ESI:remove>x</ESI:remove>",
        '<!--esi <esi:include src="/account/"/> -->',
        "</esi:try>",
    ],
)
def test_what_looks_like_esi_is_text(text):
    filled = cut(f"<p>{text}HOLE</p>").fill([b"mine"]).lower()
    assert b"<esi" not in filled
    assert b"</esi" not in filled
    assert b"<!--esi" not in filled
    assert filled.count(b"&lt;") >= 1


@pytest.mark.parametrize("text", ["{{ 7|add:7 }}", "{% load x %}", "\0personal\0", "\0" + "0" * 32 + ":personal\0"])
def test_what_looks_like_a_template_or_a_mark_is_text(text):
    shell = cut(text)
    assert shell.holes == []
    assert shell.fill([]).decode() == text.replace("\0", "")


def test_a_filling_is_not_looked_at_again():
    marks = Marks()
    runs, holes = marks.cut(f"a{marks.mark('personal')}b".encode())
    assert Shell(runs, holes).fill([marks.mark("personal").encode()]).count(b"\0") == 2


def test_stored_and_read_again():
    shell = cut("é HOLE\n\nb")
    shell.tags, shell.position, shell.seconds, shell.headers = "p1 menu", 2**50, 600, {"Content-Type": "text/html"}
    assert Shell.unpack(shell.pack()) == shell


@pytest.mark.parametrize(
    "damage", [lambda p: b"", lambda p: p[:-1], lambda p: p + b"x", lambda p: b"{}\n", lambda p: b"\x80\x04."]
)
def test_what_was_not_stored_by_us_is_refused(damage):
    with pytest.raises(ValueError):
        Shell.unpack(damage(cut("a HOLE b").pack()))
