"""Makes every thumbnail that pages may ask for, so that no visitor waits for one. Safe to stop and to run again."""

from django.core.management.base import BaseCommand
from tqdm import tqdm

from catalog.pictures import shown_pictures
from shop.thumbnails.make_all import make_all
from shop.thumbnails.roles import FORMATS


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--processes", type=int, help="default: one a processor")
        parser.add_argument("--aliases", nargs="+", metavar="ALIAS", help="only these declared sizes, e.g. card-360")

    def handle(self, *args, **options):
        only = options["aliases"]
        pictures = [
            (file, tuple(alias for alias in aliases if not only or alias in only)) for file, aliases in shown_pictures()
        ]
        made = 0
        with tqdm(total=len(pictures), unit="picture", file=self.stderr, disable=None) as bar:
            for _source, count, problem in make_all(pictures, options["processes"]):
                made += count
                bar.update()
                if problem:
                    bar.write(f"{problem}", file=self.stderr)
        self.stdout.write(f"{len(pictures)} pictures, {made} thumbnails made ({', '.join(FORMATS)}).")
