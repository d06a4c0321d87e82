"""What is done to stories."""

from articles import sharing
from articles.models import Article, Correction
from articles.models.snapshot import words_of_edition
from interchange.plaintext import parse
from interchange.stories import bring_in
from tests.makers import make_live, utc
from tests.verbs.doing import change, then
from tests.whole_paper import ORDER, after, before


def _update(article: Article, *, at=None, line: str = "", **words) -> None:
    article.refresh_from_db()
    change(article, **words)
    article.publish(by=None, at=at, line=line)


def _fix(article: Article, **words) -> None:
    live = article.editions.live().get()
    article.fix(live, {**words_of_edition(live), **words}, by=None, change="minor")


def nothing(p):
    pass


def publish_a_new_story(p):
    make_live(headline="Fire at the mill", section=p.coast, authors=[p.eve], topics=[p.silence])


def publish_where_nothing_was(p):
    make_live(headline="Snow comes", section=p.empty, authors=[p.dot], topics=[p.silence])


def publish_a_story_of_no_section(p):
    make_live(headline="Nowhere else", section=None)


def publish_dated_back(p):
    make_live(headline="Found in a drawer", section=p.coast, authors=[p.ann], topics=[p.harbours], at=before(days=2))


def publish_dated_back_to_another_year(p):
    make_live(headline="From long ago", section=p.world, authors=[p.cy], topics=[p.ferries], at=utc(2016, 5, 6, 9))


def publish_dated_back_among_strangers(p):
    make_live(headline="Net was torn", section=p.coast, authors=[p.eve], topics=[p.silence], at=before(hours=30))


def publish_dated_back_on_a_topic(p):
    make_live(headline="Quay was dry", section=p.empty, authors=[p.eve], topics=[p.harbours], at=before(hours=30))


@then(after(hours=1))
def schedule_what_comes_in_among_older_stories(p):
    _update(p.roe, section=p.coast, at=after(hours=1))


def bring_in_an_old_story(p):
    words = "Storm took the pier\n\nBy Eve Quill\n\nIt went in the night.\n\nNobody was hurt that night.\n"
    bring_in(parse(words, "storm.txt"), source="storm.txt", section=p.coast, published=before(days=8), publish=True)


def update_what_is_credited_to_who_was_merged(p):
    _update(p.tide, headline="Tide has turned")


def unpublish_what_is_credited_to_who_was_merged(p):
    p.tide.unpublish(by=None)


def retract_what_is_credited_to_who_was_merged(p):
    p.tide.retract(by=None, notice="We were wrong.")


def publish_the_draft(p):
    p.draft.publish(by=None)


def update(p):
    _update(p.gate, headline="Gate was left open", deck="All night.", line="We know who.")


def fix_a_typo(p):
    _fix(p.flood, headline="Flood reaches the old quay")


def fix_an_old_story(p):
    _fix(p.old, deck="It was old.")


def move_to_another_section(p):
    _update(p.gate, section=p.sport)


def move_an_old_story_to_where_others_are(p):
    _update(p.roe, section=p.coast)


def put_an_old_story_on_a_topic(p):
    p.roe.topics.set([p.harbours])
    p.roe.publish(by=None)


def take_a_story_off_a_topic(p):
    p.gate.topics.set([])
    p.gate.publish(by=None)


def make_it_opinion(p):
    _update(p.gate, kind="opinion")


def hide_it_from_search_engines(p):
    _update(p.match, noindex=True)


def shut_it_to_machines(p):
    _update(p.match, no_ai=True)


@then(after(hours=1))
def schedule(p):
    p.draft.publish(by=None, at=after(hours=1))


@then(after(hours=1))
def schedule_an_update(p):
    _update(p.gate, headline="Gate is shut", at=after(hours=1))


@then(after(hours=3), after(hours=4))
def reschedule(p):
    p.coming.reschedule(p.coming_edition, by=None, at=after(hours=4))


@then(after(hours=3))
def withdraw_what_is_scheduled(p):
    p.coming.withdraw(p.coming_edition, by=None)


def unpublish(p):
    p.gate.unpublish(by=None)


def unpublish_what_is_pinned_and_placed(p):
    p.voice.unpublish(by=None)
    p.lamp.unpublish(by=None)


def put_back_what_was_unpublished(p):
    p.away.put_back(by=None)


def publish_again_what_was_unpublished(p):
    p.away.publish(by=None)


def put_back_an_earlier_edition(p):
    p.flood.put_back(by=None)


def retract(p):
    p.flood.retract(by=None, notice="We were misled.")


def retract_without_the_text(p):
    p.gate.retract(by=None, notice="We were misled.", keep_text=False)


def publish_again_what_was_retracted(p):
    p.lost.publish(by=None)


def take_down(p):
    p.voice.take_down(ORDER, by=None)


def take_down_a_passage(p):
    p.flood.take_down(ORDER, by=None, passage="Then the water came")


def take_down_a_word_of_an_address(p):
    p.gate.take_down(ORDER, by=None, passage="open")


def embargo(p):
    p.coming.embargo(by=None, reason="Until Monday.")


def hold(p):
    p.coming.hold(by=None, reason="The lawyers read.")


@then(after(hours=1))
def set_an_end(p):
    p.match.set_end(by=None, at=after(hours=1))


@then(after(hours=5))
def move_an_end(p):
    p.ending.set_end(by=None, at=None)


def correct(p):
    Correction.objects.create(article=p.match, text="They came second.")
    p.match.publish(by=None)


def change_a_correction(p):
    Correction.objects.filter(article=p.flood).update(text="It rose two metres.")
    p.flood.publish(by=None)


def take_a_correction_back(p):
    Correction.objects.filter(article=p.flood).delete()
    p.flood.publish(by=None)


def credit_anew(p):
    p.gate.bylines.update(author=p.eve)
    p.gate.publish(by=None)


def relate_by_hand(p):
    _update(p.match, related=[{"article": p.old.pk, "headline": "Old bridge falls"}])


def draw_the_share_card(p):
    sharing.draw_share_card.call(p.match.editions.get().pk)
