"""Words, article numbers, synonyms, near words: all that needs no database."""

import pytest

from catalog.search.spelling import best_correction, distance, one_edit_away
from catalog.search.synonyms import accessory_words, synonyms
from catalog.search.wanted import Unit, Wanted, units_of
from catalog.search.words import folded_code, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("USB-C Hub", ["usb", "c", "hub"]),
        ("Café crème", ["cafe", "creme"]),
        ('17.3" screen', ["17.3", "screen"]),
        ("bag for the notebook", ["bag", "notebook"]),
        ("the", ["the"]),
        ("o'reilly & | :* ('", ["o", "reilly"]),
        ("'; DROP TABLE x; --", ["drop", "table", "x"]),
        ("日本語", ["日本語"]),
        (" \t", []),
        ("\0\x07", []),
        ("a" * 100, ["a" * 40]),
    ],
)
def test_words(text, words):
    assert words_of(text) == words


def test_no_more_than_eight_words():
    assert len(words_of("w " * 5000)) == 8


@pytest.mark.parametrize(
    ("text", "code"),
    [("DV7 1211-EA", "dv71211ea"), ("006R90321", "006r90321"), ("red mug", ""), ("a4", ""), ("1" * 50, "")],
)
def test_article_numbers(text, code):
    assert folded_code(text) == code


@pytest.mark.parametrize(
    ("one", "other", "edits"), [("hmdi", "hdmi", 1), ("lasr", "laser", 1), ("kebord", "keyboard", 2), ("a", "a", 0)]
)
def test_distance(one, other, edits):
    assert distance(one, other) == distance(other, one) == edits


def test_every_single_edit_is_thought_of():
    near = one_edit_away("hdmi")
    assert {"hmdi", "hdm", "hdmii", "hdml"} <= near
    assert all(distance("hdmi", word) == 1 for word in near)
    assert one_edit_away("ab") == one_edit_away("dv7") == set()


def test_the_nearest_and_then_the_commonest_is_meant():
    assert best_correction("cabel", {"cable": 5, "label": 900}) == "cable"
    assert best_correction("lamb", {"lamp": 5, "lamé": 1, "limb": 9}) == "limb"
    assert best_correction("mug", {"lamp": 500}) is None


def test_synonyms_go_both_ways_and_know_plurals():
    assert ("laptop",) in synonyms()[("notebook",)]
    assert ("notebook",) in synonyms()[("laptop",)]
    assert units_of(["usb", "sticks"])[0].words == ("usb", "sticks")
    assert ("memory", "stick") in units_of(["usb", "sticks"])[0].others


def test_the_longest_phrase_is_taken_first():
    assert [unit.words for unit in units_of(["black", "head", "set"])] == [("black",), ("head", "set")]


def test_an_accessory_that_was_asked_for_is_not_held_against_a_product():
    wanted = Wanted(tuple(units_of(["notebook", "bags"])))
    assert "'cover':A" in wanted.accessories()
    assert "'bag':A" not in wanted.accessories()
    assert "'case':A" not in wanted.accessories()  # the same thing by another name


def test_what_postgresql_is_asked():
    assert Unit(("red",)).tsquery() == "(('red'))"
    assert Unit(("dv7x",)).literally("A") == "('dv7x':A | 'dv7x':A*)"
    assert Wanted((Unit(("head", "set"), (("headset",),)),)).all_of() == "(('head' & 'set') | ('headset'))"


def test_the_lists_are_in_order():
    assert all(word.isalpha() and word == word.lower() for word in accessory_words())
    assert all(len(phrase) <= 3 for phrase in synonyms())
