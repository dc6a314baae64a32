"""What is searched for: units that each must be met, each by any of several phrases; and how PostgreSQL is asked."""

from dataclasses import dataclass

from catalog.search.synonyms import Phrase, accessory_words, key, longest_phrase, synonyms
from catalog.search.words import folded_code, singular


@dataclass(frozen=True)
class Unit:
    """One thing asked for: its words as typed (corrected), and other phrases for the same."""

    words: Phrase
    others: tuple[Phrase, ...] = ()
    documents: int = 0  # how many titles have it, roughly; 0 when nobody counted

    def literally(self, weights: str = "") -> str:
        """A tsquery: the words as typed, wherever they stand; `weights` (`AB`) says in which parts."""
        parts = " & ".join(lexeme(word, weights) for word in self.words)
        # An article number may be typed without its end.
        code = folded_code(self.words[0]) if len(self.words) == 1 else ""
        return f"({parts} | {lexeme(code, weights + '*')})" if code else f"({parts})"

    def tsquery(self, weights: str = "") -> str:
        """A tsquery that any of the unit's phrases fulfils."""
        others = [" <-> ".join(lexeme(word, weights) for word in phrase) for phrase in self.others]
        return "(" + " | ".join([self.literally(weights), *(f"({other})" for other in others)]) + ")"


@dataclass(frozen=True)
class Wanted:
    units: tuple[Unit, ...]
    code: str = ""  # the whole text as an article number, when it may be one

    def all_of(self, weights: str = "") -> str:
        every = " & ".join(unit.tsquery(weights) for unit in self.units)
        return f"({every}) | {lexeme(self.code, weights + '*')}" if self.code else every

    def any_of(self, weights: str = "") -> str:
        return " | ".join(unit.tsquery(weights) for unit in self.units)

    def most_of(self) -> list[str]:
        """Tsqueries of most of it: all known units when one is unknown; of three and more, all but one."""
        known = [unit for unit in self.units if unit.documents]
        parts = [known] if 1 < len(known) < len(self.units) else []
        if len(known) > 2:
            # The commonest is the first to be done without.
            parts += [
                [unit for unit in known if unit is not one] for one in sorted(known, key=lambda unit: -unit.documents)
            ]
        return [" & ".join(unit.tsquery() for unit in part) for part in parts]

    def literally(self, weights: str = "") -> str:
        return " | ".join(unit.literally(weights) for unit in self.units)

    def accessories(self) -> str:
        """A tsquery of the accessory words that were not asked for, in titles."""
        asked = {singular(word) for unit in self.units for phrase in (unit.words, *unit.others) for word in phrase}
        return " | ".join(lexeme(word, "A") for word in sorted(accessory_words() - asked))


def lexeme(word: str, weights: str = "") -> str:
    return f"'{word}':{weights}" if weights else f"'{word}'"  # words are letters, digits and points: nothing to escape


def units_of(words: list[str]) -> list[Unit]:
    """Words taken together where they form a phrase with synonyms, the longest first; otherwise one by one."""
    units, place = [], 0
    while place < len(words):
        for length in range(min(longest_phrase(), len(words) - place), 0, -1):
            phrase = tuple(words[place : place + length])
            others = synonyms().get(key(phrase), ())
            if others or length == 1:
                units.append(Unit(phrase, others))
                place += length
                break
    return units
