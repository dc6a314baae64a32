"""Addresses of products: the title's words; where another product has them already, with the source's id behind."""

from hashlib import blake2s

from django.utils.text import slugify

MAX_WORDS = 90  # characters: longer addresses are cut by those who show them


def words_of(title):
    """The address that a title asks for."""
    slug = slugify(title)
    if len(slug) > MAX_WORDS:
        slug = slug[: MAX_WORDS + 1].rpartition("-")[0] or slug[:MAX_WORDS]
    return slug.strip("-_") or "product"


def candidates(title, source, source_id):
    """In this order; the last one can't be another product's."""
    words, identity = words_of(title), slugify(source_id)
    digest = blake2s(f"{source}/{source_id}".encode(), digest_size=5).hexdigest()
    return words, f"{words}-{identity[:30].strip('-_') or digest}", f"{words}-{digest}"


def choose(cursor, source, wanted, owners):
    """{source id: slug} for `wanted` {source id: title}; `owners` {source id: product id} of those that exist.

    The first in the file gets the plain words. An address that led to another product once is that product's still: it
    redirects.
    """
    asked = {source_id: candidates(title, source, source_id) for source_id, title in wanted.items()}
    every = sorted({slug for slugs in asked.values() for slug in slugs})
    taken = {}
    cursor.execute("SELECT substr(old_path, 3), product_id FROM catalog_oldslug WHERE old_path = ANY (%s)",
                   (["p/" + slug for slug in every],))  # fmt: skip
    taken.update(cursor.fetchall())
    cursor.execute("SELECT slug, id FROM catalog_product WHERE slug = ANY (%s)", (every,))
    taken.update(cursor.fetchall())
    chosen = {}
    for source_id, slugs in asked.items():
        owner = owners.get(source_id, source_id)
        slug = next((slug for slug in slugs if taken.get(slug, owner) == owner), slugs[-1])
        taken[slug] = owner
        chosen[source_id] = slug
    return chosen
