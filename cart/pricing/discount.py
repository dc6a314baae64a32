"""What one promotion takes off each line, by kind."""

from collections.abc import Sequence
from decimal import Decimal

from cart.pricing.line import Line, line_amount
from cart.pricing.promotion import Kind, Promotion
from cart.pricing.spread import spread

NOTHING = Decimal("0.00")


def discounts(promotion: Promotion, lines: Sequence[Line], left: Sequence[Decimal]) -> list[Decimal]:
    """For each line what is taken off; never more than what earlier promotions have `left` of it."""
    eligible = [place for place, line in enumerate(lines) if promotion.is_for(line)]
    taken = [NOTHING] * len(lines)
    if is_reached(promotion, [lines[place] for place in eligible]):
        by_kind = {Kind.PERCENTAGE: percentage, Kind.AMOUNT: fixed, Kind.BUY_X_GET_Y: free_pieces}[promotion.kind]
        own = by_kind(promotion, [lines[place] for place in eligible], [left[place] for place in eligible])
        for place, amount in zip(eligible, own, strict=True):
            taken[place] = min(amount, left[place])
    return taken


def is_reached(promotion: Promotion, eligible: Sequence[Line]) -> bool:
    """There is something that it is for, and as much as it asks for."""
    return bool(eligible) and sum(line.amount for line in eligible) >= promotion.minimum


def percentage(promotion: Promotion, lines: Sequence[Line], left: Sequence[Decimal]) -> list[Decimal]:
    return [line_amount(amount * promotion.value / 100) for amount in left]


def fixed(promotion: Promotion, lines: Sequence[Line], left: Sequence[Decimal]) -> list[Decimal]:
    return spread(min(line_amount(promotion.value), sum(left, NOTHING)), left)


def free_pieces(promotion: Promotion, lines: Sequence[Line], left: Sequence[Decimal]) -> list[Decimal]:
    """Of every `buy` + `free` pieces, `free` are; the cheapest of all."""
    pieces = sum(line.quantity for line in lines)
    free = pieces // (promotion.buy + promotion.free) * promotion.free if promotion.free > 0 else 0
    taken = [NOTHING] * len(lines)
    for place in sorted(range(len(lines)), key=lambda place: lines[place].unit_price):
        here = min(free, lines[place].quantity)
        taken[place] = line_amount(lines[place].unit_price * promotion.value / 100, here)
        free -= here
    return taken
