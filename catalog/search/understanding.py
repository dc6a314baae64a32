"""From a visitor's words to what is wanted: known words, corrections, words written together or apart."""

from dataclasses import dataclass
from itertools import pairwise

from catalog.search.spelling import best_correction, one_edit_away
from catalog.search.synonyms import Phrase
from catalog.search.wanted import Unit, Wanted, units_of
from catalog.search.words import folded_code, words_of
from shop.db.router import reader

# One row for each of the words asked about: is it known (as written or by its stem), in how many titles, and, for an
# unknown one, words like it: those one edit away, and the nearest by trigrams.
LOOK_UP_SQL = """
WITH asked AS MATERIALIZED (
    SELECT word, is_typed, (SELECT coalesce(max(v.documents), 0) FROM catalog_searchword v
                  WHERE v.word = a.word OR v.lexeme = (ts_lexize('english_stem', a.word))[1]) AS documents
    FROM unnest(%s::text[], %s::boolean[]) AS a(word, is_typed))
SELECT a.word, a.documents, NULL::text AS near, NULL::integer FROM asked a
UNION ALL
SELECT a.word, 0, v.word, v.documents
FROM unnest(%s::text[], %s::text[]) AS edit(word, near)
JOIN asked a ON a.word = edit.word AND a.documents = 0
JOIN catalog_searchword v ON v.word = edit.near
UNION ALL
SELECT a.word, 0, v.word, v.documents
FROM asked a CROSS JOIN LATERAL (
    SELECT v.word, v.documents FROM catalog_searchword v WHERE v.word %% a.word
    ORDER BY similarity(v.word, a.word) DESC, v.documents DESC LIMIT 12) v
WHERE a.is_typed AND a.documents = 0 AND a.word ~ '^[^0-9]{4,}$'
"""
MIN_PART_CHARACTERS = 3  # of a word written apart
MIN_COMPOUND_DOCUMENTS = 2


@dataclass(frozen=True)
class Understood:
    wanted: Wanted
    corrected_to: str | None


def understand(text: str) -> Understood | None:
    """What the text asks for; None when it has no word. One query."""
    words = words_of(text)
    if not words:
        return None
    known, near = _look_up(words)
    corrected = [word if known.get(word) or not near.get(word) else best_correction(word, near[word]) for word in words]
    spelt = [new or old for new, old in zip(corrected, words, strict=True)]
    counts = known | {word: count for candidates in near.values() for word, count in candidates.items()}
    units = [_with_compounds(unit, counts) for unit in _joined(units_of(spelt), counts)]
    code = folded_code(text) if len(words) > 1 else ""
    return Understood(Wanted(tuple(units), code), " ".join(spelt) if spelt != words else None)


def _look_up(words: list[str]) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    """Documents by word (0: unknown), and near words, with documents, of each unknown one."""
    pairs = [one + other for one, other in pairwise(words)]
    parts = [part for word in words for left, right in _splits(word) for part in (left, right)]
    asked = list(dict.fromkeys([*words, *pairs, *parts]))
    edits = [(word, edit) for word in words for edit in one_edit_away(word)]
    with reader().cursor() as cursor:
        cursor.execute(
            LOOK_UP_SQL,
            [asked, [word in words for word in asked], [word for word, _ in edits], [edit for _, edit in edits]],
        )
        rows = cursor.fetchall()
    known = {word: documents for word, documents, candidate, _ in rows if candidate is None}
    near: dict[str, dict[str, int]] = {}
    for word, _, candidate, count in rows:
        if candidate is not None:
            near.setdefault(word, {})[candidate] = count
    return known, near


def _splits(word: str) -> list[Phrase]:
    if not word.isalpha():
        return []
    return [(word[:place], word[place:]) for place in range(MIN_PART_CHARACTERS, len(word) - MIN_PART_CHARACTERS + 1)]


def _joined(units: list[Unit], counts: dict[str, int]) -> list[Unit]:
    """`head set` may be written `headset`: neighbours that are one word in our titles become one unit."""
    joined: list[Unit] = []
    for unit in units:
        before = joined[-1] if joined else None
        together = before.words[0] + unit.words[0] if before and len(before.words) == len(unit.words) == 1 else ""
        if before and together and counts.get(together, 0) >= MIN_COMPOUND_DOCUMENTS:
            alone = units_of([together])[0]
            joined[-1] = Unit((before.words[0], unit.words[0]), ((together,), *alone.others))
        else:
            joined.append(unit)
    return joined


def _with_compounds(unit: Unit, counts: dict[str, int]) -> Unit:
    """`smartwatch` may be written `smart watch`: parts that are words of our titles become a further phrase."""
    others = list(unit.others)
    if len(unit.words) == 1:
        halves = [parts for parts in _splits(unit.words[0]) if all(counts.get(part, 0) > 1 for part in parts)]
        others += [parts for parts in halves if parts not in others]
    return Unit(unit.words, tuple(others), min(counts.get(word, 0) for word in unit.words))
