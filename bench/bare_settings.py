"""The shop's own settings, middleware and all, with the URLs of bench/bare.py."""

from settings.deploy import *  # noqa: F403

ROOT_URLCONF = "bench.bare"
