"""Nobody gets somebody else's byte, and everybody gets the same ones, whoever filled the holes.

Three visitors walk through the whole shop, at the front door and past Varnish. All that is theirs alone (names, e-mail
addresses, tokens, session ids, pins, what lies in their carts) is then looked for in whatever others could be given.
"""

import re
from collections import Counter

import pytest

from tests.stack.crawl import all_kinds, crawl, kind_of, three_visitors
from tests.stack.dumps import forget_pages, in_memcached, in_redis
from tests.stack.visitors import Answer, Visitor

pytestmark = [pytest.mark.stack, pytest.mark.serial]

MOST_OF_A_KIND = 12


@pytest.fixture(scope="module")
def visitors(stack):
    return three_visitors(stack)


@pytest.fixture(scope="module", params=["app1", "lb"])
def walked(stack, visitors, request) -> list[str]:
    """The addresses that any of them has come to, this way. No page was stored before: what is now may be theirs."""
    forget_pages(stack)
    ways = [visitor.at(stack.url_of(request.param)) for visitor in visitors]
    return list(dict.fromkeys(path for way in ways for path in crawl(way, MOST_OF_A_KIND)))


def everything_shared(stack, paths):
    """Where, and what can be read there. Varnish can't be dumped: each of its pages is asked for by a stranger."""
    for layer in ("varnish", "lb", "app1"):
        for path in paths:
            yield f"{layer} {path}", Visitor(stack.url_of(layer), "stranger").get(path).text.encode()
    yield from in_redis(stack)
    yield from in_memcached(stack)


def test_every_kind_of_page_was_walked(walked):
    assert all_kinds() - {kind_of(path) for path in walked} == set()


def test_what_is_shared_holds_nothing_of_anybody(stack, visitors, walked):
    canaries = [canary.encode() for visitor in visitors for canary in visitor.canaries if len(canary) > 8]
    assert len(canaries) > 15
    anybodys, looked = re.compile(b"|".join(map(re.escape, canaries))), Counter()
    for where, text in everything_shared(stack, walked):
        looked[where.split()[0]] += 1
        assert not (found := anybodys.search(text)), f"{found[0]!r} in {where}"
    assert min(looked[place] for place in ("varnish", "app1", "redis", "memcached")) > 30, looked


# --- the same bytes ---

COMPARED = ("Content-Type", "Content-Language", "Location", "X-Frame-Options", "Referrer-Policy")


@pytest.fixture(scope="module")
def moved(stack):
    """Addresses that a product and a category had before."""
    for kind in ("product", "category"):
        stack.psql(
            f"INSERT INTO catalog_oldslug (old_path, {kind}_id) SELECT '{kind[0]}/was-elsewhere', min(id) "
            f"FROM catalog_{kind}"
        )
    yield ["/p/was-elsewhere/", "/c/was-elsewhere/"]
    stack.psql("DELETE FROM catalog_oldslug WHERE old_path LIKE '%/was-elsewhere'")


@pytest.fixture(scope="module")
def stored(stack, walked, moved) -> list[str]:
    """What Varnish keeps, and what it was asked for and does not keep since it isn't there."""
    category = max((path for path in walked if kind_of(path) == "catalog:category"), key=len)
    more = [f"{stack.category_path}?{query}" for query in ("page=2", "page=999", "sort=price-asc", "in_stock=1")]
    anybody, found = Visitor(stack.url, "anybody"), ["/no/such/page/", "/p/no-such-product/", category]
    for path in dict.fromkeys([*walked, *more, *moved]):
        anybody.get(path)
        if anybody.get(path).headers["X-Cache"] == "hit":
            found.append(path)
    return found


def normal(answer: Answer) -> tuple:
    """All that must not differ: the seconds left do, so does each answer's id; who fills a hole says `Vary: Cookie`."""
    text = answer.text.replace(answer.headers["X-Request-ID"], "REQUEST-ID")
    policy = {part.strip() for part in answer.headers.get("Content-Security-Policy", "").split(";")}
    vary = {part.strip().lower() for part in ",".join(answer.headers.get_all("Vary", [])).split(",")}
    control = re.sub(r"s-maxage=\d+", "s-maxage=N", answer.headers["Cache-Control"])
    headers = [answer.headers.get(name) for name in COMPARED]
    return answer.status, text, policy, vary - {"", "accept-encoding", "cookie"}, control, headers


@pytest.mark.parametrize("walked", ["lb"], indirect=True, scope="module")
def test_the_same_bytes_with_and_without_varnish(stack, visitors, stored):
    assert len({kind_of(path) for path in stored}) >= 11, stored
    for visitor in visitors:
        straight, door = visitor.at(stack.url_of("app1")), visitor.at(stack.url)
        for path in stored:
            expected, given = straight.get(path), door.get(path)
            assert normal(given) == normal(expected), path
            assert "<esi:" not in given.text
