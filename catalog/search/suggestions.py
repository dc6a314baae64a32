"""Suggestions while typing: completed words, categories, brands, and the most popular products that fit."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from catalog.search.ranking import BAND, BANDS, LIVE, NEAR
from catalog.search.wanted import lexeme
from catalog.search.words import folded_code, words_of
from shop.db.router import reader

MIN_CHARACTERS = 2
COMPLETIONS = 12  # of the word being typed; products may have any of them
SHOWN = 10
LOOKED_AT = 100  # products, of which the most popular are shown
SHOWN_OF = {"query": 3, "category": 2, "brand": 2}

COMPLETE_SQL = """
    (SELECT 'query' AS kind, word AS text, lexeme AS address, documents FROM catalog_searchword
     WHERE word LIKE %(prefix)s ORDER BY documents DESC, word LIMIT %(completions)s)
    UNION ALL
    (SELECT 'category', name, url_path, 0 FROM catalog_category
     WHERE is_active AND to_tsvector('shop'::regconfig, coalesce(name, '')) @@ to_tsquery('shop', %(words)s)
     ORDER BY depth, path LIMIT 2)
    UNION ALL
    (SELECT 'brand', name, '', 0 FROM catalog_brand WHERE name ILIKE %(typed)s ORDER BY name LIMIT 2)
"""
# From the most popular band down, as the search itself goes.
PRODUCTS_SQL = f"""
    WITH asked AS MATERIALIZED (SELECT to_tsquery('shop', %s) AS words)
    SELECT title, slug FROM ({
    " UNION ALL ".join(
        f"(SELECT p.title, p.slug, p.popularity, p.id FROM catalog_product p WHERE {LIVE} AND {BAND} = {band} "
        f"AND {NEAR} @@ (SELECT words FROM asked) LIMIT {LOOKED_AT})"
        for band in BANDS
    )
} LIMIT {LOOKED_AT}) p
    ORDER BY popularity DESC, id DESC LIMIT {SHOWN}
"""


@dataclass(frozen=True)
class Typed:
    """Finished words, and the beginning of one."""

    words: tuple[str, ...]
    beginning: str


def suggestions(text: str) -> list[dict]:
    """At most ten, for two letters and more. Two queries."""
    words = words_of(text)
    if not words or len(text.strip()) < MIN_CHARACTERS:
        return []
    typed = Typed(tuple(words[:-1]), words[-1])
    with reader().cursor() as cursor:
        cursor.execute(COMPLETE_SQL, _parameters(typed, text))
        rows = cursor.fetchall()
        completions = {word: stem for kind, word, stem, _ in rows if kind == "query"}
        cursor.execute(PRODUCTS_SQL, [_tsquery(typed, completions, folded_code(text))])
        products = cursor.fetchall()
    found = {"query": _queries(typed, completions, [title for title, _ in products])}
    found["category"] = [
        (name, reverse("catalog:category", args=[path])) for kind, name, path, _ in rows if kind == "category"
    ]
    found["brand"] = [(name, _search_url(name)) for kind, name, _, _ in rows if kind == "brand"]
    shown = [
        {"kind": kind, "text": text, "url": url}
        for kind, limit in SHOWN_OF.items()
        for text, url in found[kind][:limit]
    ]
    shown += [
        {"kind": "product", "text": title, "url": reverse("catalog:product", args=[slug])} for title, slug in products
    ]
    return shown[:SHOWN]


def _parameters(typed: Typed, text: str) -> dict:
    return {
        "prefix": _like(typed.beginning),
        "completions": COMPLETIONS,
        "words": " & ".join([*(lexeme(word) for word in typed.words), lexeme(typed.beginning, "*")]),
        "typed": _like(" ".join(text.split())[:80]),
    }


def _like(beginning: str) -> str:
    return beginning.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _tsquery(typed: Typed, completions: dict[str, str], code: str) -> str:
    """Finished words and any completion of the last; or an article number that begins with all that was typed."""
    last = [lexeme(word) for word in completions] or [lexeme(typed.beginning, "*")]
    words = " & ".join([*(lexeme(word) for word in typed.words), f"({' | '.join(last)})"])
    return f"{words} | {lexeme(code, '*')}" if code else words


def _queries(typed: Typed, completions: dict[str, str], titles: list[str]) -> list[tuple[str, str]]:
    """Completed searches, one of singular and plural; after other words only those that lead to a product."""
    first_of: dict[str, str] = {}
    for word, stem in completions.items():
        first_of.setdefault(stem, word)
    words = list(first_of.values())
    if typed.words:
        known = {word for title in titles for word in words_of(title)}
        words = [word for word in words if word in known]
    phrases = [" ".join([*typed.words, word]) for word in words]
    return [(phrase, _search_url(phrase)) for phrase in phrases]


def _search_url(text: str) -> str:
    return f"{reverse('catalog:search')}?{urlencode({'q': text})}"
