"""What a mail's templates may say. Links lead to the shop's own address: a mail has no request, and trusts no host."""

import re

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()
# Who signs up with a stranger's address and a web address for a name would have us send spam: mail programs make a
# link of whatever looks like one.
LIKE_AN_ADDRESS = re.compile(r"[/\\:@]|\w[.．。｡]\w")
MAX_NAME = 60


@register.simple_tag
def link(name, **kwargs) -> str:
    """The whole address of one of our pages, in the mail's language if the shop has pages in it."""
    return settings.SITE_URL + reverse(name, kwargs=kwargs)


@register.simple_tag
def hello(name) -> str:
    """`Hello Ann,`; without the name if it is none or pretends to be an address."""
    name = " ".join(str(name or "").split())
    if not name or len(name) > MAX_NAME or LIKE_AN_ADDRESS.search(name):
        return _("Hello,")
    return _("Hello %(name)s,") % {"name": name}
