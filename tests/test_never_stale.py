"""Sweep: whatever a verb or the clock does, every page that was kept is what Django would render now."""
# ruff: noqa: F811 (a fixture is named where it is used)

from copy import deepcopy
from datetime import datetime, timedelta

import pytest
from django.urls import resolve

from pagecache import memory, wsgi
from pagecache.models import Purge
from tests.cached import visitor  # noqa: F401 (a fixture)
from tests.kept import NEVER_KEPT, kept, verbs_committed  # noqa: F401 (a fixture)
from tests.makers import make_live, utc
from tests.pictures import picture_storage  # noqa: F401 (a fixture)
from tests.routes import routes
from tests.verbs import VERBS, authors, stories
from tests.verbs.doing import moments_of
from tests.whole_paper import addresses, after, url_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]


@pytest.mark.parametrize("subject", VERBS)
def test_after_every_verb_the_kept_pages_are_todays(kept, subject):
    """Now, and at every moment that the verb named."""
    found = []
    for name, act in VERBS[subject].items():
        with kept.for_once():
            with verbs_committed():
                act(deepcopy(kept.paper))
            found += [f"{name}: {stale}" for stale in kept.stale()]
            for moment in moments_of(act):
                kept.clock.set(moment)
                found += [f"{name}, at {moment:%H:%M}: {stale}" for stale in kept.stale()]
    assert not found, "\n" + "\n".join(found)


def test_every_public_page_is_in_the_sweep_and_kept(kept):
    """A page that nobody may keep is named above, and asked for all the same."""
    found = addresses(kept.paper)
    assert set(found) == set(routes()), "a public route that the sweep does not visit"
    for name, its in found.items():
        assert bool(kept.there.intersection(its)) == (name not in NEVER_KEPT), name
        assert hasattr(resolve(its[0].partition("?")[0]).func, "parameters") == (name not in NEVER_KEPT), name


# The clock ----------------------------------------------------------------------------------------------


def test_as_time_goes_by_every_kept_page_is_over_before_it_would_differ(kept, monkeypatch):
    """Nothing is done, and for once a page may be as old as it likes."""
    monkeypatch.setattr(wsgi, "KEPT_FOR", timedelta(days=100 * 365))
    zone, found = kept.paper.paper.zone, []
    midnights = [datetime(*day, tzinfo=zone) for day in ((2026, 5, 2), (2026, 5, 3), (2026, 6, 1), (2027, 1, 1))]
    years = [utc(2027, 3, 2, 9), utc(2027, 5, 1, 12), utc(2028, 2, 14, 9), utc(2028, 5, 2, 12), utc(2036, 5, 2, 12)]
    hours = [after(hours=hours) for hours in (1 / 60, 1, 2, 3, 4, 5, 6, 20, 28, 46, 47.5, 48, 51, 72)]
    memory.forget()
    memory.hear(Purge.objects.values_list("tag", "due"))  # as a process does when it starts
    kept.fill()
    for moment in sorted([*midnights, *years, *hours]):
        kept.clock.set(moment)
        found += [f"at {moment:%Y-%m-%d %H:%M}: {stale}" for stale in kept.stale()]
    assert not found, "\n" + "\n".join(found)


# Not too much -------------------------------------------------------------------------------------------


def pages_of(*articles) -> set[str]:
    return {url_of(one) for one in articles}


def test_a_typo_mended_in_one_story_leaves_the_pages_of_others(kept):
    p = kept.paper
    own = pages_of(p.flood, p.gate, p.brief)  # its series
    with verbs_committed():
        stories.fix_a_typo(p)
    dropped = kept.dropped()
    assert url_of(p.flood) in dropped and "/world/" in dropped
    others = pages_of(p.old, p.lamp, p.roe, p.voice, p.match, p.lost, p.ending, p.tide) - own
    unrelated = {
        p.sport.url,
        p.rowing.url,
        p.cy.url,
        p.dot.url,
        p.helen.url,
        "/about/",
        "/authors/masthead/",
        "/feeds/",
    }
    assert not dropped & (others | unrelated)


def test_a_new_story_leaves_the_pages_of_older_ones(kept):
    """Also of those in its section, on its topic and by its author."""
    p = kept.paper
    with verbs_committed():
        make_live(headline="Fire at the mill", section=p.coast, authors=[p.cy], topics=[p.harbours])
    dropped = kept.dropped()
    assert {p.coast.url, p.world.url, p.harbours.url, p.cy.url, "/"} <= dropped
    older = pages_of(p.old, p.lamp, p.roe, p.gate, p.voice, p.match, p.flood, p.lost, p.ending, p.tide)
    assert not dropped & (older | {p.sport.url, p.rowing.url, p.ann.url, p.dot.url, "/about/", "/authors/masthead/"})


def test_a_mended_bio_leaves_the_pages_that_do_not_show_it(kept):
    p = kept.paper
    with verbs_committed():
        authors.mend_a_bio(p)
    dropped = kept.dropped()
    assert {p.ann.url, url_of(p.flood), url_of(p.gate)} <= dropped
    others = pages_of(p.old, p.lamp, p.roe, p.voice, p.match, p.lost, p.ending, p.tide)
    assert not dropped & (others | {p.sport.url, p.cy.url, p.dot.url, "/about/", "/latest/", p.harbours.url})


def test_a_picture_leaves_the_pages_where_it_does_not_stand(kept):
    p = kept.paper
    with verbs_committed():
        p.figure.withdraw(by=None, why="killed", because="The agency killed it.")
    dropped = kept.dropped()
    assert url_of(p.flood) in dropped and not dropped & (pages_of(p.gate, p.match, p.lamp) | {p.sport.url, p.ann.url})
