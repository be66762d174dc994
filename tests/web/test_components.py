"""The components as a browser and a screen reader get them: names, ties, figures, words."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from flask import render_template_string

from tests.web.gallery import ROOT, gallery_app

ERRORS = (400, 403, 404, 409, 413, 422, 429, 500)
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
PHRASING_ONLY = {"p", "summary", "label", "h1", "h2", "h3", "button"}
BLOCKS = {"div", "p", "ul", "ol", "dl", "table", "details", "form", "section", "fieldset"}


class Page(HTMLParser):
    """Every element of a page with its attributes, its text and what it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str], tuple[str, ...]]] = []
        self.open: list[str] = []
        self.misnested: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        inside = PHRASING_ONLY.intersection(self.open)
        if tag in BLOCKS and inside and "svg" not in self.open:
            self.misnested.append(f"<{tag}> in {sorted(inside)} at {self.getpos()}")
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.misnested.append(f"</{tag}> at {self.getpos()}")

    def with_tag(self, *tags):
        return [attributes for tag, attributes, _ in self.elements if tag in tags]

    def values(self, attribute):
        return [a[attribute] for _, a, _ in self.elements if attribute in a]


@pytest.fixture(scope="module")
def app():
    return gallery_app()


@pytest.fixture(scope="module")
def pages(app):
    client = app.test_client()
    paths = ["/", "/?wrong=1", "/projection", *(f"/errors/{status}" for status in ERRORS)]
    answers = {path: client.get(path) for path in paths}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {path: answer.get_data(as_text=True) for path, answer in answers.items()}


@pytest.fixture
def show(app):
    def render(source, **facts):
        with app.test_request_context():
            source = '{% import "components/ui.html" as ui %}' + source
            return render_template_string(source, **facts)

    return render


def test_every_page_has_one_main_heading_a_language_and_a_name(pages):
    for path, html in pages.items():
        page = Page(html)
        assert len(page.with_tag("h1")) == 1, path
        assert page.with_tag("html")[0]["lang"] == "fr"
        assert re.search(r"<title>.+ · Plénière</title>", html), path


def test_elements_are_nested_as_html_allows(pages):
    found = {path: Page(html).misnested for path, html in pages.items()}
    assert not any(found.values()), found


def test_no_id_is_given_twice_and_every_tie_leads_somewhere(pages):
    for path, html in pages.items():
        page = Page(html)
        ids = page.values("id")
        assert sorted(ids) == sorted(set(ids)), path
        ties = ("for", "aria-describedby", "aria-labelledby")
        wanted = {one for tie in ties for value in page.values(tie) for one in value.split()}
        anchors = {href[1:] for href in page.values("href") if href.startswith("#") and href != "#"}
        patterns = set(re.findall(r"url\(#([\w-]+)\)", html))
        assert (wanted | anchors | patterns) - set(ids) == set(), path


def test_headings_go_down_one_level_at_a_time(pages):
    for path, html in pages.items():
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_every_control_has_a_label(pages):
    page = Page(pages["/"])
    labelled = set(page.values("for"))
    for control in page.with_tag("input", "select", "textarea"):
        if control.get("type") not in {"hidden", "submit"}:
            assert control["id"] in labelled, control


def test_a_wrong_field_says_so_in_words_tied_to_it(pages):
    html = pages["/?wrong=1"]
    page = Page(html)
    name = next(a for a in page.with_tag("input") if a.get("id") == "w-name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "w-name-hint w-name-error"
    assert '<a href="#w-choice-0">' in html  # the summary leads to the first button of a group
    assert 'role="alert"' in html


def test_only_a_field_that_may_stay_empty_is_marked(pages):
    marked = re.findall(r'<label for="([\w-]+)">[^<]+<span class="field-optional">', pages["/"])
    assert marked == ["email", "note"]


def test_every_error_page_says_what_to_do(pages):
    for status in ERRORS:
        html = pages[f"/errors/{status}"]
        help_text = html.partition('class="error-help"')[2]
        assert len(re.findall(r"<li>", help_text.partition("</ol>")[0])) >= 2, status
        assert f"Erreur {status}" in html


def test_the_pieces_of_a_result_fill_the_bar(show):
    choices = [
        {"label": "Pour", "value": 1, "kind": "for"},
        {"label": "Contre", "value": 1, "kind": "against"},
        {"label": "Blanc", "value": 0, "kind": "blank"},
        {"label": "Abstention", "value": 1, "kind": "abstention"},
    ]
    html = show('{{ ui.result_bar("r", "Comptes", choices) }}', choices=choices)
    bar = html.partition("</svg>")[0]
    widths = [float(width) for width in re.findall(r'bar-piece"[^>]* width="([\d.]+)%"', bar)]
    assert len(widths) == 3  # nobody voted blank: no piece, but a line in the table
    assert sum(widths) == pytest.approx(100, abs=0.01)
    assert len(set(re.findall(r"url\(#[\w-]+\)", bar))) == 3  # never colour alone
    assert "33,3" in html
    assert html.count('<th scope="row">') == 5


def test_a_result_without_votes_is_drawn_empty(show):
    html = show(
        '{{ ui.result_bar("r", "Comptes", [{"label": "Pour", "value": 0, "kind": "for"}]) }}'
    )
    assert "bar-empty" in html
    assert "bar-piece" not in html.partition("</svg>")[0]


@pytest.mark.parametrize(
    ("counted", "required", "base", "piece", "mark"),
    [(34, 26, 50, "68.0", "52.0"), (0, 1, 0, "0.0", "99.7"), (60, 50, 50, "100", "99.7")],
)
def test_the_gauge_stays_within_its_frame(show, counted, required, base, piece, mark):
    html = show(
        '{{ ui.quorum_gauge("q", counted, required, base, True, "Quorum") }}',
        counted=counted, required=required, base=base,
    )  # fmt: skip
    assert f'width="{piece}%"' in html
    assert f'x1="{mark}%"' in html


def test_a_gauge_without_quorum_has_no_mark(show):
    html = show('{{ ui.quorum_gauge("q", 3, none, 5, True, "Aucun quorum") }}')
    assert "bar-mark" not in html


def test_a_number_unfolds_to_its_steps_its_clause_and_its_source(show):
    html = show(
        '{{ ui.explain("16", clause="Statuts, art. 11", source="assumed", steps=["31 / 2"]) }}'
    )
    assert "<details" in html
    assert "31 / 2" in html
    assert "Statuts, art. 11" in html
    assert "hypothèse" in html


def test_a_clause_of_the_bylaws_is_no_hypothesis(show):
    html = show('{{ ui.explain("16", clause="Statuts, art. 11", source="statuts") }}')
    assert "hypothèse" not in html.lower()


def test_the_red_green_list_names_its_states(show):
    checks = [
        {"ok": True, "text": "a"},
        {"ok": False, "blocking": False, "text": "b"},
        {"ok": False, "blocking": True, "text": "c", "url": "/c"},
    ]
    html = show("{{ ui.checklist(checks) }}", checks=checks)
    assert re.findall(r"<title>([^<]+)</title>", html) == ["En règle", "À regarder", "Pas en règle"]
    assert "Corriger<span" in html


def test_a_tracker_is_cut_in_fours_and_copied_whole(show):
    html = show('{{ ui.tracker("abcdefghij", copy=True) }}')
    assert re.findall(r'tracker-group">(\w+)<', html) == ["abcd", "efgh", "ij"]
    assert 'data-copy="abcdefghij"' in html


def test_what_people_wrote_is_escaped(show):
    nasty = '<img src=x onerror="vote()">'
    calls = (
        "page_header(t)",
        "explain(t, clause=t, steps=[t])",
        "table(t, [t], [[t]])",
        "person(t, t)",
        "checklist([{'ok': true, 'text': t}])",
        "tracker(t, copy=True)",
        "item(1, t, url=t)",
        "result_bar('r', t, [{'label': t, 'value': 1, 'kind': t}])",
        "post_button(t, t, confirm=t, fields={'a': t})",
        "download(t, t, t, sha256=t)",
    )
    source = "".join(f"{{{{ ui.{call} }}}}" for call in calls)
    html = show(source, t=nasty)
    assert "<img" not in html
    assert 'onerror="' not in html


def test_every_component_is_in_the_readme_and_the_other_way_round(app):
    folder = ROOT / "templates/components"
    offered = set(re.findall(r"{% set (\w+) =", (folder / "ui.html").read_text(encoding="utf-8")))
    told = set(re.findall(r"`ui\.(\w+)\(", (folder / "README.md").read_text(encoding="utf-8")))
    silent = {"field_errors", "flash", "same_url", "size_text", "swatch"}
    assert offered - silent == told


def test_the_readme_gives_the_signatures_as_they_are(app):
    readme = (ROOT / "templates/components/README.md").read_text(encoding="utf-8")
    ui = app.jinja_env.get_template("components/ui.html").module
    for name, arguments in re.findall(r"`ui\.(\w+)\(([^`]*)\)`", readme):
        told = re.findall(r"(\w+)=", re.sub(r"\"[^\"]*\"", "", arguments))
        macro = getattr(ui, name)
        assert set(told) <= set(macro.arguments), (name, told, macro.arguments)
