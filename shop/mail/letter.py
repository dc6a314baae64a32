"""A mail's words: subject, text and HTML in one language, from templates/emails/."""

import re
from dataclasses import dataclass

import css_inline
from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

# At-rules stay in the head: a phone's width and a dark screen cannot be inlined. Nothing is ever fetched.
INLINER = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
BLANK_LINES = re.compile(r"\n[ \t]*(\n[ \t]*)+")


@dataclass(frozen=True)
class Letter:
    language: str
    subject: str
    text: str
    html: str


def write_letter(name: str, context: dict, language: str) -> Letter:
    """The mail `name` in `language`, or in the shop's own where there are no words in that one."""
    language = known(language)
    with translation.override(language):
        values = {
            "SITE_NAME": settings.SITE_NAME,
            "SITE_URL": settings.SITE_URL,
            "language": language,
            **context,
        }
        subject = " ".join(plain(f"emails/{name}.subject.txt", values).split())  # one line, whatever a name contains
        text = tidy(plain(f"emails/{name}.txt", values))
        html = INLINER.inline(get_template(f"emails/{name}.html").render(values | {"subject": subject}))
    return Letter(language, subject, text, html)


def known(language: str) -> str:
    return language if translation.check_for_language(language) else settings.LANGUAGE_CODE


def plain(template: str, values: dict) -> str:
    """Rendered without HTML escapes: nobody reads this as HTML."""
    return get_template(template).template.render(Context(values, autoescape=False))  # type: ignore[attr-defined]


def tidy(text: str) -> str:
    """No blanks at line ends and no two empty lines, which template tags leave behind."""
    lines = (line.rstrip() for line in text.strip().splitlines())
    return BLANK_LINES.sub("\n\n", "\n".join(lines)) + "\n"
