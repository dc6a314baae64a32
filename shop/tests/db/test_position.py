import pytest

from shop.db import position


@pytest.mark.parametrize(
    ("lsn", "bytes_"), [("0/0", 0), ("0/10", 16), ("16/B374D848", 0x16B374D848), ("FFFFFFFF/FFFFFFFF", 2**64 - 1)]
)
def test_there_and_back(lsn, bytes_):
    assert position.parse(lsn) == bytes_
    assert position.text(bytes_) == lsn


def test_a_new_half_is_later_than_the_end_of_the_last():
    """As text "9/0" is greater than "10/0"."""
    assert position.parse("10/0") > position.parse("9/FFFFFFFF")


@pytest.mark.parametrize("nonsense", ["", "16", "16/", "x/y", "1/2/3"])
def test_anything_else_is_refused(nonsense):
    with pytest.raises(ValueError):
        position.parse(nonsense)


@pytest.mark.django_db
def test_postgresql_agrees(another):
    with another.cursor() as cursor:
        cursor.execute("SELECT lsn, (lsn::pg_lsn - '0/0')::bigint FROM unnest('{0/1,1/0,2A/FF00FF00}'::text[]) AS lsn")
        for lsn, bytes_ in cursor.fetchall():
            assert position.parse(lsn) == bytes_
