"""What search no longer knows: words that were taken out by law, and names that were changed."""

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from articles.models import SearchEntry
from articles.models.takedown import Order
from articles.search.forgetting import forget_words
from articles.search.index import author_mark
from authors.models import AuthorMerge, NameChange
from tests.makers import ago, ahead, make_author, make_live
from tests.searching import found, words_known, words_rows

pytestmark = pytest.mark.django_db


def test_a_passage_that_was_taken_down_is_found_nowhere_at_once():
    article = make_live(headline="Gulls and Zanzibar", deck="A Zanzibar.", body="<p>Of Zanzibar, at last.</p>")
    article.publish(by=None, at=ahead(hours=1))
    article.take_down(Order("A court said so."), by=None, passage="Zanzibar")
    assert found("zanzibar") == [] and len(found("gulls")) == 1
    assert "zanzibar" not in words_known()
    assert not SearchEntry.objects.filter(text__icontains="zanzibar").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL's own vacuum does it")
def test_soon_after_the_index_itself_holds_no_byte_of_what_was_taken_out(django_capture_on_commit_callbacks):
    article = make_live(headline="Gulls and Zanzibar")
    for n in range(200):
        make_live(headline=f"Story number {n}")

    def pages():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM articles_searchwords_data WHERE instr(block, CAST('anzibar' AS BLOB))")
            return cursor.fetchone()[0]

    assert pages()
    with django_capture_on_commit_callbacks(execute=True):
        article.take_down(Order("A court said so."), by=None, passage="Zanzibar")
    assert DBTaskResult.objects.filter(task_path=forget_words.module_path).count() == 1
    forget_words.call()
    assert not pages() and found("gulls") and found("number")


def test_a_story_that_was_taken_down_leaves_no_word():
    article = make_live(headline="Zanzibar", body="<p>Of Zanzibar.</p>", authors=[make_author(name="Zanzibar Lee")])
    article.take_down(Order("A court said so."), by=None)
    assert "zanzibar" not in words_known() and words_rows() == 1
    assert SearchEntry.objects.get().text == ""


def test_a_name_changed_everywhere_is_found_by_the_new_name_alone():
    author = make_author(name="Zora Zanzibar")
    make_live(headline="Gulls counted", authors=[author])
    NameChange.rename(author, "Zora Lee", scope=NameChange.Scope.EVERYWHERE, by=None, private=True)
    assert found("zanzibar") == [] and found("lee") == ["Gulls counted"]
    assert "zanzibar" not in words_known()


def test_a_name_changed_from_now_on_still_finds_what_was_printed_under_the_old_one():
    author = make_author(name="Ann Brown")
    make_live(headline="Gulls counted", authors=[author], at=ago(days=1))
    NameChange.rename(author, "Ann Lee", scope=NameChange.Scope.FROM_NOW, by=None)
    make_live(headline="Gulls again", authors=[author])
    assert found("brown") == ["Gulls counted"] and found("lee") == ["Gulls again"]
    assert found("gulls", marks=[author_mark(author.pk)]) == ["Gulls again", "Gulls counted"]


def test_merging_and_parting_again_leave_every_story_with_its_author():
    kept, gone = make_author(name="Ann Lee"), make_author(name="Anne Lee")
    make_live(headline="Gulls counted", authors=[gone], at=ago(days=1))
    merge = AuthorMerge.merge(kept, gone, by=None)
    make_live(headline="Gulls again", authors=[kept])
    both = [author_mark(kept.pk), author_mark(gone.pk)]
    assert found("gulls", marks=both) == ["Gulls again", "Gulls counted"]
    merge.undo(by=None)
    assert found("gulls", marks=both[1:]) == ["Gulls counted"]
    assert found("gulls", marks=both[:1]) == ["Gulls again"]
