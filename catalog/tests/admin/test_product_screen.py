"""A product on one screen: everything that its page shows is changed there."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from catalog.models import Price, Product, RelatedProduct, Stock, Variant
from catalog.tests.admin.conftest import problems

pytestmark = pytest.mark.django_db
MORE_ROWS = {"variants-TOTAL_FORMS": "2", "variants-1-id": "", "variants-1-position": "1"}


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_saving_without_a_change_changes_nothing(tee, save):
    assert save(tee).status_code == 302
    assert fresh(tee).version == tee.version
    assert fresh(tee).attributes == tee.attributes


class TestVariants:
    def test_price_sale_and_stock_are_saved_from_the_row(self, tee, save):
        save(tee, **{"variants-0-price": "30.00", "variants-0-sale_price": "25.00", "variants-0-on_hand": "3"})
        product = fresh(tee)
        assert (product.price, product.list_price) == (Decimal(25), Decimal(30))
        assert (Stock.objects.get().on_hand, product.stock_band) == (3, Product.Band.FEW_LEFT)

    def test_a_sale_for_a_while(self, tee, save):
        save(tee, **{"variants-0-sale_price": "5", "variants-0-sale_from": "2100-01-01T09:30"})
        assert Price.objects.get().sale_from == timezone.datetime(2100, 1, 1, 9, 30, tzinfo=timezone.timezone.utc)
        assert fresh(tee).price == 20

    def test_without_a_price_it_is_not_for_sale(self, tee, save):
        Price.objects.create(variant=Variant.objects.get(), currency="EUR", amount=18)
        save(tee, **{"variants-0-price": ""})
        assert list(Price.objects.values_list("currency", flat=True)) == ["EUR"]
        assert fresh(tee).price is None

    def test_another_variant_with_price_and_stock(self, tee, save):
        row = {
            "sku": "TEE-L",
            "options": "size = L; color = Dark red",
            "price": "22",
            "on_hand": "4",
            "is_active": "on",
        }
        save(tee, **MORE_ROWS, **{f"variants-1-{name}": value for name, value in row.items()})
        variant = Variant.objects.get(sku="TEE-L")
        assert variant.options == {"size": "L", "color": "Dark red"}
        assert (variant.prices.get().amount, variant.stock.on_hand) == (22, 4)
        assert fresh(tee).price_varies

    def test_stock_is_saved_as_a_difference_so_that_no_sale_in_between_is_undone(self, editor, tee):
        from catalog.tests.admin.forms import fields_of

        path = reverse("admin:catalog_product_change", args=[tee.pk])
        fields = fields_of(editor.get(path), "product_form")
        Stock.objects.update(on_hand=8)  # two are sold while the editor types
        editor.post(path, fields | {"variants-0-on_hand": "15"})
        assert Stock.objects.get().on_hand == 13

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"variants-0-sale_price": "20"}, "lower than the price"),
            ({"variants-0-price": "", "variants-0-sale_price": "5"}, "lower than the price"),
            ({"variants-0-sale_from": "2100-01-02T00:00", "variants-0-sale_until": "2100-01-01T00:00"}, "ends after"),
            ({"variants-0-price": "-1"}, "greater than or equal to 0"),
            ({"variants-0-price": "NaN"}, "Enter a number"),
            ({"variants-0-on_hand": "-1"}, "greater than or equal to 0"),
            ({"variants-0-on_hand": "1"}, "2 are reserved"),
            ({"variants-0-on_hand": "99999999999"}, "less than or equal to"),
            ({"variants-0-options": "M"}, "should look like"),
            ({"variants-0-sku": ""}, "required"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_saved(self, tee, save, changed, words):
        Stock.objects.update(reserved=2)
        answer = save(tee, **changed)
        assert answer.status_code == 200 and words in problems(answer)
        assert (Price.objects.get().amount, Stock.objects.get().on_hand) == (20, 10)

    def test_a_sku_is_there_once(self, tee, save):
        answer = save(tee, **MORE_ROWS, **{"variants-1-sku": "TEE-M"})
        assert "already exists" in problems(answer) or "duplicate" in problems(answer)


class TestAttributes:
    def rows(self, *rows):
        return {"attributes-code": [code for code, _ in rows], "attributes-value": [value for _, value in rows]}

    def test_are_typed_by_their_kind(self, tee, save):
        save(tee, **self.rows(("weight", "200"), ("organic", "no"), ("material", "hemp"), ("", "")))
        # a list stays one, also with one value left
        assert fresh(tee).attributes == {"weight": 200, "organic": False, "material": ["hemp"]}

    def test_twice_the_same_is_a_list(self, tee, save):
        save(tee, **self.rows(("size", "M"), ("size", "L")))
        assert fresh(tee).attributes == {"size": ["M", "L"]}

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (("weight", "heavy"), "is a number"),
            (("weight", "NaN"), "is a number"),
            (("weight", "Infinity"), "is a number"),
            (("organic", "perhaps"), "is yes or no"),
            (("colour", "red"), "There is no attribute"),
            (("", "red"), "Which attribute"),
        ],
    )
    def test_what_does_not_fit_is_said(self, tee, save, row, words):
        assert words in problems(save(tee, **self.rows(row)))
        assert fresh(tee).attributes == tee.attributes

    def test_values_of_an_unknown_attribute_survive_untouched(self, tee, save):
        Product.objects.update(attributes={"imported": 1.50, "organic": True})
        save(tee, title="Other")
        assert fresh(tee).attributes == {"imported": 1.50, "organic": True}


def test_the_description_is_cleaned(tee, save):
    save(tee, description="<p onclick=x()>Soft</p><script>alert(1)</script>")
    assert fresh(tee).description == "<p>Soft</p>"


def test_withdrawn_after_published(tee, save):
    dates = {"publish_at_0": "2100-01-02", "publish_at_1": "00:00", "unpublish_at_0": "2100-01-01"}
    assert "withdrawn after" in problems(save(tee, **dates, unpublish_at_1="00:00"))


def test_a_new_product_with_its_variant(editor, tops):
    from catalog.tests.admin.forms import fields_of

    path = reverse("admin:catalog_product_add")
    fields = fields_of(editor.get(path), "product_form")
    fields |= {"title": "Mug", "slug": "mug", "status": "published", "variants-0-sku": "MUG", "variants-0-price": "9"}
    fields |= {"variants-0-on_hand": "7", "variants-0-is_active": "on", "product_categories-0-category": str(tops.pk)}
    assert editor.post(path, fields).status_code == 302
    mug = Product.objects.get(slug="mug")
    assert (mug.price, mug.stock_band, len(mug.category_ids)) == (9, Product.Band.IN_STOCK, 2)


def test_a_product_is_not_related_to_itself(tee, save):
    fields = {"related_products-TOTAL_FORMS": "1", "related_products-0-to": str(tee.pk)}
    answer = save(tee, **fields, **{"related_products-0-kind": "related", "related_products-0-position": "0"})
    assert answer.status_code == 200
    assert not RelatedProduct.objects.exists()


def test_view_on_site_leads_to_a_page_that_is_there(editor, tee):
    path = reverse("admin:catalog_product_change", args=[tee.pk])
    assert f'href="{tee.get_absolute_url()}"' in editor.get(path).content.decode()
    Product.objects.update(status="draft")
    assert f'href="{tee.get_absolute_url()}"' not in editor.get(path).content.decode()


def test_a_staff_member_without_permission_sees_no_product(client, tee):
    from accounts.models import Customer

    client.force_login(Customer.objects.create_user("s@example.com", "a long enough phrase", is_staff=True))
    assert client.get(reverse("admin:catalog_product_change", args=[tee.pk])).status_code == 403


def test_a_viewer_sees_it_all_and_changes_nothing(client, tee):
    from django.contrib.auth.models import Permission

    from accounts.models import Customer

    viewer = Customer.objects.create_user("s@example.com", "a long enough phrase", is_staff=True)
    viewer.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(viewer)
    assert client.get(reverse("admin:catalog_product_change", args=[tee.pk])).status_code == 200
