"""Production, and `make run`, which runs the same. Refuses to start on an unsafe value, in one sentence."""

from django.core.exceptions import ImproperlyConfigured

from settings.base import *  # noqa: F403
from settings.base import ADMIN_PATH, ALLOWED_HOSTS, PAYMENT_DUMMY, SECRET_KEY, SITE_HOST, SITE_URL
from settings.environment import switch, whole_number

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
HTTPS = SITE_URL.startswith("https://")


def refuse_unsafe():
    """Raises ImproperlyConfigured for the first value that must not go live."""
    if switch("DEBUG"):
        raise ImproperlyConfigured("DEBUG=on shows secrets to visitors. Unset it, or use settings.dev.")
    if (
        len(SECRET_KEY) < 50
        or len(set(SECRET_KEY)) < 15
        or SECRET_KEY.startswith(("dev-", "change-me", "django-insecure-"))
    ):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak: 50 random characters or more are needed. "
            "Make one: python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    if not HTTPS and SITE_HOST not in LOOPBACK:
        raise ImproperlyConfigured(
            f"SITE_URL={SITE_URL} must be https:// (plain http only on this machine's own address)."
        )
    if PAYMENT_DUMMY and SITE_HOST not in LOOPBACK and not switch("PAYMENT_DUMMY"):
        raise ImproperlyConfigured(
            f"No payment provider is configured, so that everybody could buy at {SITE_URL} without paying. "
            "Set STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET; or PAYMENT_DUMMY=on if that is what you want."
        )
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("ALLOWED_HOSTS=* lets anyone forge links in mails. Name the hosts.")
    if ADMIN_PATH in {"", "admin"}:
        raise ImproperlyConfigured(f"ADMIN_PATH={ADMIN_PATH!r} is the first one tried by attackers. Choose another.")


refuse_unsafe()

# On plain http (a laptop) Secure cookies would never come back.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if HTTPS:  # browsers take these from this very host alone: no subdomain, and nobody on plain http, can plant one
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL]
