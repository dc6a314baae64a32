"""What customers say about the demo's products: mixed, short, and not the same sentence twice on one page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from catalog.demo.assortment import words
from catalog.demo.plan import DAYS_OPEN, OPENED

NEWEST = OPENED + timedelta(days=DAYS_OPEN + 2)


@dataclass(frozen=True)
class PlannedReview:
    source_id: str
    author: str
    rating: int
    title: str
    text: str
    status: str
    created_at: datetime


def reviews_of(plan):
    """0 to 12 reviews: nine products in ten have at least three; a few wait for an editor."""
    chance = Random(f"reviews {plan.line.number}")
    if plan.line.number % 11 == 5:
        return
    count, appeal = chance.randint(3, 12), chance.uniform(0.45, 0.85)
    parts, leaf = words("reviews"), plan.line.leaf
    authors = chance.sample(parts["authors"], count)
    openers = _shuffled(parts["opens"], chance)
    praise, gripes = (_shuffled(parts[kind] + getattr(leaf, kind), chance) for kind in ("praise", "gripe"))
    for place, author in enumerate(authors):
        rating = _rating(appeal, chance)
        praised, griped = praise[place], gripes[place]
        opener = openers[place] if chance.random() < 0.6 else ""
        yield PlannedReview(
            source_id=f"demo-{place + 1}",
            author=author,
            rating=rating,
            title=chance.choice(parts[f"titles_{rating}"]) if chance.random() < 0.85 else "",
            text=_joined(opener, *_judgement(rating, praised, griped, parts, chance)).format(noun=leaf.noun),
            status="pending" if chance.random() < 0.04 else "approved",
            created_at=plan.created_at + (NEWEST - plan.created_at) * chance.random(),
        )


def _shuffled(sentences, chance):
    return chance.sample(sentences, len(sentences))


def _joined(*sentences):
    return " ".join(sentence for sentence in sentences if sentence)


def _rating(appeal, chance):
    """Five is likely, one is rare; `appeal` (0–1) is the product's own share of fives."""
    drawn = chance.random()
    for rating, share in ((5, appeal), (4, appeal + (1 - appeal) * 0.5), (3, appeal + (1 - appeal) * 0.8)):
        if drawn < share:
            return rating
    return 2 if drawn < appeal + (1 - appeal) * 0.94 else 1


def _judgement(rating, praised, griped, parts, chance):
    if rating == 5:
        return praised, chance.choice([*parts["closes_good"], "", ""])
    if rating == 4:
        return praised, griped, chance.choice([*parts["closes_mixed"], ""])
    if rating == 3:
        return griped, praised, chance.choice(parts["closes_mixed"])
    return griped, chance.choice(parts["closes_bad"])
