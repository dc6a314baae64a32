"""nDCG@10 of the shop's search on rated queries, beside what PostgreSQL does unaided."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from catalog.search.quality import plain_results, quality, read_ratings, shop_results

DEFINITION = """\
nDCG@10, gain 2^rating - 1, discount log2(place + 1).
rated: over the query's rated documents (unrated results passed over); raw: unrated results gain nothing.
plain: plainto_tsquery('english') over title and short description, ordered by ts_rank.
Queries without a rating above 0 are left out."""


class Command(BaseCommand):
    help = "Prints nDCG@10 of the shop's search for each rated query, and the mean."

    def add_arguments(self, parser):
        parser.add_argument("ratings", type=Path, help="CSV: query,docid,rating; docid is the product's source id")
        parser.add_argument("--source", default="", help="count only products imported from this source")

    def handle(self, *, ratings, source, **options):
        try:
            rated = read_ratings(ratings)
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{'query':<28} {'rated':>6} {'raw':>6} | {'plain':>6} {'raw':>6}  results, rated found")
        ours, plain = [], []
        for query, its_ratings in sorted(rated.items()):
            one = quality(query, its_ratings, shop_results(query, source))
            other = quality(query, its_ratings, plain_results(query, source))
            if one is None or other is None:
                continue
            ours.append(one)
            plain.append(other)
            self.stdout.write(
                f"{query:<28} {one.rated:6.3f} {one.raw:6.3f} | {other.rated:6.3f} {other.raw:6.3f}  "
                f"{one.results}, {one.rated_found} of {one.rated_in_all}"
            )
        if not ours:
            raise CommandError(f"{ratings} has no query with a rating above 0.")
        self.stdout.write(f"{f'mean of {len(ours)} queries':<28} {_means(ours)} | {_means(plain)}\n\n{DEFINITION}")


def _means(some) -> str:
    count = len(some)
    return f"{sum(one.rated for one in some) / count:6.3f} {sum(one.raw for one in some) / count:6.3f}"
