"""Links to our own stories follow the story: to its address now, and to nowhere while readers do not have it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.links import led
from pagecache.models import Purge
from tests.makers import ahead, make_article, make_live, make_section

pytestmark = pytest.mark.django_db


def link(story, words="There"):
    return f'<p>Read <a href="/story/{story.pk}/" data-story="{story.pk}">{words}</a> too.</p>'


def shown(reader, story):
    return reader.get(story.editions.live().get().url).content.decode()


def test_a_link_leads_where_its_story_is_now(reader):
    there = make_live(headline="Gulls counted")
    here = make_live(body=link(there))
    first = there.editions.live().get().url
    assert f'Read <a href="{first}">There</a> too.' in shown(reader, here)
    there.slug = "gulls-again"
    there.save()
    there.publish(by=None)
    assert f'<a href="{there.editions.live().get().url}">There</a>' in shown(reader, here)
    assert first not in shown(reader, here) and "data-story" not in shown(reader, here)


def test_a_link_is_words_while_readers_do_not_have_its_story(reader, clock):
    there = make_article()
    here = make_live(body=link(there, "<em>There</em>"))
    assert "Read <em>There</em> too." in shown(reader, here)
    nine = ahead(hours=1)
    there.publish(by=None, at=nine)
    assert "Read <em>There</em> too." in shown(reader, here)
    clock.set(nine)
    assert f'Read <a href="{there.editions.get().url}"><em>There</em></a> too.' in shown(reader, here)
    there.unpublish(by=None)
    clock.set(nine + timedelta(seconds=1))
    assert "Read <em>There</em> too." in shown(reader, here)


def test_a_link_in_a_caption_is_led_like_any_other():
    there, gone = make_live(headline="Gulls counted"), make_article()
    figure = (
        '<figure data-picture="3" data-alt="&lt;a data-story=&quot;9&quot;&gt;"><figcaption>{}</figcaption></figure>'
    )
    found = led(figure.format(link(there)[3:-4] + link(gone)[3:-4]), timezone.now())
    url = there.editions.live().get().url
    assert found.html == figure.format(f'Read <a href="{url}">There</a> too.Read There too.')
    assert found.tags == {f"article:{there.pk}", f"article:{gone.pk}"}


@pytest.mark.django_db(transaction=True)
def test_a_page_stays_fresh_no_longer_than_the_stories_it_leads_to(reader):
    there = make_article()
    here = make_live(body=link(there), section=make_section())
    there.publish(by=None, at=ahead(seconds=20))
    assert Purge.objects.filter(tag=f"article:{there.pk}").exists()
    response = reader.get(here.editions.live().get().url)
    assert int(response.headers["Cache-Control"].rpartition("=")[2]) <= 20
