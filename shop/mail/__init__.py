"""Mail: written in the transaction of its reason, sent by a task, in the reader's language. docs/mail.md tells more.

    send_mail_later("welcome", to=customer.email, key=f"welcome {customer.pk}", customer=customer.pk)

registry   every mail: who writes it, a sample      deliver       asking for a mail, and the task that sends it
letter     its words, from templates/emails/        preview_page  staff look at every mail
message    what goes out                            mailbox       what a developer's machine kept instead
"""

from shop.mail.deliver import send_mail_later
from shop.mail.registry import Attachment, mail

__all__ = ["Attachment", "mail", "send_mail_later"]
