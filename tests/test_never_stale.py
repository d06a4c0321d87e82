"""Sweep: whatever a verb or the clock does, every page that was kept is what Django would render now."""
# ruff: noqa: F811 (a fixture is named where it is used)

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from difflib import unified_diff

import pytest
from django.db import transaction
from django.test import Client, TestCase
from django.urls import resolve

from articles import sharing
from articles.arrangement import Arrangement, Band, Item, Rule
from articles.models import Article, Correction, Section
from articles.models.front import BreakingLine, Front
from articles.models.snapshot import words_of_edition
from authors.models.merge import AuthorMerge
from authors.models.names import AuthorLink
from authors.models.proposal import BioProposal
from authors.models.renaming import NameChange
from authors.models.words import words_of
from authors.verify import _write_down
from images.intake import take_in
from images.jobs import render
from images.models.words import words_of as picture_words
from interchange.plaintext import parse
from interchange.stories import bring_in
from pagecache import memory, wsgi
from pagecache.models import Purge
from tests.cached import Visitor, visitor  # noqa: F401 (a fixture)
from tests.makers import make_live, make_section, make_topic, utc
from tests.pictures import file_of, make_picture, photo, picture_storage  # noqa: F401 (a fixture)
from tests.test_visibility import routes
from tests.whole_paper import NOW, ORDER, addresses, after, before, url_of, whole_paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("picture_storage")]

NEVER_KEPT = {  # these say themselves how long they last, and nobody here keeps them
    "articles:share", "authors:check", "images:rendition", "images:icon", "images:icon_share", "images:icon_svg",
    "images:favicon", "images:touch_icon", "paper:stylesheet", "paper:security_txt",
}  # fmt: skip
LATER = after(seconds=1)  # than the paper was made
OF_THE_MOMENT = {"Cache-Control", "X-Accel-Expires", "ETag", "Content-Length", "Vary"}


class Kept:
    """All pages of a paper, with the cache filled."""

    def __init__(self, reader: Visitor, clock, paper) -> None:
        self.visitor, self.clock, self.paper = reader, clock, paper
        found = addresses(paper)
        self.addresses = [address for name in found if name not in NEVER_KEPT for address in found[name]]
        self.samples = {
            its[0] for its in found.values()
        }  # of each view one page: what was made anew is looked at there
        self.fill()

    def fill(self) -> None:
        """Ask for every page, and see which of them are there then."""
        for address in self.addresses:
            self.visitor.get(address)
        self.there = {address for address in self.addresses if self.visitor.get(address).kept}

    def dropped(self) -> set[str]:
        """Of the pages that were kept, those that are not any more."""
        return {address for address in self.there if not self.visitor.get(address).kept}

    def stale(self) -> list[str]:
        """What is wrong with the pages as the cache answers now, one for each that differs from what Django makes when it
        has nothing in memory."""
        served = {address: self.visitor.get(address) for address in self.addresses}
        served = {address: page for address, page in served.items() if page.kept or address in self.samples}
        memory.distrust()
        return [
            f"{address} ({'kept' if page.kept else 'made anew'}): {found}"
            for address, page in served.items()
            if (found := difference(page, self.visitor.fresh(address)))
        ]

    @contextmanager
    def for_once(self) -> Iterator[None]:
        """What is done within was not done: afterwards the rows, the clock and the pages are as before."""
        pages = {name: replace(page) for name, page in wsgi.shelf._kept.items()}
        coming = deepcopy(memory._coming)
        with suppress(Undone), transaction.atomic():
            yield
            raise Undone
        self.clock.set(LATER)
        memory.forget()
        memory._coming.update(coming)
        for name, page in pages.items():
            wsgi.shelf.put(name, page.value, page.tags, memory.begin(), until=page.until, weight=page.weight)


class Undone(Exception):
    pass


def difference(served, fresh) -> str:
    """The first lines that differ, "" where nothing does."""
    if served.status != fresh.status:
        return f"{served.status}, and it is {fresh.status}"
    for name in (served.headers.keys() | fresh.headers.keys()) - OF_THE_MOMENT:
        if served.headers.get(name) != fresh.headers.get(name):
            return f"{name}: {served.headers.get(name)}, and it is {fresh.headers.get(name)}"
    if served.plain == fresh.plain:
        return ""
    lines = (re.sub(r"(?<=>)(?=<)", "\n", text).splitlines() for text in (served.text, fresh.text))
    return "\n".join([line[:300] for line in unified_diff(*lines, lineterm="", n=0)][2:8])


@pytest.fixture
def kept(visitor, clock, administrator):
    clock.set(NOW)
    with verbs_committed():
        paper = whole_paper()
    paper.administrator = administrator
    clock.set(LATER)
    return Kept(visitor, clock, paper)


@contextmanager
def verbs_committed() -> Iterator[None]:
    """What the verbs do once their transaction is kept is done, in the order they asked for it."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


# The verbs -----------------------------------------------------------------------------------------------

VERBS: dict[str, dict[str, Callable]] = {}  # by what they are about, and by name
MOMENTS: dict[str, tuple] = {}  # by name: when the clock does the rest of what the verb said


def about(subject: str, *moments) -> Callable:
    """Says so of a verb."""

    def mark(act: Callable) -> Callable:
        VERBS.setdefault(subject, {})[act.__name__] = act
        MOMENTS[act.__name__] = moments
        return act

    return mark


def edit(article: Article, **words) -> None:
    article.refresh_from_db()
    for name, value in words.items():
        setattr(article, name, value)
    article.save()


def fix(article: Article, **words) -> None:
    live = article.editions.live().get()
    article.fix(live, {**words_of_edition(live), **words}, by=None, change="minor")


@about("stories")
def nothing(p):
    pass


@about("stories")
def publish_a_new_story(p):
    make_live(headline="Fire at the mill", section=p.coast, authors=[p.eve], topics=[p.silence])


@about("stories")
def publish_where_nothing_was(p):
    make_live(headline="Snow comes", section=p.empty, authors=[p.dot], topics=[p.silence])


@about("stories")
def publish_a_story_of_no_section(p):
    make_live(headline="Nowhere else", section=None)


@about("stories")
def publish_dated_back(p):
    make_live(headline="Found in a drawer", section=p.coast, authors=[p.ann], topics=[p.harbours], at=before(days=2))


@about("stories")
def publish_dated_back_to_another_year(p):
    make_live(headline="From long ago", section=p.world, authors=[p.cy], topics=[p.ferries], at=utc(2016, 5, 6, 9))


@about("stories")
def publish_dated_back_among_strangers(p):
    make_live(headline="Net was torn", section=p.coast, authors=[p.eve], topics=[p.silence], at=before(hours=30))


@about("stories")
def publish_dated_back_on_a_topic(p):
    make_live(headline="Quay was dry", section=p.empty, authors=[p.eve], topics=[p.harbours], at=before(hours=30))


@about("stories", after(hours=1))
def schedule_what_comes_in_among_older_stories(p):
    edit(p.roe, section=p.coast)
    p.roe.publish(by=None, at=after(hours=1))


@about("stories")
def bring_in_an_old_story(p):
    words = "Storm took the pier\n\nBy Eve Quill\n\nIt went in the night.\n\nNobody was hurt that night.\n"
    bring_in(parse(words, "storm.txt"), source="storm.txt", section=p.coast, published=before(days=8), publish=True)


@about("stories")
def update_what_is_credited_to_who_was_merged(p):
    edit(p.tide, headline="Tide has turned")
    p.tide.publish(by=None)


@about("stories")
def unpublish_what_is_credited_to_who_was_merged(p):
    p.tide.unpublish(by=None)


@about("stories")
def retract_what_is_credited_to_who_was_merged(p):
    p.tide.retract(by=None, notice="We were wrong.")


@about("stories")
def publish_the_draft(p):
    p.draft.publish(by=None)


@about("stories")
def update(p):
    edit(p.gate, headline="Gate was left open", deck="All night.")
    p.gate.publish(by=None, line="We know who.")


@about("stories")
def fix_a_typo(p):
    fix(p.flood, headline="Flood reaches the old quay")


@about("stories")
def fix_an_old_story(p):
    fix(p.old, deck="It was old.")


@about("stories")
def move_to_another_section(p):
    edit(p.gate, section=p.sport)
    p.gate.publish(by=None)


@about("stories")
def move_an_old_story_to_where_others_are(p):
    edit(p.roe, section=p.coast)
    p.roe.publish(by=None)


@about("stories")
def put_an_old_story_on_a_topic(p):
    p.roe.topics.set([p.harbours])
    p.roe.publish(by=None)


@about("stories")
def take_a_story_off_a_topic(p):
    p.gate.topics.set([])
    p.gate.publish(by=None)


@about("stories")
def make_it_opinion(p):
    edit(p.gate, kind="opinion")
    p.gate.publish(by=None)


@about("stories")
def hide_it_from_search_engines(p):
    edit(p.match, noindex=True)
    p.match.publish(by=None)


@about("stories")
def shut_it_to_machines(p):
    edit(p.match, no_ai=True)
    p.match.publish(by=None)


@about("stories", after(hours=1))
def schedule(p):
    p.draft.publish(by=None, at=after(hours=1))


@about("stories", after(hours=1))
def schedule_an_update(p):
    edit(p.gate, headline="Gate is shut")
    p.gate.publish(by=None, at=after(hours=1))


@about("stories", after(hours=3), after(hours=4))
def reschedule(p):
    p.coming.reschedule(p.coming_edition, by=None, at=after(hours=4))


@about("stories", after(hours=3))
def withdraw_what_is_scheduled(p):
    p.coming.withdraw(p.coming_edition, by=None)


@about("stories")
def unpublish(p):
    p.gate.unpublish(by=None)


@about("stories")
def unpublish_what_is_pinned_and_placed(p):
    p.voice.unpublish(by=None)
    p.lamp.unpublish(by=None)


@about("stories")
def put_back_what_was_unpublished(p):
    p.away.put_back(by=None)


@about("stories")
def publish_again_what_was_unpublished(p):
    p.away.publish(by=None)


@about("stories")
def put_back_an_earlier_edition(p):
    p.flood.put_back(by=None)


@about("stories")
def retract(p):
    p.flood.retract(by=None, notice="We were misled.")


@about("stories")
def retract_without_the_text(p):
    p.gate.retract(by=None, notice="We were misled.", keep_text=False)


@about("stories")
def publish_again_what_was_retracted(p):
    p.lost.publish(by=None)


@about("stories")
def take_down(p):
    p.voice.take_down(ORDER, by=None)


@about("stories")
def take_down_a_passage(p):
    p.flood.take_down(ORDER, by=None, passage="Then the water came")


@about("stories")
def take_down_a_word_of_an_address(p):
    p.gate.take_down(ORDER, by=None, passage="open")


@about("stories")
def embargo(p):
    p.coming.embargo(by=None, reason="Until Monday.")


@about("stories")
def hold(p):
    p.coming.hold(by=None, reason="The lawyers read.")


@about("stories", after(hours=1))
def set_an_end(p):
    p.match.set_end(by=None, at=after(hours=1))


@about("stories", after(hours=5))
def move_an_end(p):
    p.ending.set_end(by=None, at=None)


@about("stories")
def correct(p):
    Correction.objects.create(article=p.match, text="They came second.")
    p.match.publish(by=None)


@about("stories")
def change_a_correction(p):
    Correction.objects.filter(article=p.flood).update(text="It rose two metres.")
    p.flood.publish(by=None)


@about("stories")
def take_a_correction_back(p):
    Correction.objects.filter(article=p.flood).delete()
    p.flood.publish(by=None)


@about("stories")
def credit_anew(p):
    p.gate.bylines.update(author=p.eve)
    p.gate.publish(by=None)


@about("stories")
def relate_by_hand(p):
    edit(p.match, related=[{"article": p.old.pk, "headline": "Old bridge falls"}])
    p.match.publish(by=None)


@about("stories")
def draw_the_share_card(p):
    sharing.draw_share_card.call(p.match.editions.get().pk)


# Authors


@about("authors")
def mend_a_bio(p):
    p.ann.bio = "<p>Counts terns.</p>"
    p.ann.save()
    p.ann.keep(by=None)


@about("authors")
def approve_a_bio(p):
    said = words_of(p.ben)
    BioProposal.propose(p.ben, said | {"bio": "<p>Counts seals.</p>"}, base=said, by=None, by_name="Ben").approve(
        by=None
    )


@about("authors")
def give_the_first_bio(p):
    p.eve.bio = "<p>Is new here.</p>"
    p.eve.save()
    p.eve.keep(by=None)


@about("authors")
def retire_an_author(p):
    p.ann.standing = "former"
    p.ann.save()
    p.ann.keep(by=None)


@about("authors")
def hide_an_author(p):
    p.cy.hidden = True
    p.cy.save()
    p.cy.keep(by=None)


@about("authors")
def rename_an_author_from_now(p):
    NameChange.rename(p.ann, "Ann Stone", scope="from_now", by=None)


@about("authors")
def rename_an_author_everywhere(p):
    NameChange.rename(p.ann, "Ann Stone", scope="everywhere", by=None)


@about("authors")
def rename_an_author_privately(p):
    NameChange.rename(p.cy, "Cyra Oduya", scope="everywhere", by=None, private=True)


@about("authors")
def merge_authors(p):
    AuthorMerge.merge(p.gilbert, p.gil, by=None)


@about("authors")
def merge_authors_of_whom_one_is_pictured(p):
    AuthorMerge.merge(p.ann, p.ben, by=None)


@about("authors")
def part_authors_again(p):
    p.merge.undo(by=None)


@about("authors")
def rename_who_was_merged_into(p):
    NameChange.rename(p.helen, "Helen Stone", scope="everywhere", by=None)


@about("authors")
def delete_an_author(p):
    desk(p, f"/admin/authors/author/{p.eve.pk}/delete/", post="yes")


@about("authors")
def rename_an_outlet(p):
    outlet = p.ann.outlet_credits.get().outlet
    desk(p, f"/admin/authors/outlet/{outlet.pk}/change/", name="Slack Water Weekly", url="https://slack.example/")


@about("authors")
def rename_a_department(p):
    desk(p, f"/admin/authors/department/{p.newsdesk.pk}/change/", name="News", order="3")


@about("authors")
def delete_a_department(p):
    desk(p, f"/admin/authors/department/{p.newsdesk.pk}/delete/", post="yes")


def desk(p, address, **typed):
    """What an administrator does in the form at that address."""
    client = Client()
    client.force_login(p.administrator)
    answer = client.post(address, typed)
    assert answer.status_code == 302, answer.content.decode()


@about("authors")
def change_a_portrait(p):
    p.ben.portrait = make_picture(width=320, height=240)
    p.ben.save()
    p.ben.keep(by=None)


@about("authors")
def give_a_portrait(p):
    p.ann.portrait = make_picture(width=320, height=240)
    p.ann.save()
    p.ann.keep(by=None)


@about("authors")
def confirm_a_link(p):
    _write_down(AuthorLink.objects.get(author=p.ann), "", lasting=False)


@about("authors")
def pin_a_story(p):
    p.ann.pins.put(p.ann, [url_of(p.match)])


@about("authors")
def join_a_department(p):
    p.dot.department = p.newsdesk
    p.dot.save()
    p.dot.keep(by=None)


# Sections, topics, series


@about("subjects")
def rename_a_section(p):
    edit_section(p.coast, name="Shore", slug="shore")


@about("subjects")
def move_a_section(p):
    edit_section(p.coast, parent=p.sport)


@about("subjects")
def make_a_section(p):
    make_section(name="Arts", parent=p.world)


@about("subjects")
def delete_a_section(p):
    Section.objects.get(pk=p.empty.pk).delete()


def edit_section(section, **words):
    for name, value in words.items():
        setattr(section, name, value)
    section.save()


@about("subjects")
def rename_a_topic(p):
    edit_section(p.harbours, name="Ports", description="Where boats lie.")


@about("subjects")
def move_a_topic(p):
    edit_section(p.ferries, slug="boats")


@about("subjects")
def make_a_topic(p):
    make_topic(name="Flood walls")


@about("subjects")
def delete_a_topic(p):
    p.silence.delete()


@about("subjects")
def delete_a_topic_on_the_desk(p):
    desk(p, f"/admin/articles/topic/{p.silence.pk}/delete/", post="yes")


@about("subjects")
def rename_a_series(p):
    edit_section(p.flood_series, name="The great flood", slug="great-flood")


@about("subjects")
def add_to_a_series(p):
    p.flood_series.add(p.match, by=None)


@about("subjects")
def begin_a_series(p):
    p.blank_series.set_parts([p.match.pk, p.old.pk], by=None)


@about("subjects")
def drop_from_a_series(p):
    p.flood_series.drop(p.gate, by=None)


@about("subjects")
def turn_a_series_round(p):
    p.flood_series.set_parts([p.brief.pk, p.flood.pk, p.gate.pk], by=None)


@about("subjects")
def delete_a_series(p):
    p.flood_series.delete()


# Fronts


@about("fronts")
def arrange_the_front(p):
    bands = (Band(Rule("section", p.sport.pk), title="Games"), Band(Rule("topic", p.rowing.pk)))
    p.home_front.arrange(Arrangement(top=(Item(story=p.old.pk),), bands=bands), by=None)


@about("fronts")
def place_on_the_front(p):
    p.home_front.place(p.brief, "top", by=None)


@about("fronts", after(hours=3))
def place_what_is_to_come(p):
    p.home_front.place(p.coming, "top", by=None)


@about("fronts")
def arrange_a_sections_front(p):
    Front.objects.of(p.sport).arrange(
        Arrangement(top=(Item(story=p.old.pk),), bands=(Band(Rule("author", p.gil.pk)),)), by=None
    )


@about("fronts", after(hours=1))
def schedule_a_front(p):
    p.world_front.arrange(Arrangement(top=(Item(story=p.match.pk),)), by=None, at=after(hours=1))


@about("fronts", after(hours=2))
def withdraw_a_front(p):
    p.home_front.withdraw(p.coming_front, by=None)


@about("fronts")
def take_off_the_front(p):
    p.home_front.remove(p.lamp, by=None)


@about("fronts", after(hours=2))
def announce(p):
    BreakingLine.objects.announce("Water falls", by=None, until=after(hours=2), article=p.match)


@about("fronts", after(hours=1), after(hours=2))
def announce_later(p):
    p.breaking.end(by=None)
    BreakingLine.objects.announce("Water falls", by=None, at=after(hours=1), until=after(hours=2))


@about("fronts")
def end_the_breaking_line(p):
    p.breaking.end(by=None)


# The paper and its own pages


def page_saved(page, **words):
    edit_section(page, **words)
    page.keep(by=None)


@about("paper")
def publish_a_page(p):
    page_saved(p.unseen_page, is_public=True)


@about("paper")
def take_a_page_back(p):
    page_saved(p.policy, is_public=False)


@about("paper")
def rename_a_page(p):
    page_saved(p.policy, title="Our mistakes", slug="mistakes")


@about("paper")
def rewrite_a_page(p):
    page_saved(p.about, body="<p>We are us.</p>")


@about("paper")
def delete_a_page(p):
    p.about.delete()


def paper_saved(name, value):
    def act(p):
        p.paper.refresh_from_db()
        setattr(p.paper, name, value)
        p.paper.save()

    act.__name__ = f"set_the_papers_{name}"
    about("paper")(act)


for setting in {
    "name": "The Gong",
    "tagline": "",
    "language": "de",
    "ai_crawlers": "none",
    "feeds_full_text": False,
    "accent_light": "#7a1f1f",
    "lists_changes": False,
    "icon_letters": "G",
    "corrections_email": "",
    "contact_email": "us@bell.example",
    "legal_name": "Bell Ltd",
}.items():
    paper_saved(*setting)


# Pictures


@about("pictures")
def say_something_else_of_a_picture(p):
    for picture in (p.lead_picture, p.figure, p.face):
        picture.change(picture_words(picture) | {"caption": "As it was.", "credit": "Cy"}, by=None)


@about("pictures")
def describe_many_pictures(p):
    type(p.figure).objects.describe([p.lead_picture.pk, p.figure.pk], by=None, credit="The Bell")


@about("pictures")
def withdraw_pictures(p):
    for picture in (p.lead_picture, p.figure, p.face):
        picture.withdraw(by=None, why="killed", because="The agency killed it.")


@about("pictures")
def end_a_licence(p):
    p.lead_picture.change(picture_words(p.lead_picture) | {"licensed_through": before(days=1).date()}, by=None)


@about("pictures", after(days=2))
def lengthen_a_licence(p):
    p.licensed.change(picture_words(p.licensed) | {"licensed_through": after(days=30).date()}, by=None)


@about("pictures")
def replace_a_picture(p):
    p.figure.replace(take_in(file_of(photo(320, 240), "new.jpg")), by=None)


@about("pictures")
def point_at_a_picture(p):
    p.lead_picture.point(0.1, 0.9, by=None)


@about("pictures")
def render_a_picture(p):
    render.call(p.lead_picture.pk)
    render.call(p.face.pk)


@pytest.mark.parametrize("subject", VERBS)
def test_after_every_verb_the_kept_pages_are_todays(kept, subject):
    """Now, and at every moment that the verb named."""
    found = []
    for name, act in VERBS[subject].items():
        with kept.for_once():
            with verbs_committed():
                act(deepcopy(kept.paper))
            found += [f"{name}: {stale}" for stale in kept.stale()]
            for moment in MOMENTS[name]:
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
        fix_a_typo(p)
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
    stories = pages_of(p.old, p.lamp, p.roe, p.gate, p.voice, p.match, p.flood, p.lost, p.ending, p.tide)
    assert not dropped & (stories | {p.sport.url, p.rowing.url, p.ann.url, p.dot.url, "/about/", "/authors/masthead/"})


def test_a_mended_bio_leaves_the_pages_that_do_not_show_it(kept):
    p = kept.paper
    with verbs_committed():
        mend_a_bio(p)
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
