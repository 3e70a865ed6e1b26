"""Filling in the admin's forms as a browser does: all that stands there is sent along."""

from html.parser import HTMLParser


def posted(response, **changed) -> dict:
    """Return what a browser would send of the page's form with some fields ``changed``."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.values | dict(changed.items())


class _Fields(HTMLParser):
    """The fields of a page and their values, but for the templates of rows to be added and the buttons."""

    def __init__(self):
        super().__init__()
        self.values, self.open = {}, None

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name = told.get("name") or ""
        if "__prefix__" in name:
            return
        if tag == "input" and name and told.get("type") not in ("submit", "checkbox", "radio"):
            self.values[name] = told.get("value") or ""
        elif told.get("type") == "checkbox" and "checked" in told:
            self.values.setdefault(name, []).append(told.get("value") or "on")
        elif tag in ("select", "textarea") and name:
            self.open = name
            self.values[name] = [] if "multiple" in told else ""
        elif tag == "option" and self.open and "selected" in told:
            several = isinstance(self.values[self.open], list)
            self.values[self.open] = [*self.values[self.open], told["value"]] if several else told["value"]

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self.open = None

    def handle_data(self, data):
        if self.open and isinstance(self.values[self.open], str) and self.lasttag == "textarea":
            self.values[self.open] += data
