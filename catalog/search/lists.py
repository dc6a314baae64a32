"""The lists beside this file: a line each, `#` begins a comment line."""

from pathlib import Path


def lines(name: str) -> list[str]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def all_words(name: str) -> frozenset[str]:
    return frozenset(word for line in lines(name) for word in line.split())
