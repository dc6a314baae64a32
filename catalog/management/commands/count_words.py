from django.core.management.base import BaseCommand

from catalog.search.vocabulary import count_words


class Command(BaseCommand):
    help = "Counts the words of titles, brands and categories, for corrections and suggestions. Writes what changed."

    def handle(self, **options):
        self.stdout.write(f"{count_words()} words written or removed")
