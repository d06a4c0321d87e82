"""The working copy's own moves: submit, send back, approve, versions and restoring them."""

import pytest

from articles.models import Article, Edition, Move, Refused, Revision, SavedMeanwhile
from tests.makers import make_article, make_author, make_live, make_section, make_topic

pytestmark = pytest.mark.django_db


def save(article, *, by=None, **words):
    """What the desk does at a save."""
    article.claim_version(article.version, by=by)
    for name, value in words.items():
        setattr(article, name, value)
    article.save()
    article.keep_version(by=by)


def test_a_story_goes_to_the_editors_back_and_again(reporter, editor):
    article = make_article()
    article.submit(by=reporter)
    article.send_back(by=editor, note="Who counted the gulls?")
    assert (article.state, article.sent_back_because) == (Article.State.SENT_BACK, "Who counted the gulls?")
    article.submit(by=reporter)
    article.approve(by=editor)
    assert article.state == Article.State.APPROVED
    assert list(article.moves.order_by("pk").values_list("verb", "by_name")) == [
        ("submit", "rosa"), ("send_back", "edith"), ("submit", "rosa"), ("approve", "edith"),
    ]  # fmt: skip


@pytest.mark.parametrize("note", ["", "   "])
def test_sending_back_needs_a_reason(note):
    article = make_article()
    article.submit(by=None)
    with pytest.raises(Refused, match="Say what"):
        article.send_back(by=None, note=note)
    assert Article.objects.get().state == Article.State.IN_REVIEW


def test_only_what_is_in_review_is_sent_back():
    with pytest.raises(Refused, match="not in review"):
        make_article().send_back(by=None, note="Why?")


def test_an_approval_marks_a_version(editor):
    article = make_article()
    article.approve(by=editor)
    assert (article.approved_version, article.approved_by_name) == (1, "edith")
    with pytest.raises(Refused, match="approved already"):
        article.approve(by=editor)
    save(article, headline="Other words")
    assert article.approved_version == 1 < article.version
    assert Revision.objects.words(article, 1)["headline"] != "Other words"
    article.approve(by=editor)
    assert article.approved_version == 2


def test_publishing_ends_the_review():
    article = make_article()
    article.approve(by=None)
    article.publish(by=None)
    assert article.state == Article.State.DRAFT


def test_the_version_left_behind_is_kept_before_it_is_overwritten(reporter):
    article = make_article(headline="First", authors=[make_author()], topics=[make_topic()], section=make_section())
    save(article, by=reporter, headline="Second")
    first, second = Revision.objects.order_by("number")
    assert (first.words["headline"], second.words["headline"]) == ("First", "Second")
    assert first.words["bylines"][0]["name"] == "Ann Lee" and first.words["topics"][0]["name"] == "Harbours"
    assert (second.by, second.by_name, second.number) == (reporter, "rosa", 2)


def test_a_save_on_an_old_base_is_refused_and_leaves_everything():
    article = make_article(headline="First")
    older = Article.objects.get()
    save(article, headline="Second")
    with pytest.raises(SavedMeanwhile):
        save(older, headline="Third")
    assert Article.objects.get().headline == "Second" and Revision.objects.count() == 2


def test_an_earlier_version_comes_back_as_a_new_one(editor):
    author, topic = make_author(), make_topic()
    article = make_article(headline="First", authors=[author], topics=[topic])
    save(article, headline="Second")
    article.bylines.all().delete()
    article.topics.clear()
    save(article)
    assert article.restore(1, by=editor) == []
    assert (article.version, article.headline) == (4, "First")
    assert article.bylines.get().author == author and article.topics.get() == topic
    assert Revision.objects.get(number=4).kind == Revision.Kind.RESTORED
    assert Revision.objects.count() == 4


def test_restoring_names_what_is_gone_since():
    author, section = make_author(), make_section()
    article = make_article(authors=[author], section=section)
    save(article)
    article.bylines.all().delete()
    article.section = None
    save(article)
    author.delete()
    section.delete()
    assert article.restore(1, by=None) == ["section World", "Ann Lee"]
    assert article.version == 4 and not article.bylines.exists()


def test_what_is_newest_or_not_kept_is_not_restored():
    article = make_article()
    for number in (1, 7):
        with pytest.raises(Refused):
            article.restore(number, by=None)
    assert not Move.objects.exists()


def test_history_reads_after_the_account_is_gone(reporter):
    article = make_article()
    save(article, by=reporter)
    reporter.delete()
    assert Revision.objects.get(number=2).by_name == "rosa"


def test_restoring_shows_readers_nothing():
    article = make_live(headline="First")
    save(article, headline="Second")
    article.publish(by=None)
    article.restore(1, by=None)
    assert Edition.objects.live().get().headline == "Second"
