"""What every template may say without loading anything (a builtin library): money, pictures, icons, JSON-LD."""

import json
from decimal import Decimal

from django import template
from django.conf import settings
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.caching import holes
from shop.caching.sealed import SealedRequest
from shop.db import position
from shop.money import money as written_out
from shop.storage import static_or_plain
from shop.thumbnails.picture import Stored, picture_html

register = template.Library()
TINTS = 8
# What could end a <script> element or open a comment in it, as JSON escapes (Django's json_script does the same).
UNSAFE_IN_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.filter
def money(amount, currency=None) -> str:
    """`{{ price|money:product.currency }}`; the shop's default currency if none is named."""
    return written_out(amount, currency or settings.DEFAULT_CURRENCY)


@register.filter
def percent(rate) -> str:
    """`19%` of Decimal("0.19"), in German `19 %`; up to three decimals."""
    digits = number_format(round((rate * 100).normalize(), 3).normalize(), use_l10n=True)
    return f"{digits}%" if (get_language() or "en").startswith("en") else f"{digits}\u00a0%"


@register.simple_tag
def picture(source, width, height, role, **how) -> SafeString:
    """See shop/thumbnails/picture.py; `source` is the file's path in the media storage, `how` is `alt` and `when`."""
    return picture_html(Stored(str(source), width, height), role, **how)


@register.filter
def loading(first, place) -> str:
    """`{{ "main eager"|loading:0 }}`: how the picture at this place of a row is fetched (`when`); later ones lazily."""
    words = first.split()
    return words[place] if place < len(words) else "lazy"


@register.simple_tag
def icon(name) -> SafeString:
    """A drawing of static/icons/sprite.svg that is part of the page; decoration only, hidden from screen readers."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def placeholder(pk) -> SafeString:
    """For a product without a picture: our doll, dyed by the product's id."""
    tint = (pk or 0) * 5 % TINTS  # neighbours by id differ
    return format_html(
        '<svg class="placeholder tint-{}" viewBox="0 0 160 160" aria-hidden="true"><use href="#i-placeholder"/></svg>',
        tint,
    )


@register.simple_tag
def stars(rating, count=None) -> SafeString:
    """The rating in stars, and in words for who cannot see them."""
    halves = round(float(rating or 0) * 2)
    spoken = _("Rated %(rating)s out of 5") % {"rating": f"{Decimal(rating or 0):.1f}"}
    shown = "" if count is None else format_html(' <span aria-hidden="true">({})</span>', count)
    reviews = "" if count is None else _(", %(count)s reviews") % {"count": count}
    return format_html(
        '<span class="stars"><span class="stars__bar r-{}" role="img" aria-label="{}{}"></span>{}</span>',
        halves,
        spoken,
        reviews,
        shown,
    )


@register.filter
def json_ld(thing) -> SafeString:
    """Structured data (schema.org) as a script element that holds data and runs nothing."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.filter
def lsn(place: int) -> str:
    """A position as PostgreSQL writes it: `16/B374D848`."""
    return position.text(place)


@register.filter
def lookup(mapping, key):
    """`{{ mapping|lookup:key }}`, None where there is none."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def hole(context, name) -> SafeString:
    """A visitor's own part. In a shared page it is left open, on any other it is rendered at once."""
    request = context.request
    if isinstance(request, SealedRequest):
        return mark_safe(request.marks.mark(name))
    return mark_safe(holes.registry[name].render(request).decode())


register.simple_tag(static_or_plain)
