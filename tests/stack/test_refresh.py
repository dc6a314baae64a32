"""What was purged is asked for again before a visitor does."""

import time

import pytest

pytestmark = [pytest.mark.stack, pytest.mark.serial]
ROUNDS, LEAST = 4, 2  # one may fall between a repeated purge and its refresh; without the relay's asking it is none
PAUSE_SECONDS = 1.0  # after the purge and its first repetition, long before the second


@pytest.fixture
def product(stack):
    """Id and path of the product that the home page shows first."""
    slug = stack.product_path.strip("/").split("/")[1]
    number, title = stack.psql(f"SELECT id, title FROM catalog_product WHERE slug = '{slug}'").split("|")
    yield number, stack.product_path
    stack.psql(f"UPDATE catalog_product SET title = '{title}', status = 'published' WHERE id = {number}")


def first_visits(stack, change, path: str) -> list[tuple[str, str]]:
    """X-Cache and text of the first visit after each change."""
    seen = []
    for round_ in range(ROUNDS):
        change(f"Refreshed {round_} {time.time_ns()}")
        time.sleep(PAUSE_SECONDS)
        answer = stack.get(path)
        seen.append((answer.headers["X-Cache"], answer.text))
    return seen


def test_the_first_visitor_after_an_edit_meets_a_hit(stack, product):
    number, path = product
    titles = []

    def rename(title):
        titles.append(title)
        stack.psql(f"UPDATE catalog_product SET title = '{title}' WHERE id = {number}")

    visits = first_visits(stack, rename, path)
    assert all(title in text for title, (_, text) in zip(titles, visits, strict=True))
    assert [cache for cache, _ in visits].count("hit") >= LEAST
    assert titles[-1] in stack.get("/").text
    assert stack.get("/").headers["X-Cache"] == "hit"


def test_the_first_reader_of_a_published_product_meets_a_hit(stack, product):
    number, path = product

    def publish(title):
        stack.psql(f"UPDATE catalog_product SET status = 'draft' WHERE id = {number}")
        time.sleep(0.3)
        assert stack.get(path).status_code == 404
        stack.psql(f"UPDATE catalog_product SET status = 'published', title = '{title}' WHERE id = {number}")

    visits = first_visits(stack, publish, path)
    assert all("Refreshed" in text for _, text in visits)
    assert [cache for cache, _ in visits].count("hit") >= LEAST
