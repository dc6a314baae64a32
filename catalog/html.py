"""Which HTML a description may hold. Forms and imports clean by this one function; pages trust what was saved."""

import re

import nh3

TAGS = {
    "a", "b", "blockquote", "br", "caption", "code", "dd", "dl", "dt", "em", "h1", "h2", "h3", "h4", "hr", "i", "li",
    "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}
BLOCK = re.compile(r"<(?:blockquote|dl|h[1-4]|hr|ol|p|pre|table|ul)\b")
LINE_BREAK = re.compile(r"(?:<br>)?\n")
BLANK_LINES = re.compile(r"\n\s*\n")

_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    clean_content_tags={"script", "style", "iframe", "object", "template", "noscript", "svg", "math", "title"},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="nofollow noopener noreferrer",
    strip_comments=True,
)


def clean_html(html: str) -> str:
    """Safe HTML of any text or HTML; cleaning it again changes nothing.

    Keeps the tags above, without class, style, id or event attributes; scripts go with their content, other tags lose
    only the tag. Text without any block tag becomes paragraphs: a blank line parts two, a line break stays one. The
    page's own title is the only h1, so h1 becomes h2.
    """
    # `strip` first: what is blank stays empty instead of becoming an empty paragraph.
    clean = _cleaner.clean(html.replace("\x00", "").replace("\r\n", "\n")).strip()
    clean = clean.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    if not clean or BLOCK.search(clean):
        return clean
    parts = (LINE_BREAK.sub("<br>", part.strip()) for part in BLANK_LINES.split(clean))
    # A tag may span a blank line; cleaning once more closes it in each paragraph.
    return _cleaner.clean("\n".join(f"<p>{part}</p>" for part in parts if part))
