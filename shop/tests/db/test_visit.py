"""What decides which node serves a visit: each reason, and when it ends."""

import pytest
from django.contrib.auth.models import Group
from django.db import transaction

from shop.db.breaker import OPEN
from shop.db.router import Router, read_alias
from shop.db.visit import Visit, at_least, begin_visit, current_position, current_visit, reading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outside_of_the_tests_own_transaction(monkeypatch, fleet):
    """Only transactions begun below count."""
    from shop.db import visit
    from shop.tests.primary_guard import in_transaction_of_the_page

    monkeypatch.setattr(visit, "in_transaction", in_transaction_of_the_page)


def begun(*arguments, **options) -> Visit:
    visit = Visit(*arguments, **options)
    begin_visit(visit)
    return visit


class TestWhoReadsAReplica:
    def test_a_safe_visit(self):
        visit = begun()
        assert read_alias() == "replica"
        assert visit.why == "round-robin"
        assert visit.reads_primary_because() == ""

    def test_nobody_outside_a_visit(self):
        assert current_visit() is None
        assert read_alias() == "default"

    def test_an_unsafe_visit_does_not(self):
        visit = begun(unsafe=True)
        assert read_alias() == "default"
        assert visit.reads_primary_because() == "unsafe-method"

    def test_who_has_written_does_not_any_more(self):
        visit = begun()
        assert read_alias() == "replica"
        visit.wrote = True
        assert read_alias() == "default"
        assert visit.reads_primary_because() == "wrote"

    def test_inside_a_transaction_nobody_does(self):
        visit = begun()
        with transaction.atomic():
            assert read_alias() == "default"
            assert visit.reads_primary_because() == "transaction"
        assert visit.reads_primary_because() == ""
        assert read_alias() == "replica"

    def test_nobody_where_there_are_none(self, fleet):
        fleet.is_on = False
        begun()
        assert read_alias() == "default"


class TestWhichReplica:
    def test_one_throughout_a_visit(self):
        visit = begun()
        assert len({visit.choose() for _ in range(10)}) == 1

    def test_in_turn_from_visit_to_visit(self, fleet):
        chosen = [begun().choose() for _ in range(6)]
        assert chosen[:2] * 3 == chosen
        assert set(chosen) == set(fleet.replicas)

    def test_not_one_that_has_failed_this_visit(self, fleet):
        visit = begun()
        first = visit.choose()
        visit.leave(first)
        assert visit.choose() is not first
        visit.leave(visit.choose())
        assert visit.choose() is None
        assert visit.primary_because == "fallback"

    def test_not_one_that_is_out_of_rotation(self, fleet):
        fleet.replicas[0].breaker.trip("refused")
        assert fleet.replicas[0].breaker.state == OPEN
        assert {begun().choose() for _ in range(4)} == {fleet.replicas[1]}

    def test_not_one_that_lags_past_the_quota(self, fleet, settings):
        late, well = fleet.replicas
        late.learn(True, 1, 1000, 0.0, lag_seconds=settings.REPLICA_LAG_SECONDS + 0.1)
        assert {begun().choose() for _ in range(4)} == {well}
        late.learn(True, 1, 1000, 0.0, lag_seconds=settings.REPLICA_LAG_SECONDS - 0.1)
        assert {begun().choose() for _ in range(4)} == {late, well}

    def test_not_one_that_was_promoted(self, fleet):
        promoted, replica = fleet.replicas
        promoted.learn(False, 2, 1000, 0.0, 0.0)
        assert {begun().choose() for _ in range(4)} == {replica}

    def test_the_primary_when_all_are_gone(self, fleet):
        for node in fleet.replicas:
            node.breaker.trip("refused")
        visit = begun()
        assert read_alias() == "default"
        assert visit.primary_because == "fallback"


class TestWhoHasWritten:
    def test_is_pinned_to_nodes_that_have_replayed_it(self, fleet):
        fleet.replicas[0].position = 1001
        visits = [begun(1001) for _ in range(4)]
        assert {visit.choose() for visit in visits} == {fleet.replicas[0]}
        assert visits[0].why == "pinned"

    def test_reads_the_primary_until_one_has(self, fleet):
        visit = begun(1001)
        assert read_alias() == "default"
        assert visit.primary_because == "behind"
        fleet.replicas[1].position = 1001
        assert begun(1001).choose() is fleet.replicas[1]

    def test_and_others_go_on_everywhere(self, fleet):
        begun(1001).choose()
        assert {begun().choose() for _ in range(4)} == set(fleet.replicas)


class TestReading:
    def test_a_task_declares_itself_a_reader(self):
        with reading() as visit:
            assert current_visit() is visit
            assert read_alias() == "replica"
        assert current_visit() is None
        assert read_alias() == "default"

    def test_inside_a_visit_it_is_that_one(self):
        visit = begun(unsafe=True)
        with reading() as inner:
            assert inner is visit
            assert read_alias() == "default"
        assert current_visit() is visit

    def test_it_ends_with_an_error_too(self):
        with pytest.raises(ZeroDivisionError), reading():
            raise ZeroDivisionError
        assert current_visit() is None


class TestAtLeast:
    def test_a_node_that_is_there_already_goes_on(self, fleet):
        visit = begun()
        node = visit.choose()
        with at_least(1000):
            assert visit.choose() is node
            assert visit.why == "fence"

    def test_another_one_if_that_is_behind(self, fleet):
        visit = begun()
        node = visit.choose()
        other = next(one for one in fleet.replicas if one is not node)
        other.position = 1001
        with at_least(1001):
            assert visit.choose() is other

    def test_the_primary_if_all_are(self):
        visit = begun()
        visit.choose()
        with at_least(1001):
            assert read_alias() == "default"
            assert visit.primary_because == "behind"

    def test_never_back_behind_what_was_asked_before(self, fleet):
        visit = begun(1000)
        with at_least(999):
            assert visit.position == 1000
            assert visit.why == "pinned"

    def test_outside_a_visit_it_reads_replicas(self):
        with at_least(1000):
            assert read_alias() == "replica"

    def test_what_was_read_is_no_older_than_it_says(self, fleet):
        visit = begun()
        assert visit.hold() == 1000
        visit.wrote = True
        reached = visit.hold()  # of the primary: asked
        assert 1000 < reached <= current_position()

    def test_what_it_holds_to_goes_with_it_to_another_node(self, fleet):
        visit = begun()
        first = visit.choose()
        held = first.position = 2000
        assert visit.hold() == held
        visit.leave(first)
        assert visit.choose() is None  # the other has not come so far: the primary, then
        assert visit.primary_because in {"behind", "fallback"}


class TestRouter:
    def test_never_a_replica_for_writes(self):
        router = Router()
        for unsafe in (False, True):
            begun(unsafe=unsafe)
            assert router.db_for_write(model=None) == "default"
            with reading(), at_least(500):
                assert router.db_for_write(model=None) == "default"

    def test_reads_follow_the_visit(self):
        begun()
        assert Router().db_for_read(model=None) == "replica"
        begun(unsafe=True)
        assert Router().db_for_read(model=None) == "default"

    def test_a_locking_read_goes_to_the_primary(self):
        begun()
        assert Group.objects.all().db == "replica"
        assert Group.objects.select_for_update().db == "default"

    def test_tables_are_made_on_the_primary_alone(self):
        assert Router().allow_migrate("default", "shop")
        assert not Router().allow_migrate("replica", "shop")
