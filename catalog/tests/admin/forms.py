"""What a browser would send: the fields of a form as they stand in a page."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.fields = form_id, False, {}
        self.select = self.textarea = None

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "form":
            self.inside = named.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "select":
            self.select = named["name"]
        elif tag == "option" and "selected" in named and self.select:
            self.fields.setdefault(self.select, []).append(named.get("value", ""))
        elif tag == "textarea":
            self.textarea = named["name"]
            self.fields.setdefault(self.textarea, []).append("")
        elif tag == "input" and "name" in named:
            self.handle_input(named)

    def handle_input(self, named):
        kind = named.get("type", "text")
        if kind in {"submit", "file", "button"} or (kind in {"checkbox", "radio"} and "checked" not in named):
            return
        self.fields.setdefault(named["name"], []).append(named.get("value", "on" if kind == "checkbox" else ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, text):
        if self.inside and self.textarea:
            self.fields[self.textarea][-1] += text


def fields_of(response, form_id: str) -> dict[str, list[str]]:
    reader = FormReader(form_id)
    reader.feed(response.content.decode())
    return reader.fields
