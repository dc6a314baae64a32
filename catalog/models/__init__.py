"""What is sold: a product is described, its variants are sold, prices and stock hang on the variants."""

from catalog.models.attribute import Attribute, FacetValue
from catalog.models.brand import Brand
from catalog.models.category import Category
from catalog.models.image import Image
from catalog.models.import_run import ImportRun
from catalog.models.listing import Listing
from catalog.models.old_slug import OldSlug
from catalog.models.price import Price
from catalog.models.product import Product, ProductCategory, RelatedProduct
from catalog.models.review import Review
from catalog.models.search_word import SearchWord
from catalog.models.stock import Stock
from catalog.models.stock_alert import StockAlert
from catalog.models.stock_movement import StockMovement
from catalog.models.variant import Variant

__all__ = [
    "Attribute",
    "Brand",
    "Category",
    "FacetValue",
    "Image",
    "ImportRun",
    "Listing",
    "OldSlug",
    "Price",
    "Product",
    "ProductCategory",
    "RelatedProduct",
    "Review",
    "SearchWord",
    "Stock",
    "StockAlert",
    "StockMovement",
    "Variant",
]
