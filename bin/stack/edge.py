"""What Varnish needs to know of its surroundings, and what is told to it while it runs."""

from urllib.parse import urlsplit

from . import command, environment, say
from .place import ROOT, State

# How often one address may ask: see varnish/rates.vcl.in, which says over what time, and why.
RATES = {"logins": 30, "carts": 120, "searches": 200, "suggestions": 200, "webhooks": 6000, "changes": 240}
TESTS_SCALE = 1000  # every visitor of the tests comes from one address


def values(state: State) -> dict:
    """For varnish/*.vcl.in: who may purge and who maintains (comma lists of addresses), rates, our own address."""
    given = environment.given()
    scale = TESTS_SCALE if state.is_test else int(given.get("RATE_SCALE") or 1)
    url = "" if state.is_test else public_url(given.get("SITE_URL", ""))
    return {
        "PURGERS": addresses(given.get("PURGERS") or "127.0.0.1"),
        "MAINTAINERS": addresses(given.get("MAINTAINERS", "")),
        "RATES": {name: rate * scale for name, rate in RATES.items()},
        "OUR_URL": url,
        "OUR_HOST": urlsplit(url).netloc,
    }


def addresses(text: str) -> list[dict]:
    return [{"address": address.strip()} for address in text.split(",") if address.strip()]


def public_url(site_url: str) -> str:
    """SITE_URL as Varnish compares it; empty for this machine, which goes by several names."""
    parts = urlsplit(site_url.lower())
    if not parts.hostname or parts.hostname in ("localhost", "127.0.0.1"):
        return ""
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    return f"{parts.scheme}://{parts.hostname}{port}"


def reload(state: State) -> None:
    """The configuration as it is now, in the running Varnish: nothing stored is lost, one older one is kept."""
    command.run(["/usr/share/varnish/varnishreload", "-n", state.varnish, "-m", "1", ROOT / "varnish" / "default.vcl"])


def maintenance(state: State, wanted: str) -> None:
    """Closes (`on`) or opens (`off`) the shop to visitors, from the next request on."""
    sign = state.run / "maintenance"
    if wanted == "on":
        sign.touch()
    elif wanted == "off":
        sign.unlink(missing_ok=True)
    else:
        say.stop("varnish maintenance on|off")
