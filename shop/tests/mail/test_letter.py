"""A mail's words: every registered one, in every language, from a sample that asks no database."""

import re

import pytest
from django.urls import clear_url_caches, resolve
from django.utils import translation

from shop.mail.letter import tidy, write_letter
from shop.mail.preview_page import languages
from shop.mail.registry import MAILS, Mail, mail
from shop.templatetags.mail import hello


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", sorted(MAILS))
def test_every_mail_reads_well_in_every_language(name, language, settings):
    settings.SITE_URL = "https://shop.example"
    with translation.override(language):
        context = MAILS[name].sample()
    letter = write_letter(name, context, language)
    assert letter.subject
    assert "\n" not in letter.subject
    assert "&" not in letter.subject.replace(" & ", "")
    assert "\n\n\n" not in letter.text
    assert not re.search(r"<\w|&\w+;|\{[{%]", letter.text)
    assert f'<html lang="{language}"' in letter.html
    assert 'style="' in letter.html.partition("<body")[2]
    assert "class=" not in re.sub(r'class="[a-z -]+"', "", letter.html)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", sorted(MAILS))
def test_all_links_lead_to_pages_of_the_shop_and_nothing_is_fetched(name, language, settings):
    settings.SITE_URL = "https://shop.example"
    with translation.override(language):
        context = MAILS[name].sample()
    letter = write_letter(name, context, language)
    links = re.findall(r'href="([^"]+)"', letter.html) + re.findall(r"https?://\S+", letter.text)
    assert len(links) >= 3
    assert [link for link in links if not link.startswith("https://shop.example/")] == []
    for link in links:
        assert resolve(link.removeprefix("https://shop.example").partition("?")[0])
    assert not re.search(r"<(img|link|script|iframe|base)\b|url\(|@import", letter.html)


def test_a_name_with_a_line_break_stays_in_the_subject(monkeypatch):
    monkeypatch.setattr("shop.mail.letter.plain", lambda template, values: "Hello Ann\r\nBcc: all@example.com\n")
    assert write_letter("welcome", MAILS["welcome"].sample(), "en").subject == "Hello Ann Bcc: all@example.com"


def test_text_is_not_escaped_and_html_is():
    letter = write_letter("welcome", {"name": "<O'Neil>"}, "en")
    assert "Hello <O'Neil>," in letter.text
    assert "Hello &lt;O" in letter.html
    assert "<O'" not in letter.html


def test_links_are_those_of_pages_that_there_are(settings):
    settings.SITE_URL = "https://shop.example"
    assert "https://shop.example/account/" in write_letter("welcome", {"name": "Ann"}, "de").text
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    clear_url_caches()
    try:
        assert "https://shop.example/de/account/" in write_letter("welcome", {"name": "Ann"}, "de").text
    finally:
        settings.LANGUAGES = [("en", "English")]
        clear_url_caches()


@pytest.mark.parametrize("language", ["", "tlh", "../../etc", "en\r\nBcc: x@example.com"])
def test_an_unknown_language_is_the_shops_own(language):
    assert write_letter("welcome", {"name": "Ann"}, language).language == "en"


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Ann", "Hello Ann,"),
        ("Dr. Lee", "Hello Dr. Lee,"),
        ("Ann \n Lee", "Hello Ann Lee,"),
        ("", "Hello,"),
        (None, "Hello,"),
        ("evil.example", "Hello,"),
        ("https://evil.example/win", "Hello,"),
        ("win@evil", "Hello,"),
        ("x" * 61, "Hello,"),
    ],
)
def test_a_greeting_takes_no_address_for_a_name(name, greeted):
    assert hello(name) == greeted


def test_text_is_tidy():
    assert tidy("\n\na  \n \t\n\n\nb\n\n") == "a\n\nb\n"


def test_two_apps_cannot_have_a_mail_of_one_name():
    with pytest.raises(ValueError, match=r"registered by accounts\.mails already"):
        mail("welcome", sample=dict)(lambda: None)
    with pytest.raises(ValueError, match="choose one of"):
        mail("another", sample=dict, queue="urgent")
    assert isinstance(MAILS["welcome"], Mail)
