"""From a row that names a picture to files that nginx sends; and what is left when workers are killed meanwhile."""

import shutil
import time

import pytest
from PIL import Image

pytestmark = [pytest.mark.stack, pytest.mark.serial]
PICTURES = 3
SIZES = 18  # six sizes in three formats
SECONDS = 120  # who died while it ran is waited for, longer at each try
TYPES = {".avif": "image/avif", ".webp": "image/webp", ".jpg": "image/jpeg"}


@pytest.fixture
def folder(stack):
    """Where the stack's pictures lie; what this test puts there and into the database goes again."""
    yield stack.state.media
    stack.psql(f"DELETE FROM catalog_image WHERE {OURS}")
    stack.psql("DELETE FROM shop_task WHERE key LIKE 'thumbnails product tests/%'")
    for path in (stack.state.media / "tests", *stack.state.media.glob("t/*/tests")):
        shutil.rmtree(path, ignore_errors=True)


OURS = "file LIKE 'tests/%'"


def put(stack, folder, count):
    """Pictures, and their rows by plain SQL, one statement each as if by one editor after another."""
    (folder / "tests").mkdir(exist_ok=True)
    for number in range(count):
        Image.effect_noise((400, 400), 60 + number).convert("RGB").save(folder / f"tests/{number}.jpg")
        stack.psql(
            "INSERT INTO catalog_image (product_id, file, source_url, alt, position) "
            f"SELECT min(id), 'tests/{number}.jpg', '', '', 9 FROM catalog_product"
        )


def thumbnails(folder):
    return list(folder.glob("t/*/tests/*.*"))


def wait_for(condition, seconds=SECONDS):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def open_tasks(stack):
    """Of ours, by state."""
    ours = "key LIKE 'thumbnails product tests/%' AND state <> 'done'"
    return stack.psql(f"SELECT DISTINCT state FROM shop_task WHERE {ours}").split()


def test_a_worker_killed_while_it_draws(stack, folder):
    """Nothing half is ever there, nothing is missing in the end, and nginx sends it without the application."""
    put(stack, folder, PICTURES)
    wait_for(lambda: len(thumbnails(folder)) > SIZES / 2)
    stack.kill_all_of("worker")
    for path in thumbnails(folder):
        Image.open(path).load()  # raises for half a file
    assert open_tasks(stack)
    wait_for(lambda: not open_tasks(stack))
    assert len(thumbnails(folder)) == PICTURES * SIZES
    for path in thumbnails(folder):
        Image.open(path).load()
        answer = stack.get("/" + str(path.relative_to(folder.parent)))
        assert answer.headers["Content-Type"] == TYPES[path.suffix]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "immutable" in answer.headers["Cache-Control"]
