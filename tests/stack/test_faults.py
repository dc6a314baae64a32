"""What a visitor sees while a part of the stack is dead, and that it heals by itself.

Each test names fault and promise. `kill` is kill -9: supervisord must bring the part back. `stop` keeps it away.
"""

import time
import uuid

import pytest

pytestmark = [pytest.mark.stack, pytest.mark.serial]

BACK_SECONDS = 15  # Varnish compiles its configuration anew (3 s), PostgreSQL recovers, probes need two good answers
OUR_UNAVAILABLE_PAGE = "We will be right back"


@pytest.fixture(autouse=True)
def healed(stack):
    yield
    stack.heal()


@pytest.fixture
def pages(stack):
    """Home, a category and a product, held by Varnish. (Just after its return the load balancer still goes past it.)"""
    paths = ["/", stack.category_path, stack.product_path]
    deadline = time.monotonic() + BACK_SECONDS
    for path in paths:
        while stack.get(path).headers.get("X-Cache") != "hit":
            assert time.monotonic() < deadline, f"Varnish does not hold {path}"
            time.sleep(0.1)
    return paths


def fresh(stack) -> str:
    """A page that no cache has."""
    return f"/search/?q={uuid.uuid4().hex[:8]}"


def visit(stack, paths, seconds):
    """Asks for the paths in turn for a while; returns the answers."""
    answers, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        answers += [stack.get(path) for path in paths]
        time.sleep(0.02)
    return answers


def wait_for_fresh_page(stack):
    """The shop has healed when it renders again what no cache has."""
    deadline = time.monotonic() + BACK_SECONDS
    while stack.get(fresh(stack)).status_code != 200:
        assert time.monotonic() < deadline, f"no fresh page after {BACK_SECONDS} s"
        time.sleep(0.2)


def assert_unavailable(answer):
    """Our own page, with the time to come again; never a stock page of nginx or Varnish."""
    assert answer.status_code == 503, answer.text[:200]
    assert answer.headers["Retry-After"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "<h1>" in answer.text
    assert "Guru Meditation" not in answer.text
    assert "<center>nginx" not in answer.text


def test_varnish_killed_is_invisible(stack, pages):
    """Every page asked for from then on. (What a killed process was just sending, nobody can finish.)"""
    stack.kill("varnish")
    stack.wait_until_gone("varnish")
    answers = visit(stack, [*pages, fresh(stack)], seconds=2)
    assert {answer.status_code for answer in answers} == {200}
    assert any("X-Cache" not in answer.headers for answer in answers), "nobody was served past Varnish"
    stack.wait_until_well("varnish", seconds=BACK_SECONDS)
    time.sleep(2.1)  # the load balancer's fail_timeout
    assert stack.get("/").headers["X-Cache"] in ("hit", "miss")


def test_varnish_away_for_long_is_invisible(stack, pages):
    stack.stop("varnish")
    answers = visit(stack, [*pages, fresh(stack)], seconds=2)
    assert {answer.status_code for answer in answers} == {200}
    assert stack.post("/cart/add/", {"variant": "0", "quantity": "1"}).status_code < 500


@pytest.mark.parametrize("part", ["uwsgi-app1", "nginx-app1"])
def test_one_app_host_killed_is_invisible(stack, pages, part):
    stack.kill(part)
    answers = [stack.get(fresh(stack)) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {200}
    stack.wait_until_well("uwsgi-app1", "nginx-app1", seconds=BACK_SECONDS)


@pytest.mark.parametrize("part", ["uwsgi-app1", "nginx-app1"])
def test_one_app_host_away_is_invisible(stack, pages, part):
    stack.stop(part)
    answers = [stack.get(fresh(stack)) for _ in range(60)]
    assert {answer.status_code for answer in answers} == {200}
    # A form goes to the other host once the probe has noticed. Before that it is tried again only when it is known that
    # it never arrived: what was perhaps done once is not done twice.
    time.sleep(2.5)
    answer = stack.post("/cart/add/", {"variant": "0", "quantity": "1"})
    assert answer.status_code < 500


def test_both_app_hosts_away_serves_what_is_stored(stack, pages):
    stack.stop("uwsgi-app1")
    stack.stop("uwsgi-app2")
    time.sleep(2.5)  # the probes notice
    for path in pages:
        answer = stack.get(path)
        assert answer.status_code == 200
        assert answer.headers["X-Cache"] in ("hit", "grace")
    unknown = stack.get(fresh(stack))
    assert_unavailable(unknown)
    assert OUR_UNAVAILABLE_PAGE in unknown.text
    private = stack.get("/cart/")
    assert_unavailable(private)
    stack.start("uwsgi-app1")
    stack.start("uwsgi-app2")
    wait_for_fresh_page(stack)


def test_a_form_too_is_told_that_the_application_is_away(stack):
    stack.stop("uwsgi-app1")
    answer = stack.post("/cart/add/", {"variant": "0", "quantity": "1"}, "app1")
    assert_unavailable(answer)
    assert OUR_UNAVAILABLE_PAGE in answer.text


def test_both_app_hosts_killed_come_back(stack, pages):
    stack.kill("uwsgi-app1")
    stack.kill("uwsgi-app2")
    answers = visit(stack, pages, seconds=2)
    assert {answer.status_code for answer in answers} == {200}
    wait_for_fresh_page(stack)


def test_varnish_and_both_app_hosts_away(stack, pages):
    for name in ("varnish", "uwsgi-app1", "uwsgi-app2"):
        stack.stop(name)
    answer = stack.get("/")
    assert_unavailable(answer)
    assert OUR_UNAVAILABLE_PAGE in answer.text


def test_everything_behind_the_load_balancer_away(stack, pages):
    for name in ("varnish", "nginx-app1", "nginx-app2"):
        stack.stop(name)
    answer = stack.get("/")
    assert_unavailable(answer)
    assert OUR_UNAVAILABLE_PAGE in answer.text


def wait_until_ready(stack, writes: bool):
    """Ready at all times, and soon of this opinion about the primary. (A process at rest looks once a second.)"""
    deadline = time.monotonic() + BACK_SECONDS
    while (answer := stack.get("/readyz")).json() != {"status": "ok", "writes": writes}:
        assert answer.status_code == 200
        assert time.monotonic() < deadline, answer.text
        time.sleep(0.1)


def test_primary_away_still_renders_and_refuses_to_save(stack, pages):
    """More of it in databases/test_primary_gone.py."""
    assert stack.add_to_cart().status_code == 303
    stack.stop("primary")
    for path in (*pages, fresh(stack)):
        assert stack.get(path).status_code == 200, path
    assert stack.get("/healthz").status_code == 200
    assert_unavailable(stack.add_to_cart())
    wait_until_ready(stack, writes=False)
    stack.start("primary")
    stack.wait_until_well("primary", seconds=BACK_SECONDS)
    wait_until_ready(stack, writes=True)
    stack.wait_until_well("replica1", "replica2", seconds=BACK_SECONDS)


def test_all_databases_away_serves_what_is_stored(stack, pages):
    for node in ("primary", "replica1", "replica2"):
        stack.stop(node)
    for path in pages:
        assert stack.get(path).status_code == 200
    assert stack.get("/healthz").status_code == 200
    assert stack.get("/readyz").status_code == 503
    assert_unavailable(stack.get(fresh(stack)))
    for node in ("primary", "replica1", "replica2"):
        stack.start(node)
    wait_for_fresh_page(stack)


def test_primary_killed_comes_back(stack, pages):
    stack.kill("primary")
    stack.wait_until_well("primary", seconds=BACK_SECONDS)
    assert stack.get(fresh(stack)).status_code == 200
    stack.wait_until_well("replica1", "replica2", seconds=BACK_SECONDS)


def test_replicas_away_are_invisible(stack, pages):
    stack.stop("replica1")
    stack.kill("replica2")
    answers = [stack.get(fresh(stack)) for _ in range(20)]
    assert {answer.status_code for answer in answers} == {200}


def test_redis_away_is_invisible(stack, pages):
    stack.stop("redis")
    for path in (*pages, fresh(stack), "/cart/", "/account/login/"):
        answer = stack.get(path)
        assert answer.status_code == 200, path
        assert answer.elapsed.total_seconds() < 2, path
    stack.start("redis")
    stack.wait_until_well("redis", "worker", seconds=BACK_SECONDS)


@pytest.mark.parametrize("fault", ["freeze", "stop", "kill"])
def test_memcached_node_ill_is_invisible(stack, pages, fault):
    getattr(stack, fault)("memcached1")
    for path in (*pages, fresh(stack), fresh(stack), fresh(stack), "/cart/"):
        answer = stack.get(path)
        assert answer.status_code == 200, path
        assert answer.elapsed.total_seconds() < 2, path


def test_load_balancer_killed_comes_back(stack):
    stack.kill("nginx-lb")
    assert stack.wait_until_well("nginx-lb", seconds=BACK_SECONDS) < 5


def test_worker_killed_comes_back(stack):
    stack.kill("worker")
    stack.wait_until_well("worker", seconds=BACK_SECONDS)
