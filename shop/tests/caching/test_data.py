"""Data in three levels: used only while no tag has changed since its rows were read, wherever it lay."""

import pickle
import threading
import time
from contextlib import contextmanager

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from shop.caching import data, memcached, piece, versions
from shop.caching.data import cached
from shop.caching.pages import TwoPassView
from shop.caching.policy import Shared, private
from shop.caching.redis import CacheAway
from shop.caching.tags import collect, with_parents
from shop.db.visit import reading
from shop.tests.caching.test_planted import Canary
from shop.urls import urlpatterns as ours

NAME = "things"
shown = {"text": "old"}  # what the database would say
made: list[str] = []
meanwhile: list = []  # called after the rows were read, before they are kept


def things() -> list:
    def make():
        collect("x")
        made.append(shown["text"])
        for event in meanwhile:
            event()
        return [made[-1]]

    return cached(NAME, make, "LONG")


class Page(TwoPassView):
    policy = Shared("SHORT")
    parameters = True

    def first_pass(self, page):
        return HttpResponse(things()[0])


@private
def personal_page(request):
    return HttpResponse(things()[0])


urlpatterns = [path("page/", Page.as_view()), path("personal/", personal_page), *ours]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def begin(monkeypatch):
    monkeypatch.setitem(shown, "text", "old")
    monkeypatch.setattr(piece, "process", piece.Process())
    monkeypatch.setattr(data, "process", piece.process)
    made.clear()
    meanwhile.clear()


@pytest.fixture
def change(primary_guard):
    """A commit that the replica has replayed; `told` by the relay, or not yet."""
    here = primary_guard.nodes.replicas[0]

    def commit(text, told=True):
        shown["text"] = text
        position = here.position
        here.position += 10
        if told:
            versions.raise_versions(position, ["x"])
        return position

    return commit


@pytest.fixture
def task(primary_guard):
    """with task(): a task that only reads, where there are replicas."""

    @contextmanager
    def begin():
        with primary_guard.watch("a task"), reading():
            yield

    return begin


def another_process(monkeypatch):
    empty = piece.Process()
    monkeypatch.setattr(piece, "process", empty)
    monkeypatch.setattr(data, "process", empty)


def read(address="/personal/"):
    return Client().get(address).content.decode()


def test_made_once_for_all_pages_and_processes(monkeypatch):
    assert [read(), read("/page/"), read("/page/?a=1")] == ["old"] * 3
    another_process(monkeypatch)
    assert read() == "old"
    assert made == ["old"]


def test_no_level_is_stale_when_its_tag_has_changed(change, monkeypatch):
    read()
    change("new")
    assert read() == "new"
    another_process(monkeypatch)
    assert read() == "new"
    assert made == ["old", "new"]


def test_other_tags_are_of_no_concern(primary_guard):
    read()
    here = primary_guard.nodes.replicas[0]
    versions.raise_versions(here.position, ["y"])
    here.position += 1
    read()
    assert made == ["old"]


def test_an_old_value_that_comes_back_is_refused(change, monkeypatch):
    """A Memcached node that was cut off has missed nothing: each value says how old it is."""
    seen = []
    really = piece.Piece.pack
    monkeypatch.setattr(piece.Piece, "pack", lambda one: seen.append(really(one)) or seen[-1])
    read()
    change("new")
    another_process(monkeypatch)
    memcached.client().set(key(), seen[0])
    assert read() == "new"


def key():
    from shop.caching.digest import code_digest

    return f"{memcached.stem('default')}{code_digest()}:{NAME}"


def test_the_fill_race(change):
    """Made of rows read before a commit, kept after the relay has told of it: old from birth, in every level."""
    meanwhile.append(lambda: change("new"))
    assert read() == "old"  # read before the commit
    meanwhile.clear()
    assert read() == "new"


def test_what_a_lagging_replica_said_is_refused(change, monkeypatch, primary_guard):
    """The fence keeps such a one away; were it asked all the same, its rows would be too old to be used again."""
    monkeypatch.setattr(data, "at_least", lambda position: reading())
    here = primary_guard.nodes.replicas[0]
    versions.raise_versions(here.position + 5, ["x"])  # committed and told, and not yet replayed here
    assert read() == "old"
    shown["text"], here.position = "new", here.position + 10
    assert read() == read() == "new"
    assert made == ["old", "new"]


def test_a_page_is_no_newer_than_the_data_on_it(change):
    """The change is committed and replayed, and not yet told: a page of newer rows shows the old piece. When the relay
    tells, the version lies below the page's own position: the page would be taken for new for as long as it lives."""
    read()
    position = change("new", told=False)
    assert read("/page/") == "old"
    versions.raise_versions(position, ["x"])
    assert read("/page/") == "new"


def test_nor_is_a_page_that_names_the_parents_of_its_tags(change):
    class Large(Page):
        def first_pass(self, page):
            collect(*(f"p{number}" for number in range(1000)))
            return HttpResponse(cached("numbered", lambda: collect("x7") or [shown["text"]], "LONG")[0])

    urlpatterns.insert(0, path("large/", Large.as_view()))
    try:
        read("/large/?page=1")
        position = change("new", told=False)
        assert read("/large/?page=2") == "old"
        versions.raise_versions(position, with_parents(["x7"]))
        assert read("/large/?page=2") == "new"
    finally:
        urlpatterns.pop(0)


def test_a_page_is_refused_when_the_change_is_told_while_it_is_made(change):
    read()
    position = change("new", told=False)

    class Slow(Page):
        def first_pass(self, page):
            answer = super().first_pass(page)
            versions.raise_versions(position, ["x"])
            return answer

    urlpatterns.insert(0, path("slow/", Slow.as_view()))
    try:
        assert read("/slow/") == "old"
        assert read("/page/") == "new"
        assert "s-maxage=0" in Client().get("/slow/")["Cache-Control"] or read("/slow/") == "new"
    finally:
        urlpatterns.pop(0)


def test_a_piece_made_of_others_is_as_old_as_they_are(task, change):
    def whole():
        return cached("whole", lambda: ["whole", *things()], "LONG")

    read()
    position = change("new", told=False)
    with task():
        assert whole() == ["whole", "old"]
    versions.raise_versions(position, ["x"])
    with task():
        assert whole() == ["whole", "new"]


def test_another_epoch_is_a_miss(change):
    read()
    versions.run(versions.EPOCH, [], "another server", "another epoch", 0)
    shown["text"] = "new"
    assert read() == "new"


@pytest.mark.parametrize("ill", ["redis", "no epoch"])
def test_without_versions_no_level_is_used(monkeypatch, ill):
    def away(*args):
        raise CacheAway("away")

    read()
    if ill == "redis":
        monkeypatch.setattr(versions, "read", away)
    else:
        versions.client().delete(versions.prefix() + "epoch")
    assert [read(), read()] == ["old", "old"]
    assert len(made) == 3


def test_without_memcached_each_process_makes_its_own(monkeypatch, servers):
    versions.run(versions.EPOCH, [], "tests", "of these servers", 0)
    for node in servers.memcached:
        node.kill()
    assert [read(), read()] == ["old", "old"]
    assert made == ["old"]
    another_process(monkeypatch)
    read()
    assert len(made) == 2


def test_who_writes_reads_the_database(client, change):
    read()
    shown["text"] = "new"  # uncommitted, as far as anybody else knows
    assert client.post("/personal/").content == b"new"
    assert read() == "old"


def test_a_task_that_reads_for_long_looks_again(task, change, monkeypatch):
    monkeypatch.setattr(data, "KNOWN_SECONDS", 0.0)
    with task():
        assert things() == ["old"]
        change("new")
        assert things() == ["new"]


def test_whoever_changes_what_they_got_changes_nobody_elses(task):
    with task():
        things().append("mine")
        things().append("mine")
        assert things() == ["old"]


def test_of_many_at_once_one_makes_it(django_db_blocker):
    meanwhile.append(lambda: time.sleep(0.2))
    answers = []

    def ask(number):
        with django_db_blocker.unblock():
            answers.append(read(f"/page/?n={number}"))

    threads = [threading.Thread(target=ask, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == ["old"] * 20
    assert len(made) <= 2  # where the machine is so busy that Memcached is in doubt for a moment


def test_nothing_is_kept_of_what_is_not_there(task):
    with task():
        for _ in range(2):
            assert cached("none", lambda: made.append("none"), "LONG") is None
    assert len(made) == 2


@pytest.mark.parametrize("stored", ["pickle", "odd"])
def test_what_was_planted_does_not_run(tmp_path, monkeypatch, stored):
    canary = Canary(tmp_path / "ran")
    read()
    another_process(monkeypatch)
    planted = pickle.dumps(canary) if stored == "pickle" else b"\x01j[1,2]"
    memcached.client().set(key(), planted)
    assert read() == "old"
    assert len(made) == 2
    assert not canary.path.exists()


def test_a_bumped_cache_is_a_miss_and_the_process_level_with_it(monkeypatch):
    read()
    caches["default"].clear()
    read()
    assert len(made) == 2


def test_a_process_keeps_so_much_and_no_more(monkeypatch):
    level = piece.Process()
    monkeypatch.setattr(piece, "PROCESS_BYTES", 1000)
    for number in range(30):
        level.set(str(number), b"x" * 100)
        level.get("0")
    assert level.get("0") and level.get("29") and not level.get("1")
    level.set("large", b"x" * (piece.PROCESS_BYTES_EACH + 1))
    assert level.get("large") is None
