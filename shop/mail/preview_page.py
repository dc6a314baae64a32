"""`/<ADMIN_PATH>/mails/`: every mail as it would look, with sample contents that no database was asked for."""

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.caching.policy import private
from shop.mail.letter import Letter, write_letter
from shop.mail.registry import MAILS
from shop.mail.stranger import framed

LOCALE = settings.BASE_DIR / "locale"


@private
@admin.site.admin_view
@require_safe
def list_mails(request):
    """Staff only; others are sent to the log-in."""
    return shown(request, "mail/list.html", title=_("Mails"), mails=sorted(MAILS), languages=languages())


@private
@admin.site.admin_view
@require_safe
def show_mail(request, name):
    """Staff only. `?language=de`: in that one."""
    letter = sample(request, name)
    attachments = MAILS[name].attach(MAILS[name].sample())
    return shown(
        request, "mail/show.html", title=name, name=name, letter=letter, languages=languages(), attachments=attachments
    )


@private
@admin.site.admin_view
@require_safe
def show_mail_html(request, name):
    """Staff only: what the page above shows in its frame."""
    return framed(sample(request, name).html)


@private
@admin.site.admin_view
@require_safe
def show_attachment(request, name, number):
    """Staff only: what a sample has attached."""
    if name not in MAILS:
        raise Http404
    attachments = MAILS[name].attach(MAILS[name].sample())
    if number >= len(attachments):
        raise Http404
    chosen = attachments[number]
    headers = {"Content-Disposition": f'attachment; filename="{chosen.filename}"'}
    return HttpResponse(chosen.content, content_type=chosen.kind, headers=headers)


def sample(request, name: str) -> Letter:
    if name not in MAILS:
        raise Http404
    language = request.GET.get("language", settings.LANGUAGE_CODE)
    language = language if language in languages() else settings.LANGUAGE_CODE
    with translation.override(language):
        context = MAILS[name].sample()
    return write_letter(name, context, language)


def languages() -> list[str]:
    """The languages that mails have words in: the shop's own, and those of its catalogues."""
    found = {path.parent.parent.name for path in LOCALE.glob("*/LC_MESSAGES/django.mo")}
    return [settings.LANGUAGE_CODE, *sorted(found - {settings.LANGUAGE_CODE})]


def shown(request, template, **context):
    return TemplateResponse(request, template, admin.site.each_context(request) | context)
