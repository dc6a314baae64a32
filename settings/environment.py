"""Typed settings from the environment.

Order of precedence: the process environment, then `.env` (a person's or a host's), then `var/stack.env`
(addresses that the local stack derived from SHOP_PORT). A value of the wrong type stops the start with one
sentence that names the variable, the value seen and what is expected.
"""

import json
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
for name in (".env", "var/stack.env"):
    path = BASE_DIR / name
    if path.is_file():
        env.read_env(path)


def text(name, default=None):
    """The variable as text; without a default it must be set and not empty."""
    value = env.str(name, default="") or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Put it into .env (see .env.example) or the environment.")
    return value


def whole_number(name, default, minimum=0):
    value = env.str(name, default="") or str(default)
    if not value.isascii() or not value.isdigit() or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r} must be a whole number of {minimum} or more.")
    return int(value)


def decimal_number(name, default):
    value = env.str(name, default="") or str(default)
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise ImproperlyConfigured(f"{name}={value!r} must be a decimal number.") from error


def switch(name, default=False):
    """On: 1 true yes on. Off: 0 false no off."""
    value = env.str(name, default="").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} must be on or off (1, true, yes, on; 0, false, no, off).")


def one_of(name, default, choices):
    value = text(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name}={value!r} must be one of: {', '.join(choices)}.")
    return value


def several(name, default=""):
    """A comma-separated list, blanks dropped."""
    return [part.strip() for part in (env.str(name, default="") or default).split(",") if part.strip()]


def url(name, default, schemes):
    value = text(name, default)
    parts = urlsplit(value)
    if parts.scheme not in schemes or not (parts.netloc or parts.path):
        raise ImproperlyConfigured(f"{name}={value!r} must be a URL that begins with {' or '.join(schemes)}://.")
    return value


def origins(address):
    """`["https://cdn.example.com"]` of an absolute URL; none of a path, which is our own."""
    parts = urlsplit(address)
    return [f"{parts.scheme or 'https'}://{parts.netloc}"] if parts.netloc else []


def json_object(name):
    value = env.str(name, default="") or "{}"
    try:
        found = json.loads(value)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ImproperlyConfigured(f'{name} must be a JSON object, like {{"bucket_name": "pictures"}}.')
    return found


def database(value, name="DATABASE_URL"):
    """Django's database dictionary of a postgres:// URL."""
    try:
        parsed = environ.Env.db_url_config(value)
    except (ImproperlyConfigured, ValueError) as error:
        raise ImproperlyConfigured(f"{name} must be postgres://user:password@host:port/name: {error}") from error
    if not parsed.get("ENGINE", "").endswith("postgresql") or not parsed.get("NAME"):
        raise ImproperlyConfigured(f"{name} must be postgres://user:password@host:port/name, with PostgreSQL.")
    return parsed
