"""What editors work with: Django's admin, made for a catalogue of a million products.

No list counts exactly, each list asks at most twelve queries, and what stands on a page is edited on one screen.
"""

from catalog.admin import attribute, brand, category, product, review, site, variant

__all__ = ["attribute", "brand", "category", "product", "review", "site", "variant"]
