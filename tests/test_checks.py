"""What is looked at before a story goes out: each check has a case that triggers it and good stories on which it is silent."""

import re
from pathlib import Path

import pytest

from articles.desk.checks import BLOCK, CHECKS, WARN, digest, findings, situation_of, warnings
from articles.models import Article, Edition
from articles.models.snapshot import words_of
from articles.models.takedown import Order
from paper.models import Paper
from tests.makers import ahead, make_article, make_author, make_live, make_section, make_topic

PICTURE_CHECKS = {  # of pictures and embeds
    "withdrawn", "picture", "alternative", "repeated", "credit", "licence", "ending", "terms", "small", "embed",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def good(**fields):
    """A story about which there is nothing to say."""
    whole = {"deck": "There were eleven.", "section": make_section(), "authors": [make_author()]}
    return make_article(headline="Gulls counted at last", **whole | fields)


def found(story, **how):
    return [finding for finding in findings(situation_of(story, words_of(story), **how))]


def names(story, **how):
    return [finding.check for finding in found(story, **how)]


def on_paper():
    text = (Path(__file__).resolve().parents[1] / "docs" / "checks.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| (stops it|warns) \| (.+) \|$", text, re.MULTILINE)
    return {name: (BLOCK if severity == "stops it" else WARN, about) for name, severity, about in rows}


def test_the_table_on_paper_is_the_table_in_the_code():
    assert on_paper() == {name: (check.severity, check.about) for name, check in CHECKS.items()}
    assert list(on_paper()) == list(CHECKS)


def embargoed():
    story = good()
    story.embargo(by=None, reason="Agreed.", until=ahead(hours=1))
    return story


def held():
    story = good()
    story.hold(by=None, reason="Our lawyer reads it.")
    return story


def readdressed():
    story = make_live(headline="Gulls counted", deck="Eleven.", section=make_section(), authors=[make_author()])
    story.slug = "gulls-again"
    story.save()
    return story


def retracted():
    story = good()
    story.publish(by=None)
    story.retract(by=None, notice="It never happened.")
    return story


def brought_back():
    story = good(body="<p>Jane Roe counted.</p>")
    story.take_down(Order("A court said so."), by=None, passage="Jane Roe")
    story.body = "<p>Jane Roe counted.</p>"
    story.save()
    return story


def house():
    Paper.objects.create(words_to_avoid="utilise: use")


TRIGGERS = {
    "headline": lambda: make_article(headline=" ", deck="Eleven.", section=make_section(), authors=[make_author()]),
    "body": lambda: good(body="<p> </p>"),
    "embargo": embargoed,
    "hold": held,
    "byline": lambda: good(authors=[]),
    "wording": lambda: good(byline_wording="Counted by the desk"),
    "deck": lambda: good(deck=""),
    "section": lambda: good(section=None),
    "placeholder": lambda: good(body="<p>The mayor, TK, counted.</p>"),
    "doubled": lambda: good(body="<p>They left the the quay.</p>"),
    "avoided": lambda: (house(), good(body="<p>They utilise a boat.</p>"))[1],
    "link": lambda: good(body='<p><a href="/2026/01/01/never-was/">Never</a> was.</p>'),
    "slug": readdressed,
    "bio": lambda: good(authors=[make_author(name="Bo Ek", bio="<p>Bo Ek is Editor for He has counted gulls.</p>")]),
    "source": lambda: good(sources="A letter\nA letter"),
    "retracted": retracted,
    "sealed": brought_back,
}


@pytest.mark.parametrize("check", TRIGGERS)
def test_each_check_finds_what_it_is_for_and_nothing_else_is_said(check):
    assert names(TRIGGERS[check]()) == [check]


def test_a_typo_that_changes_a_number_is_asked_about():
    story = make_live(deck="Eleven.", section=make_section(), authors=[make_author()], body="<p>They saw 14 gulls.</p>")
    story.body = "<p>They saw 40 gulls.</p>"
    story.save()
    assert names(story, change=Edition.TYPO) == ["typo"]
    assert "“14”" in found(story, change=Edition.TYPO)[0].says
    assert names(story, change=Edition.MATERIAL) == []
    story.body = "<p>They saw 14 gulls!</p>"
    assert names(story, change=Edition.TYPO) == []


def test_every_check_has_its_case():
    """Those of pictures and embeds have theirs in tests/test_picture_checks.py."""
    assert set(TRIGGERS) | {"typo", *PICTURE_CHECKS} == set(CHECKS)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"kind": "brief", "deck": "", "authors": []},
        {"kind": "sponsored", "sponsor": "The Port", "authors": []},
        {"signed_by_house": True, "authors": []},
        {"byline_wording": "Counted by {1} on the quay"},
        {"body": '<p>See <a href="https://elsewhere.example/2026/01/01/never-was/">elsewhere</a>.</p>'},
        {"body": '<p>See <a href="/">home</a>, <a href="/latest/">latest</a>, <a href="/2026/">2026</a>.</p>'},
    ],
)
def test_good_stories_pass_in_silence(fields):
    assert found(good(**fields)) == []


def test_links_to_what_readers_have_pass_and_to_what_they_have_not_are_named():
    there, gone, section, topic, author = (
        make_live(),
        make_live(),
        make_section(),
        make_topic(),
        make_author(name="Bo Ek"),
    )
    url, lost = there.editions.get().url, gone.editions.get().url
    gone.unpublish(by=None)
    links = [url, section.url, topic.url, author.url, f"http://localhost{url}", lost, "/nowhere/", "/authors/nobody/"]
    body = "".join(f'<p><a href="{link}">Link {n}</a></p>' for n, link in enumerate(links))
    assert [finding.excerpt for finding in found(good(body=body))] == ["Link 5", "Link 6", "Link 7"]


def test_a_link_kept_by_its_story_follows_the_story(clock):
    there = make_article()
    nine = ahead(hours=2)
    there.publish(by=None, at=nine)
    story = good(body=f'<p><a href="/story/{there.pk}/" data-story="{there.pk}">There</a></p>')
    assert names(story) == ["link"]
    assert names(story, at=nine) == []


def test_a_story_without_a_language_of_its_own_is_read_in_the_papers():
    story = Article(headline="The the ferry", body="<p>It left at at nine.</p>", kind="brief", section=make_section())
    words = words_of(story, bylines=[], topics=[], corrections=[])
    assert [finding.excerpt for finding in findings(situation_of(story, words))] == ["The the", "at at"]


def test_warnings_that_were_seen_are_told_from_new_ones():
    story = good(deck="")
    seen = digest(warnings(found(story)))
    story.body = "<p>They left the the quay.</p>"
    assert seen and digest(warnings(found(story))) != seen
    assert digest([]) == ""
