"""The staff's pages about mail, below /<ADMIN_PATH>/."""

from django.urls import path

from shop.mail import mailbox_page, preview_page

app_name = "mail"
urlpatterns = [
    path("mails/", preview_page.list_mails, name="list"),
    path("mails/<slug:name>/", preview_page.show_mail, name="show"),
    path("mails/<slug:name>/html/", preview_page.show_mail_html, name="html"),
    path("mails/<slug:name>/attachments/<int:number>/", preview_page.show_attachment, name="attachment"),
    path("mailbox/", mailbox_page.list_received, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox_page.show_received, name="received"),
    path("mailbox/<slug:name>/html/", mailbox_page.show_received_html, name="received_html"),
    path("mailbox/<slug:name>/attachments/<int:number>/", mailbox_page.download, name="download"),
]
