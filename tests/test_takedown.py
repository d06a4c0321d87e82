"""Taking down by order: a story or a passage is gone from everywhere at once, and kept sealed."""

import json

import pytest
from django.apps import apps
from django.core.management import call_command

from articles.models import Address, Article, Correction, Edition, Move, Recovery, Refused, Revision, Sealed
from articles.models.takedown import Order
from tests.makers import ahead, make_author, make_live, make_section, make_topic
from tests.test_review import save

pytestmark = pytest.mark.django_db

NAME = "Ann Leerdam"
ORDER = Order("A court said so.", reference="12 O 345/26", public_line="Removed by order of a court.", status=451)


def story(user):
    """Its words hold the name in every place there is."""
    article = make_live(
        headline=f"{NAME} counts gulls", deck=f"What {NAME} saw", section=make_section(), topics=[make_topic()],
        body=f"<p>On Monday <em>Ann</em> Leerdam counted gulls, {NAME}’s friends say.</p><p>There were eleven.</p>",
        authors=[make_author()],
    )  # fmt: skip
    Correction.objects.create(article=article, text=f"{NAME} counted twelve.")
    save(article, by=user, kicker=NAME)
    article.publish(by=user, note=f"{NAME} rang")
    article.publish(by=user, at=ahead(hours=1))
    Recovery.objects.keep(
        user=user, article=article.pk, tab="t1", base=2, typed={"body": [f"<p>{NAME}</p>"]}, headline=NAME
    )
    return article


def holds(words):
    """Every row that holds these words: not the seal, nor the old addresses, which lead away."""
    models = [model for model in apps.get_app_config("articles").get_models() if model not in (Sealed, Address)]
    rows = [row for model in models for row in model.objects.values()]
    return [row for row in rows if words in json.dumps(row, default=str, ensure_ascii=False)]


def test_a_passage_is_gone_from_everywhere_and_the_rest_stays(editor, administrator):
    article = story(editor)
    sealed = article.take_down(ORDER, by=administrator, passage=NAME)
    assert not holds("Leerdam") and not holds("leerdam")
    body = article.editions.live().get().body
    assert "There were eleven." in body and "counted gulls, […]’s friends say" in body
    assert json.dumps(sealed.contents, ensure_ascii=False).count(NAME) > 5
    call_command("check_editions")


def test_a_passage_is_gone_from_captions_and_from_what_pictures_are_called(editor):
    figure = '<figure data-picture="7" data-alt="{0} at sea"><figcaption>So <em>{0}</em> went</figcaption></figure>'
    article = make_live(body=f"<p>Eleven.</p>{figure.format(NAME)}")
    save(article, by=editor, body=f"<p>Twelve.</p>{figure.format(NAME)}")
    typed = {"body": [figure.format(NAME)]}
    Recovery.objects.keep(user=editor, article=article.pk, tab="t1", base=2, typed=typed, headline="Gulls")
    article.take_down(ORDER, by=editor, passage=NAME)
    assert not holds("Leerdam")
    article.refresh_from_db()
    assert article.body == f"<p>Twelve.</p>{figure.format('[…]')}"
    assert article.editions.live().get().body == f"<p>Eleven.</p>{figure.format('[…]')}"
    assert Recovery.objects.get().typed["body"] == [figure.format("[…]")]
    save(article, body=figure.format(NAME))
    with pytest.raises(Refused, match="taken out of this story by order"):
        article.publish(by=editor)


def test_readers_who_kept_an_address_that_spelled_the_name_still_arrive(editor, reader):
    article = story(editor)
    old = article.editions.live().get().url
    assert "leerdam" in old
    article.take_down(ORDER, by=editor, passage=NAME)
    answer = reader.get(old)
    assert answer.status_code == 301 and "leerdam" not in answer.headers["Location"]
    page = reader.get(answer.headers["Location"])
    assert page.status_code == 200 and NAME not in page.content.decode()


def test_a_story_is_gone_from_everywhere_and_sealed(editor, administrator, reader):
    article = story(editor)
    addresses = [edition.url for edition in article.editions.all()]
    topic, author = article.topics.get(), article.bylines.get().author
    sealed = article.take_down(ORDER, by=administrator)
    for words in (NAME, "eleven"):
        assert not holds(words)
    for address in addresses:
        answer = reader.get(address)
        assert answer.status_code == 451 and "Removed by order of a court." in answer.content.decode()
    for address in ("/", "/latest/", topic.url, author.url, make_section().url):
        assert NAME not in reader.get(address).content.decode()
    assert not Revision.objects.filter(headline__contains="Ann").exists()
    assert not Edition.objects.live().exists() and not Edition.objects.scheduled().exists()
    assert [edition["headline"] for edition in sealed.contents["editions"]] == [f"{NAME} counts gulls"] * 3
    call_command("check_editions")


def test_what_was_taken_down_is_never_published_again(editor):
    article = story(editor)
    article.take_down(ORDER, by=editor)
    for verb in (
        lambda: article.publish(by=None),
        lambda: article.put_back(by=None),
        lambda: article.restore(1, by=None),
    ):
        with pytest.raises(Refused):
            verb()
    with pytest.raises(Refused, match="already"):
        article.take_down(ORDER, by=editor)


def test_the_record_says_who_and_why_and_outlives_the_account(administrator):
    article = story(administrator)
    article.take_down(ORDER, by=administrator)
    administrator.delete()
    move = Move.objects.filter(verb="take_down").get()
    assert (move.by_name, move.note, move.facts["reference"]) == ("ada", "A court said so.", "12 O 345/26")
    assert Sealed.objects.get().by_name == "ada"


@pytest.mark.parametrize(
    ("order", "passage", "said"),
    [
        (Order(" "), "", "reason"),
        (Order("Why", status=404), "", "410 or 451"),
        (Order("Why"), "Nobody Atall", "nowhere"),
        (Order("Why"), "x", "letters"),
    ],
)
def test_an_order_that_cannot_be_followed_changes_nothing(editor, order, passage, said):
    article = story(editor)
    before = Edition.objects.count(), Move.objects.count()
    with pytest.raises(Refused, match=said):
        article.take_down(order, by=editor, passage=passage)
    assert (Edition.objects.count(), Move.objects.count()) == before
    assert not Sealed.objects.exists() and Article.objects.get().gone_status == 0


def test_a_passage_that_is_also_the_name_of_a_kind_or_a_role_breaks_nothing(editor):
    article = story(editor)
    save(article, body="<p>The author wrote news of a correction.</p>")
    for passage in ("author", "news", "correction"):
        article.take_down(ORDER, by=editor, passage=passage)
    article.refresh_from_db()
    assert article.body == "<p>The […] wrote […] of a […].</p>"
    assert (article.kind, article.bylines.get().role, article.corrections.get().kind) == (
        "news",
        "author",
        "correction",
    )
    assert article.restore(article.version - 1, by=editor) == []


def test_a_story_under_legal_hold_can_be_taken_down(editor):
    article = story(editor)
    article.hold(by=editor, reason="Our lawyer reads it.")
    article.take_down(ORDER, by=editor)
    assert Article.objects.get().gone_status == 451
