"""From what a visitor typed to words, and from an article number to its bare letters and digits."""

import re
import unicodedata

from catalog.search.lists import all_words

MAX_WORDS = 8  # more add cost, not meaning
MAX_WORD_CHARACTERS = 40

# A number keeps its point (17.3); any other punctuation parts words, as PostgreSQL's parser does.
WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
STOP_WORDS = all_words("stop_words.txt")


def words_of(text: str) -> list[str]:
    """Lower-case words without accents; words that say nothing are left out unless nothing else is there."""
    words = WORD.findall(fold(text))
    telling = [word for word in words if word not in STOP_WORDS] or words
    return [word.replace(",", ".")[:MAX_WORD_CHARACTERS] for word in telling[:MAX_WORDS]]


def fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(character for character in apart if not unicodedata.combining(character))


def folded_code(text: str) -> str:
    """`DV7 1211-EA` as the index has article numbers: `dv71211ea`. Empty for what looks like no article number."""
    code = "".join(re.findall(r"[^\W_]+", fold(text)))
    return code if 4 <= len(code) <= MAX_WORD_CHARACTERS and re.search(r"\d", code) else ""


def singular(word: str) -> str:
    """A rough singular, to find a word in the lists of synonyms; the index has its own stemmer."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
