"""The form of a page as a browser would send it: every field with what stands in it."""

from html.parser import HTMLParser


class PageForm(HTMLParser):
    """The fields of the last POST form of a page, and the choices of each select by their words."""

    def __init__(self, page: str, action: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: dict[str, dict[str, str]] = {}
        self._action = action
        self._inside = False
        self._open = ("", "")  # tag and name of the control that is being read
        self._option: str | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a control."""
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self._inside = (given.get("action") or self._action).split("?")[0] == self._action
        elif not self._inside:
            return
        elif tag == "input" and name and given.get("type") != "file":
            self.fields[name] = given.get("value") or ""
        elif tag in ("select", "textarea"):
            self._open = (tag, name)
            self.fields[name] = ""
            if tag == "select":
                self.choices[name] = {}
        elif tag == "option" and self._open[0] == "select":
            self._option = given.get("value") or ""
            chosen = self.choices[self._open[1]]
            if "selected" in given or not chosen:
                self.fields[self._open[1]] = self._option

    def handle_endtag(self, tag: str) -> None:
        """End a control."""
        if tag == "form":
            self._inside = False
        elif tag == "option":
            self._option = None
        elif tag == self._open[0]:
            self._open = ("", "")

    def handle_data(self, data: str) -> None:
        """Read the words of a choice, or the text of an area."""
        tag, name = self._open
        if tag == "select" and self._option is not None:
            self.choices[name][data.strip()] = self._option
        elif tag == "textarea":
            self.fields[name] += data

    def typed(self, **answers: str) -> dict[str, str]:
        """Return what is sent once ``answers`` are typed; a choice is named by its words."""
        unknown = answers.keys() - self.fields.keys()
        assert not unknown, f"no such field on the page: {sorted(unknown)}"
        chosen = {
            name: self.choices[name][words] if name in self.choices else words
            for name, words in answers.items()
        }
        return self.fields | chosen
