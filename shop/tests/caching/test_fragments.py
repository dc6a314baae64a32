"""A fragment is a function of its key; a list of them is one question and, where some were missing, one answer more."""

import re
import socket
import threading
import time
from dataclasses import dataclass
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.cache import caches
from django.template import Context, Engine, TemplateSyntaxError
from django.utils import timezone, translation

from shop.caching import fragments as made
from shop.caching import memcached
from shop.caching.backends.keys import stem
from shop.caching.fragments import begin_counting
from shop.tests.caching.counting_proxy import CountingProxy

EACH_TAG = 'cached_each dolls as doll "doll" for LONG with place=forloop.counter0'
EACH = f"{{% load cached %}}{{% {EACH_TAG} %}}BODY{{% endcached_each %}}"
ONE = '{% load cached %}{% cached "doll" doll for LONG %}BODY{% endcached %}'


@dataclass
class Doll:
    """What a fragment needs of a model."""

    pk: int
    name: str = "Anna"
    version: int = 1
    updated_at = timezone.now()
    _meta = SimpleNamespace(label_lower="shop.doll")


@pytest.fixture
def page(servers, tmp_path):
    """page("one.html", templates, doll=…) → what it renders to; each call compiles anew, as another process would."""
    caches["fragments"].clear()

    def render(templates, **context):
        for name, source in ({"page.html": templates} if isinstance(templates, str) else templates).items():
            (tmp_path / name).write_text(source)
        libraries = {"cached": "shop.templatetags.cached", "i18n": "django.templatetags.i18n"}
        engine = Engine(dirs=[tmp_path], libraries=libraries, builtins=["django.templatetags.i18n"])
        begin_counting()
        return engine.get_template("page.html").render(Context(context))

    def settle(templates, **context):
        """Until all come from the cache: nobody waits for what is stored to arrive."""
        until = time.monotonic() + 2
        while (text := render(templates, **context)) is not None and made.counts().missed:
            assert time.monotonic() < until
        return text

    render.settle = settle
    return render


def counted():
    return str(made.counts())


def test_24_warm_ones_are_one_round_trip(page, servers, settings):
    proxy = CountingProxy(servers.memcached[0].port)
    settings.CACHES = settings.CACHES | {"fragments": settings.CACHES["fragments"] | {"LOCATION": [proxy.address]}}
    source = EACH.replace("BODY", "{{ doll.name }}{{ place }} ")
    dolls = [Doll(number) for number in range(24)]
    cold = page(source, dolls=dolls)
    assert counted() == "0/24"
    seen = []
    for _ in range(20):  # the first also connects, and now and then a probe comes between
        before = proxy.round_trips
        assert page(source, dolls=dolls) == cold == "".join(f"Anna{number} " for number in range(24))
        if counted() == "24/24":
            seen.append(proxy.round_trips - before)
    proxy.listener.close()
    assert min(seen) == 1


def test_only_the_changed_one_is_made_again(page):
    source = EACH.replace("BODY", "{{ doll.name }} ")
    page.settle(source, dolls=[Doll(1), Doll(2), Doll(3)])
    assert page(source, dolls=[Doll(1), Doll(2, "Olga", version=2), Doll(3)]) == "Anna Olga Anna "
    assert counted() == "2/3"


def test_a_version_that_came_twice_is_another_time(page):
    """After a rolled back transaction, or in a restored database."""
    page.settle(ONE.replace("BODY", "{{ doll.name }}"), doll=Doll(1, version=2))
    again = Doll(1, "Olga", version=2)
    again.updated_at = timezone.now()
    assert page(ONE.replace("BODY", "{{ doll.name }}"), doll=again) == "Olga"


def test_the_digest_follows_what_is_included(page):
    templates = {"page.html": ONE.replace("BODY", '{% include "a.html" %}'), "a.html": '{% include "b.html" %}'}
    assert page.settle(templates | {"b.html": "one"}, doll=Doll(1)) == "one"
    assert page(templates | {"b.html": "two"}, doll=Doll(1)) == "two"
    assert counted() == "0/1"


def test_nothing_of_the_page_is_seen_inside(page):
    templates = {
        "page.html": ONE.replace("BODY", '[{{ user }}{% include "a.html" %}]'),
        "a.html": "{{ user }}{{ request }}",
    }
    assert page(templates, doll=Doll(1), user="Ann", request="hers") == "[]"
    nested = EACH.replace("BODY", '{% cached "inner" doll for LONG %}{{ place }}{{ user }}{{ doll.pk }}{% endcached %}')
    assert page(nested, dolls=[Doll(7)], user="Ann") == "7"


def test_what_is_passed_is_escaped_and_a_part_of_the_key(page):
    source = '{% load cached %}{% cached "doll" doll for LONG with tone=tone %}{{ tone }}{% endcached %}'
    assert page(source, doll=Doll(1), tone="<b>") == "&lt;b&gt;"
    assert page(source, doll=Doll(1), tone="\r\n é") == "\r\n é"
    assert page(source, doll=Doll(1), tone=1) == "1"
    assert page(source, doll=Doll(1), tone=True) == "True"
    with pytest.raises(TypeError, match="tone="):
        page(source, doll=Doll(1), tone=[1])


def test_each_language_has_its_own(page):
    source = ONE.replace("BODY", '{% translate "Yes" %}')
    assert page.settle(source, doll=Doll(1)) == "Yes"
    with translation.override("de"):
        assert page(source, doll=Doll(1)) == "Ja"
    assert page(source, doll=Doll(1)) == "Yes"


@pytest.mark.parametrize("body", ["{% csrf_token %}", "{% block a %}{% endblock %}", "{% include name %}"])
def test_what_no_key_can_say_is_refused(page, body):
    with pytest.raises(TemplateSyntaxError):
        page(ONE.replace("BODY", body), doll=Doll(1), name="a.html")


@pytest.mark.parametrize("tag", ['"doll" doll', '"doll" doll for EVER', "doll for LONG", '"doll" for LONG'])
def test_a_tag_says_name_object_and_lifetime(page, tag):
    with pytest.raises(TemplateSyntaxError):
        page(f"{{% load cached %}}{{% cached {tag} %}}{{% endcached %}}", doll=Doll(1))


def test_two_fragments_of_a_template_have_two_names(page):
    with pytest.raises(TemplateSyntaxError, match="called doll"):
        page(ONE.replace("BODY", "a") + ONE.replace("BODY", "b"), doll=Doll(1))


def test_without_memcached_all_are_made(page, servers, settings, watched, seconds_until):
    for node in servers.memcached:
        node.kill()
    source = EACH.replace("BODY", "{{ doll.name }} ")
    for _ in range(3):
        assert page(source, dolls=[Doll(1), Doll(2)]) == "Anna Anna "
        assert counted() == "0/2"
    settings.CACHE_ON = False
    assert page(source, dolls=[Doll(1)]) == "Anna "


def test_a_planted_value_is_no_fragment(page):
    source = ONE.replace("BODY", "ours")
    page.settle(source, doll=Doll(1))
    keys = [key for key in memcached_keys() if ":doll:" in key]
    assert keys
    for key in keys:
        memcached.client().set(key, {"not": "text"})
    assert page(source, doll=Doll(1)) == "ours"


def memcached_keys():
    """All keys of the nodes, as `lru_crawler metadump` tells them."""
    for node in settings.CACHES["fragments"]["LOCATION"]:
        host, port = node.split(":")
        with socket.create_connection((host, int(port))) as asked:
            asked.sendall(b"lru_crawler metadump all\r\n")
            told = b""
            while not told.endswith((b"END\r\n", b"BUSY\r\n")):
                told += asked.recv(65536)
        yield from (unquote(key) for key in re.findall(r"key=(\S+)", told.decode()))


class Dear:
    """Takes a while to make, and counts how often it was."""

    def __init__(self):
        self.made, self.go_on = 0, threading.Event()

    def __call__(self):
        self.made += 1
        self.go_on.wait(0.3)
        return "dear"


def test_of_twenty_at_once_one_makes_it(servers):
    dear, shown = Dear(), []
    wanted = made.Wanted("dear:once", dear)
    threads = [
        threading.Thread(target=lambda: shown.append(made.leased_fragment(wanted, "LONG")), daemon=True)
        for _ in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert shown == ["dear"] * 20
    assert dear.made == 1


def test_a_lease_whose_holder_died_is_not_waited_for_long(servers):
    dear = Dear()
    dear.go_on.set()
    memcached.client().add(stem("fragments") + "dear:died:lease", 1, 60)
    assert made.leased_fragment(made.Wanted("dear:died", dear), "LONG") == "dear"
    assert dear.made == 1
