"""Counting, and saying no. What is counted, by whom, and how much is too much: settings.RATES."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django_ratelimit.core import get_usage
from django_statsd.clients import statsd

from shop.rates.who import WHO

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class TooMany(Exception):
    """Answered with 429 (shop/middleware/rates.py). `seconds` from now the count begins anew."""

    def __init__(self, name: str, seconds: int):
        super().__init__(f"{name}: again in {seconds} s")
        self.seconds = max(seconds, 1)


def spend(request: HttpRequest, name: str, email: str = "") -> None:
    """Counts one use of `name`, a key of settings.RATES, by this visitor; TooMany where one count is over its rate.

    Counts are raised in the order they are named in, up to the first that is over: whoever is refused by their own
    address uses up nothing of the e-mail address that they try.
    """
    for by, rate in settings.RATES[name].items():
        who = WHO[by](request, email)
        if who is None:
            continue
        usage = get_usage(
            request, f"{name} {by}", key=lambda group, request, who=who: who, rate=scaled(rate), increment=True
        )
        if usage and usage["should_limit"]:
            statsd.incr(f"rates.{name.replace(' ', '_')}")
            raise TooMany(name, usage["time_left"])


def scaled(rate: str) -> str:
    """RATE_SCALE times as many in the same time."""
    count, _, time = rate.partition("/")
    return f"{int(count) * settings.RATE_SCALE}/{time}"


def limited(name: str, *, reads: bool = False):
    """Decorates a view, function or class: what it changes counts as a use of `name`; with `reads` each request does.

    It looks at the address and, in RATES that say so, at who is signed in: on a shared page only the former.
    """

    if name not in settings.RATES:
        raise ImproperlyConfigured(f"RATES has no {name!r}. It has: {', '.join(settings.RATES)}.")

    def decorate(view):
        if isinstance(view, type):
            return method_decorator(decorate, name="dispatch")(view)

        @wraps(view)
        def counted(request, *args, **kwargs):
            if reads or request.method not in SAFE_METHODS:
                spend(request, name)
            return view(request, *args, **kwargs)

        return counted

    return decorate
