"""No page carries a script, a style or a handler of its own, and no form lacks its token."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.markup import (
    EXPRESSION,
    POST_FORM,
    STATEMENT,
    Element,
    elements,
    line_of,
    templates,
)  # fmt: skip
from tests.architecture.sources import ROOT

Fault = tuple[int, str]
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data")
LOADED = {"script", "link", "img", "source", "iframe", "object", "embed", "audio", "video"}


def scripts_and_styles(source: str) -> Iterator[Fault]:
    """Yield inline scripts and styles; a block of JSON is no script."""
    for element in elements(source):
        if element.tag == "style":
            yield element.line, "<style>"
        if element.tag == "script" and is_code(element):
            yield element.line, "<script> with its code inside"
        for name in element.attributes:
            if name == "style" or name.startswith("on"):
                yield element.line, f"{name}= on <{element.tag}>"


def foreign_addresses(source: str) -> Iterator[Fault]:
    """Yield addresses that run code, or that load anything from elsewhere."""
    for element in elements(source):
        for name in ADDRESSES:
            address = (element.attributes.get(name) or "").strip().lower()
            if re.match(r"(?:java|vb)script:|data:text", address):
                yield element.line, f"{name}={address[:30]}"
            if element.tag in LOADED and re.match(r"(?:https?:)?//", address):
                yield element.line, f"<{element.tag}> loads {address[:60]}"


def forms_without_token(source: str) -> Iterator[Fault]:
    """Yield forms that post without a CSRF token."""
    for found in POST_FORM.finditer(source):
        if not re.search(r"csrf|hidden_tag\(", found[0]):
            yield line_of(source, found.start()), "a form posts without csrf"


def pictures_without_words(source: str) -> Iterator[Fault]:
    """Yield pictures that a screen reader could not tell."""
    for element in elements(source):
        if element.tag == "img" and "alt" not in element.attributes:
            yield element.line, "<img> without alt"
        if element.tag == "svg" and not is_silent(element) and not is_named(element):
            yield element.line, "<svg> neither named (role=img) nor hidden"


def unescaped(source: str) -> Iterator[Fault]:
    """Yield places where a template prints what it has not escaped."""
    for found in [*EXPRESSION.finditer(source), *STATEMENT.finditer(source)]:
        if re.search(r"\|\s*safe\b|\bautoescape\s+false\b|\bMarkup\(", found[0]):
            yield line_of(source, found.start()), found[0]


def is_code(script: Element) -> bool:
    """Tell whether a script element holds code itself rather than an address or JSON."""
    is_json = script.attributes.get("type") == "application/json"
    return not is_json and ("src" not in script.attributes or bool(script.text.strip()))


def is_silent(element: Element) -> bool:
    """Tell whether assistive technology is told to pass over ``element``."""
    return element.attributes.get("aria-hidden") == "true"


def is_named(element: Element) -> bool:
    """Tell whether ``element`` says that it is a picture, or a group of links drawn as one.

    Its name is axe's business.
    """
    return element.attributes.get("role") in ("img", "group")


LAWS: list[Callable[[str], Iterator[Fault]]] = [
    scripts_and_styles,
    foreign_addresses,
    forms_without_token,
    pictures_without_words,
    unescaped,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_no_template_has(law):
    found = [
        f"{path.relative_to(ROOT)}:{line} {what}"
        for path in templates()
        for line, what in law(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("law", "source"),
    [
        (scripts_and_styles, "<script>alert(1)</script>"),
        (scripts_and_styles, '<script src="/a.js">alert(1)</script>'),
        (scripts_and_styles, "<style>p { color: red }</style>"),
        (scripts_and_styles, '<p style="color: red">'),
        (scripts_and_styles, '<button onclick="vote()">'),
        (scripts_and_styles, "{% if x %}<body ONLOAD='x()'>{% endif %}"),
        (foreign_addresses, '<a href=" JavaScript:vote()">'),
        (foreign_addresses, '<script src="//cdn.example/x.js"></script>'),
        (foreign_addresses, '<img src="https://pixel.example/" alt="">'),
        (forms_without_token, "<form method=post><button></form>"),
        (forms_without_token, '<form action="/x"\n  METHOD="POST">{{ field }}</form>'),
        (pictures_without_words, '<img src="/a.png">'),
        (pictures_without_words, '<svg viewBox="0 0 1 1"></svg>'),
        (unescaped, "<p>{{ name|safe }}</p>"),
        (unescaped, "{% autoescape false %}{% endautoescape %}"),
    ],
)
def test_a_planted_fault_is_found(law, source):
    assert list(law(source))


@pytest.mark.parametrize(
    ("law", "source"),
    [
        (scripts_and_styles, '<script type="module" src="/a.js"></script>'),
        (scripts_and_styles, '<script type="application/json">{"a": 1}</script>'),
        (foreign_addresses, '<a href="https://example.org/">'),
        (forms_without_token, '<form method="post">{{ forms.csrf() }}</form>'),
        (forms_without_token, "<form method=get><button></form>"),
        (pictures_without_words, '<img src="/a.png" alt=""><svg aria-hidden="true"></svg>'),
        (unescaped, "<p>{{ name }} is safe</p>"),
    ],
)
def test_a_sound_template_is_left_alone(law, source):
    assert list(law(source)) == []
