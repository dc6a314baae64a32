"""Fills the shop with the demo: `load_demo`, or `load_demo --products 1000000` for load work."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from catalog.demo.load import MOST_PRODUCTS, Busy, load
from catalog.demo.progress import Progress
from catalog.settle import settle_after_load


class Command(BaseCommand):
    help = "Loads the demo shop; run again, it adds what is missing and changes nothing that is there."

    def add_arguments(self, parser):
        parser.add_argument(
            "--products", type=int, metavar="N",
            help=f"how many products there shall be, up to {MOST_PRODUCTS:,} (default: all that are written by hand)",
        )  # fmt: skip
        parser.add_argument("--no-pictures", action="store_true", help="draw none; the products name them all the same")
        parser.add_argument("--no-thumbnails", action="store_true", help="ask no worker for them: pages do, one by one")

    def handle(self, *, products, no_pictures, no_thumbnails, verbosity, **options):
        if products is not None and not 1 <= products <= MOST_PRODUCTS:
            raise CommandError(f"--products {products} must be from 1 to {MOST_PRODUCTS}.")
        if no_thumbnails:
            with connection.cursor() as cursor:
                cursor.execute("SET shop.want_thumbnails = 'off'")
        try:
            done = load(products, pictures=not no_pictures, progress=Progress(self.stderr, quiet=verbosity == 0))
        except Busy as error:
            raise CommandError(str(error)) from error
        settle_after_load()
        if verbosity:
            self.stdout.write(f"Demo: {done.products} products added, {done.pictures} pictures drawn.")
