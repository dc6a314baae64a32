"""Words for the same thing, and words of accessories, from the lists beside this file."""

from functools import cache

from catalog.search.lists import all_words, lines
from catalog.search.words import singular, words_of

Phrase = tuple[str, ...]


@cache
def synonyms() -> dict[Phrase, tuple[Phrase, ...]]:
    """Each phrase, in singulars, with the other phrases of its groups."""
    alternatives: dict[Phrase, dict[Phrase, None]] = {}
    for line in lines("synonyms.txt"):
        group = [tuple(words_of(part)) for part in line.split("=")]
        for phrase in group:
            others = alternatives.setdefault(key(phrase), {})
            others.update({other: None for other in group if other != phrase})
    return {phrase: tuple(others) for phrase, others in alternatives.items()}


@cache
def longest_phrase() -> int:
    return max(map(len, synonyms()), default=1)


@cache
def accessory_words() -> frozenset[str]:
    return all_words("accessory_words.txt")


def key(phrase: Phrase) -> Phrase:
    return tuple(singular(word) for word in phrase)
