"""`/<ADMIN_PATH>/mailbox/`: the mails that the sink of a developer's machine has taken. Not there without a sink."""

import functools

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shop.caching.policy import private
from shop.mail import mailbox
from shop.mail.stranger import framed

SHOWN = 100


def staff_with_a_sink(view):
    """Staff only, others are sent to the log-in; 404 where no sink is configured."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not mailbox.is_open():
            raise Http404
        return view(request, *args, **kwargs)

    return private(admin.site.admin_view(require_safe(guarded)))


@staff_with_a_sink
def list_received(request):
    """Staff only. The newest hundred."""
    return shown(request, "mail/mailbox.html", title=_("Mailbox"), mails=mailbox.newest(SHOWN))


@staff_with_a_sink
def show_received(request, name):
    """Staff only. One mail: what it says in its headers, its text, its HTML in a frame."""
    mail = chosen(name)
    text, has_html = mail.body("plain"), bool(mail.body("html"))
    return shown(request, "mail/received.html", title=mail.subject, mail=mail, text=text, has_html=has_html)


@staff_with_a_sink
def show_received_html(request, name):
    """Staff only: what the page above shows in its frame."""
    return framed(chosen(name).body("html"))


@staff_with_a_sink
def download(request, name, number):
    """Staff only: an attachment, saved and never shown, whatever it says that it is."""
    attachments = chosen(name).attachments
    if number >= len(attachments):
        raise Http404
    filename, content = attachments[number]
    disposition = content_disposition_header(True, filename)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


def chosen(name: str) -> mailbox.Received:
    mail = mailbox.read(name)
    if mail is None:
        raise Http404
    return mail


def shown(request, template, **context):
    return TemplateResponse(request, template, admin.site.each_context(request) | context)
