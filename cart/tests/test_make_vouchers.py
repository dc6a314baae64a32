"""Codes from the command line."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command

from cart.models import Voucher
from cart.promotions import make_vouchers

pytestmark = pytest.mark.django_db


def run(promotion, count, **options):
    out = io.StringIO()
    call_command("make_vouchers", promotion.pk, count, stdout=out, **options)
    return [row[0] for row in csv.reader(io.StringIO(out.getvalue()))]


def test_what_it_writes_is_what_there_is(make_promotion):
    header, *codes = run(make_promotion(needs_code=True), 2500, prefix="spring")
    assert header == "code" and len(codes) == 2500 and all(code.startswith("SPRING-") for code in codes)
    assert set(codes) == set(Voucher.objects.values_list("code", flat=True))


@pytest.mark.parametrize(("given", "kept"), [(1, 1), (7, 7), (0, None)])
def test_how_often_each_is_good(make_promotion, given, kept):
    run(make_promotion(needs_code=True), 1, limit=given)
    assert Voucher.objects.get().limit == kept


def test_a_code_that_is_taken_is_made_anew(make_voucher, monkeypatch):
    codes = iter(["TAKEN", "FREE-1", "FREE-2"])
    monkeypatch.setattr(make_vouchers, "new_code", lambda prefix: next(codes))
    promotion = make_voucher("TAKEN").promotion
    assert run(promotion, 2) == ["code", "FREE-1", "FREE-2"]


@pytest.mark.parametrize("wrong", [{"count": 0}, {"limit": -1}, {"prefix": "ÄÖ"}, {"prefix": "X" * 40}])
def test_nonsense_is_refused(make_promotion, wrong):
    with pytest.raises(CommandError):
        run(make_promotion(needs_code=True), **{"count": 3} | wrong)
    assert not Voucher.objects.exists()


def test_a_promotion_for_everybody_takes_no_codes(make_promotion):
    with pytest.raises(CommandError, match="needs no voucher"):
        run(make_promotion(), 3)
