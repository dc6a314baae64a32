"""Which promotions a cart gets: all that combine with others, or the one that does not, whichever saves more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cart.pricing.discount import NOTHING, discounts, is_reached
from cart.pricing.line import Line
from cart.pricing.promotion import Kind, Promotion

# Free pieces are taken at their full price, a percentage of what is left then, and a fixed amount at last, so that
# ten off is ten off.
ORDER = [Kind.BUY_X_GET_Y, Kind.PERCENTAGE, Kind.AMOUNT]


@dataclass(frozen=True)
class Reduction:
    """What each line is reduced by in all, and by which promotions, with each one's share."""

    lines: tuple[Decimal, ...]
    promotions: tuple[tuple[Promotion, Decimal], ...]

    @property
    def amount(self) -> Decimal:
        return sum(self.lines, NOTHING)

    @property
    def preference(self) -> tuple:
        """Lower is better: saves more; else uses up fewer vouchers; else combines; else is older."""
        codes = sum(bool(promotion.code) for promotion, _ in self.promotions)
        alone = any(not promotion.combinable for promotion, _ in self.promotions)
        return (-self.amount, codes, alone, [(promotion.promotion, promotion.code) for promotion, _ in self.promotions])


def best_reduction(lines: Sequence[Line], promotions: Iterable[Promotion]) -> Reduction:
    """Of the goods; free delivery goes with everything (`free_shipping`)."""
    on_goods = [promotion for promotion in promotions if promotion.kind != Kind.FREE_SHIPPING]
    together = sorted((promotion for promotion in on_goods if promotion.combinable), key=turn)
    choices = [together, *([promotion] for promotion in on_goods if not promotion.combinable)]
    return min((reduce(lines, choice) for choice in choices), key=lambda reduction: reduction.preference)


def turn(promotion: Promotion) -> tuple:
    return (ORDER.index(promotion.kind), promotion.promotion, promotion.code)


def reduce(lines: Sequence[Line], promotions: Iterable[Promotion]) -> Reduction:
    """One after the other, each from what those before it have left. Those that take nothing are not used."""
    left, used = [line.amount for line in lines], []
    for promotion in promotions:
        taken = discounts(promotion, lines, left)
        left = [before - off for before, off in zip(left, taken, strict=True)]
        if any(taken):
            used.append((promotion, sum(taken, NOTHING)))
    return Reduction(tuple(line.amount - rest for line, rest in zip(lines, left, strict=True)), tuple(used))


def free_shipping(lines: Sequence[Line], promotions: Iterable[Promotion]) -> Promotion | None:
    """The one that makes delivery free; one that needs no voucher if there is any."""
    reached = (
        promotion
        for promotion in promotions
        if promotion.kind == Kind.FREE_SHIPPING
        and is_reached(promotion, [line for line in lines if promotion.is_for(line)])
    )
    return min(reached, key=lambda promotion: (bool(promotion.code), promotion.promotion, promotion.code), default=None)
