from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models


class SearchWord(models.Model):
    """A word of titles, brand or category names: what misspelt words are corrected to, and typing completed to.

    Counted by catalog_count_words() (catalog/search/vocabulary.py); search itself does not depend on it being fresh.
    """

    word = models.CharField(max_length=40, primary_key=True, db_collation="C")  # C: a prefix is a range of the index
    lexeme = models.CharField(max_length=40)  # as the index has it: `cabl` for cable and cables
    documents = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["lexeme"], name="searchword_lexeme"),
            GinIndex(OpClass("word", name="gin_trgm_ops"), name="searchword_like"),
        ]

    def __str__(self):
        return self.word
