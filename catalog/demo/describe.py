"""Descriptions, put together from the sentences of a category so that no two neighbours read alike."""

from html import escape


def description(line):
    """HTML: what it is, how it is made, what for, how to care for it, who makes it."""
    leaf, row = line.leaf, line.row
    first, second = _two_of(leaf.made, row)
    opener, first, second, use, about = (
        escape(_with_material(text, line.material), quote=False)
        for text in (line.opener, first, second, leaf.use[(row * 3 + row // 4) % len(leaf.use)], line.brand.about)
    )
    care = [leaf.care[row % len(leaf.care)], leaf.care[(row + 1) % len(leaf.care)]]
    points = "".join(f"<li>{escape(point, quote=False)}</li>" for point in care)
    return f"<p>{opener} {first}</p><p>{use} {second}</p><ul>{points}</ul><p>{about}</p>"


def _two_of(sentences, row):
    """Neighbours get different first sentences; after a round of those, the pairs differ as well."""
    start, step = row % len(sentences), 1 + row // len(sentences) % (len(sentences) - 1)
    return sentences[start], sentences[(start + step) % len(sentences)]


def _with_material(sentence, material):
    text = sentence.replace("{material}", material.lower())
    return text[0].upper() + text[1:]
