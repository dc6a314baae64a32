"""The page variant: what a page may differ by beside its URL. One small value, in Django's keys and hole addresses."""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation


@dataclass(frozen=True)
class PageVariant:
    language: str
    currency: str

    def __str__(self):
        return f"{self.language}-{self.currency}"

    @classmethod
    def of_path(cls, path: str) -> "PageVariant":
        """The language stands in the URL; the currency is the shop's."""
        language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
        return cls(language, settings.DEFAULT_CURRENCY)

    @classmethod
    def parse(cls, text: str) -> "PageVariant | None":
        """None for what no page of ours would have written."""
        language, _dash, currency = text.rpartition("-")
        known = language in dict(settings.LANGUAGES) and currency in settings.CURRENCIES
        return cls(language, currency) if known else None
