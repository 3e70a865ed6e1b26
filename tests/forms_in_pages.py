"""The form of a page, read and sent as a browser without JavaScript does it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass
class PostForm:
    """A form that posts: where to, what it holds before anything is typed, its buttons by value."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)

    def put(self, name: str | None, value: str | None) -> None:
        if name:
            self.values.setdefault(name, []).append(value or "")

    def pressed(self, button: str | None = None, **answers) -> dict[str, list[str]]:
        """Return what is sent when ``answers`` are given and the button is pressed."""
        given = {name: value if isinstance(value, list) else [value] for name, value in answers.items()}
        return self.values | given | ({self.buttons[button]: [button]} if button else {})


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.form, self.text, self.select = [], None, None, None

    def handle_starttag(self, tag, attributes):
        own = dict(attributes)
        if tag == "form":
            self.form = PostForm(own.get("action", "")) if own.get("method") == "post" else None
            self.forms += [self.form] if self.form else []
        elif self.form is None:
            return
        elif tag == "button":
            self.form.buttons[own.get("value")] = own.get("name")
        elif tag == "textarea":
            self.text, self.select = "", own.get("name")
        elif tag == "select":
            self.select = own.get("name")
        elif (tag == "option" and "selected" in own) or (
            tag == "input" and (own["type"] not in ("checkbox", "radio") or "checked" in own)
        ):
            self.form.put(own.get("name", self.select), own.get("value"))

    def handle_endtag(self, tag):
        if tag == "textarea" and self.form:
            self.form.put(self.select, self.text.removeprefix("\n"))
            self.text = None
        elif tag == "form":
            self.form = None

    def handle_data(self, data):
        if self.text is not None:
            self.text += data


def post_form(answer) -> PostForm:
    """Return the one form of a page that posts."""
    reader = _Reader()
    reader.feed(answer.content.decode())
    (form,) = reader.forms
    return form


def send(client, action: str, values: dict, **headers):
    """Post values as a browser posts a form."""
    return client.post(action, urlencode(values, doseq=True), content_type=FORM, **headers)
