"""Imports every family of drawings, so that all are registered."""

from catalog.demo.pictures import (  # noqa: F401
    bags,
    clocks,
    cloth,
    clothes,
    crockery,
    dolls,
    gardening,
    glassware,
    glow,
    lamps,
    pendants,
    plant_pots,
    posters,
    seats,
    sound,
    stationery,
    stove,
    tables,
    toys,
    vases,
)
