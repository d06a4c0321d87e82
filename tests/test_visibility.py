"""Sweep: every public page hides every state that readers must not see, and shows what they must."""

from datetime import timedelta
from unittest import mock

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from articles.models import Correction, Edition
from articles.models.takedown import Order
from authors.models import Author
from tests.makers import ago, ahead, make_article, make_author, make_section, make_topic

pytestmark = pytest.mark.django_db

HIDDEN = "Zanzibar"  # stands in every word of what readers must not see
SHOWN = "Lighthouse"


POSTED = {"authors:check_preview"}  # takes what is typed, and is no page to read


def routes(resolver=None, prefix=""):
    """The name of every page outside the desk."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "admin":
                yield from routes(entry, f"{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and f"{prefix}{entry.name}" not in POSTED:
            yield f"{prefix}{entry.name}"


def pages(article, author, section, topic):
    """An address for each public route: a route without one fails the sweep, so that none is forgotten."""
    day = timezone.localdate(article.first_published_at) if article.first_published_at else timezone.localdate()
    return {
        "articles:home": ["/"],
        "articles:latest": ["/latest/"],
        "articles:corrections": ["/corrections/"],
        "articles:corrections_feed": ["/corrections/atom.xml"],
        "articles:topic": [topic.url],
        "articles:edition": [edition.url for edition in article.editions.all()] or ["/2018/02/14/nothing/"],
        "articles:day": [f"/{day:%Y/%m/%d}/"],
        "articles:month": [f"/{day:%Y/%m}/"],
        "articles:year": [f"/{day:%Y}/"],
        "articles:section": [section.url],
        "authors:directory": ["/authors/"],
        "authors:masthead": ["/authors/masthead/"],
        "authors:check": ["/authors/check/nothing/"],
        "authors:author": [author.url],
        "authors:feed": [f"{author.url}atom.xml"],
        "paper:stylesheet": ["/paper-0.css"],
        "paper:security_txt": ["/.well-known/security.txt"],
    }


def cast():
    return {
        "section": make_section(),
        "authors": [make_author()],
        "topics": [make_topic()],
        "deck": f"{HIDDEN} deck",
        "kicker": HIDDEN,
        "body": f"<p>{HIDDEN} body</p>",
    }


def draft():
    article = make_article(headline=f"{HIDDEN} draft", **cast())
    Correction.objects.create(article=article, text=f"{HIDDEN} correction")
    return article


def in_review():
    article = draft()
    article.submit(by=None)
    return article


def scheduled():
    article = draft()
    article.publish(by=None, at=ahead(seconds=90))
    return article


def withdrawn():
    article = draft()
    article.withdraw(article.publish(by=None, at=ahead(hours=1)), by=None)
    return article


def unpublished():
    article = draft()
    article.publish(by=None, at=ago(days=2))
    article.unpublish(by=None)
    return article


def ended():
    with mock.patch.object(timezone, "now", return_value=ago(days=2)):
        article = draft()
        article.publish(by=None)
        article.set_end(by=None, at=ahead(hours=1))
    return article


def embargoed():
    article = draft()
    article.publish(by=None, at=ahead(hours=1))
    article.embargo(by=None, reason="Until the court has sat.")
    return article


def taken_down():
    article = draft()
    article.publish(by=None, at=ago(days=2))
    article.take_down(Order("A court said so.", public_line="Removed by order of a court.", status=451), by=None)
    return article


def retracted():
    """Not hidden, but not listed: see its own test."""
    article = draft()
    article.publish(by=None, at=ago(days=2))
    article.retract(by=None, notice="It never happened.")
    return article


def live_with_a_draft_ahead():
    article = live()
    Correction.objects.create(article=article, text=f"{HIDDEN} correction", order=1)
    for name, value in cast().items():
        if isinstance(value, str):
            setattr(article, name, value)
    article.headline = f"{HIDDEN} draft ahead"
    article.save()
    return article


def live_with_an_update_to_come():
    article = live_with_a_draft_ahead()
    article.publish(by=None, at=ahead(hours=1))
    return article


def live():
    plain = {name: value for name, value in cast().items() if not isinstance(value, str)}
    article = make_article(headline=f"{SHOWN} opens", **plain)
    Correction.objects.create(article=article, text="It opens at nine.")
    article.publish(by=None, at=ago(days=2))
    return article


STATES = [
    draft, in_review, scheduled, withdrawn, unpublished, ended, embargoed, taken_down, live_with_a_draft_ahead,
    live_with_an_update_to_come,
]  # fmt: skip


def sweep(reader, article):
    addresses = pages(article, Author.objects.first(), make_section(), make_topic())
    missing = set(routes()) - set(addresses)
    assert not missing, f"public routes that no sweep visits: {missing}"
    return [(address, reader.get(address)) for found in addresses.values() for address in found]


@pytest.mark.parametrize("make", STATES, ids=lambda make: make.__name__)
def test_every_public_page_hides_what_readers_must_not_see(reader, make):
    for address, response in sweep(reader, make()):
        assert response.status_code in (200, 404, 410, 451), address
        assert HIDDEN not in response.content.decode(), address
        assert HIDDEN.lower() not in response.content.decode(), address


def test_every_page_of_stories_shows_what_is_live(reader):
    answers = dict(sweep(reader, live()))
    without_headlines = {
        "/authors/",
        "/authors/masthead/",
        "/paper-0.css",
        "/.well-known/security.txt",
        *(address for address in answers if address.strip("/").isdigit()),
    }
    for address in set(answers) - without_headlines:
        assert SHOWN in answers[address].content.decode(), address


def test_a_retracted_story_is_found_at_its_address_and_among_the_corrections_and_nowhere_else(reader):
    article = retracted()
    answers = dict(sweep(reader, article))
    address = article.editions.live().get().url
    shown = {found for found, response in answers.items() if HIDDEN in response.content.decode()}
    assert shown == {address, "/corrections/", "/corrections/atom.xml"}
    assert all("It never happened." in answers[found].content.decode() for found in shown)
    assert answers[address].status_code == 200


def test_a_scheduled_story_comes_into_every_list_at_its_moment(reader, clock):
    article = make_article(
        headline=f"{SHOWN} opens", section=make_section(), authors=[make_author()], topics=[make_topic()]
    )
    moment = ahead(hours=30)
    article.publish(by=None, at=moment)
    lists = ["/", "/latest/", article.section.url, article.topics.get().url, article.bylines.get().author.url]
    clock.set(moment - timedelta(microseconds=1))
    assert not [address for address in lists if SHOWN in reader.get(address).content.decode()]
    clock.set(moment)
    assert not [address for address in lists if SHOWN not in reader.get(address).content.decode()]


def test_the_rule_in_python_is_the_rule_in_sql():
    article = live_with_an_update_to_come()
    for edition in article.editions.all():
        for moment in (
            ago(days=3),
            edition.live_from,
            edition.live_until - timedelta(microseconds=1),
            edition.live_until,
        ):
            in_sql = Edition.objects.live(moment).filter(pk=edition.pk).exists()
            assert in_sql == edition.is_live(moment)
