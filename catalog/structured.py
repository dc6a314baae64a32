"""What search engines read (schema.org, as JSON-LD): the shop, where a page stands, a product with its offers."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import strip_tags

from catalog.models import Product
from catalog.queries.products import ProductPage
from shop.thumbnails.address import thumbnail_url

CONTEXT = "https://schema.org"
AVAILABILITY = {0: "OutOfStock", 1: "LimitedAvailability", 2: "InStock"}
REVIEWS = 3


def absolute(path: str) -> str:
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def of_shop() -> list[dict]:
    search = absolute(reverse("catalog:search"))
    return [
        {
            "@context": CONTEXT,
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": absolute(reverse("catalog:home")),
        },
        {
            "@context": CONTEXT,
            "@type": "WebSite",
            "name": settings.SITE_NAME,
            "url": absolute(reverse("catalog:home")),
            "potentialAction": {
                "@type": "SearchAction",
                "target": f"{search}?q={{search_term}}",
                "query-input": "required name=search_term",
            },
        },
    ]


def of_breadcrumb(steps: list[dict]) -> dict:
    elements = []
    for position, step in enumerate(steps, 1):
        element: dict[str, Any] = {"@type": "ListItem", "position": position, "name": step["name"]}
        if step.get("url"):
            element["item"] = absolute(step["url"])
        elements.append(element)
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": elements}


def of_product(page: ProductPage, description: str) -> dict:
    product = page.product
    variants: list[Any] = page.variants  # each with its `offer`
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Product",
        "name": product.title,
        "url": absolute(product.get_absolute_url()),
        "description": description,
    }
    if product.image_file:
        told["image"] = [absolute(picture_url(str(image.file))) for image in page.gallery if image.file] or [
            absolute(picture_url(product.image_file))
        ]
    if product.brand:
        told["brand"] = {"@type": "Brand", "name": product.brand.name}
    if product.part_number:
        told["mpn"] = product.part_number
    if len(variants) == 1:
        told["sku"] = variants[0].sku
    offers = [of_offer(product, variant) for variant in variants if variant.offer]
    if offers:
        told["offers"] = offers
    if product.rating_count:
        told["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": str(product.rating),
            "reviewCount": product.rating_count,
        }
        told["review"] = [of_review(review) for review in page.reviews[:REVIEWS]]
    return told


def picture_url(file: str) -> str:
    return thumbnail_url(file, "gallery-1600", "jpg")


def of_offer(product: Product, variant) -> dict:
    return {
        "@type": "Offer",
        "sku": variant.sku,
        "url": absolute(product.get_absolute_url()),
        "price": str(variant.offer.current),
        "priceCurrency": variant.offer.currency,
        "availability": f"{CONTEXT}/{AVAILABILITY[variant.stock_band]}",
        "itemCondition": f"{CONTEXT}/NewCondition",
    }


def of_review(review) -> dict:
    return {
        "@type": "Review",
        "author": {"@type": "Person", "name": review.author},
        "datePublished": review.created_at.date().isoformat(),
        "name": review.title,
        "reviewBody": strip_tags(review.text),
        "reviewRating": {"@type": "Rating", "ratingValue": review.rating, "bestRating": 5},
    }
