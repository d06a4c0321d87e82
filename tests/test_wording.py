"""The byline in the house's own words: a template over the rows, printed where it fits and nowhere else."""

import re
from html import unescape

import pytest

from articles.bylines import authors_of, lines, sentence, sentence_html
from articles.cards import byline_text
from articles.models import Article, Byline, Edition
from articles.sentences import ISOLATE, POP
from articles.wording import Line, faults, fits, parts
from authors.models import AuthorMerge, NameChange
from tests.desk import ADD, byline_rows, change_url, errors, form_on, page, press
from tests.makers import make_article, make_author, make_live

pytestmark = pytest.mark.django_db

THREE = "Reported by {1} in Kabul and {2} in Paris; written by {3}"
ROWS = [Line("Ann Lee", "author"), Line("Bo Ek", "author"), Line("Cy Ro", "contributor")]


@pytest.fixture
def edith(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def ann():
    return make_author(name="Ann Lee")


@pytest.fixture
def bo():
    return make_author(name="Bo Ek")


def read(reader, article):
    return reader.get(article.editions.live().get().url).content.decode()


def words(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


# The template -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wording",
    [THREE, "{3}, {2}, {1}", "{3}{2}{1}", "{ 1 }, {02} and {3}", "{١}، {٢} و{٣}", "A < B & “C”: {1} {2} {3}!", ""],
)
def test_a_wording_that_names_everybody_once_has_no_fault(wording):
    assert faults(wording, ROWS, house=False) == []


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ("By {1} and {2}", ["Cy Ro is missing. Write {3} where the name is to stand."]),
        ("By {3}", ["Ann Lee and Bo Ek are missing. Write {1} and {2} where the names are to stand."]),
        ("Our staff", ["Ann Lee, Bo Ek and Cy Ro are missing. Write {1}, {2} and {3} where the names are to stand."]),
        ("{1}, {2}, {3}, {4}", ["“{4}” is no byline. Write a number from {1} to {3}."]),
        ("{0}, {1}, {2}, {3}", ["“{0}” is no byline. Write a number from {1} to {3}."]),
        ("{1}, {2}, {3}, {Ann}", ["“{Ann}” is no byline. Write a number from {1} to {3}."]),
        ("{1}, {2}, {3}, {}", ["“{}” is no byline. Write a number from {1} to {3}."]),
        ("{1}, {2}, {3}, {-1}", ["“{-1}” is no byline. Write a number from {1} to {3}."]),
        ("{1}, {2}, {3}, {²}", ["“{²}” is no byline. Write a number from {1} to {3}."]),
        (f"{{1}}, {{2}}, {{3}}, {{{'9' * 90}}}", [f"“{{{'9' * 90}}}” is no byline. Write a number from {{1}} to {{3}}."]),
        ("{1} and {1}, {2}, {3}", ["{1} stands twice. Each name stands once: take one out."]),
        ("{1} {1} {1} {2} {3}", ["{1} stands 3 times. Each name stands once: take one out."]),
        ("{1}, {2}, {3} {", ["A brace stands alone. A name is written as its number between two of them, for example {1}."]),
        ("{{1}}, {2}, {3}", ["A brace stands alone. A name is written as its number between two of them, for example {1}."]),
        (
            "} {1}, {2 and {3}",
            [
                "A brace stands alone. A name is written as its number between two of them, for example {1}.",
                "Bo Ek is missing. Write {2} where the name is to stand.",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_to_write(wording, says):
    assert faults(wording, ROWS, house=False) == says
    assert not fits(wording, ROWS, house=False)


def test_a_single_byline_has_a_single_number():
    assert faults("{2}", ROWS[:1], house=False)[0] == "“{2}” is no byline. Write {1}."


def test_forty_names_do_not_collide():
    rows = [Line(f"Ann {n}", "author") for n in range(1, 41)]
    wording = "Von " + ", ".join(f"{{{n}}}" for n in range(40, 0, -1))
    assert fits(wording, rows, house=False)
    assert [place for _, place in parts(wording).places] == list(range(40, 0, -1))
    assert faults("By {12}", rows, house=False)[0].startswith(
        "Ann 1, Ann 2, Ann 3 and 36 others are missing. Write {1}, {2}, "
    )


def test_nobody_cannot_be_put_into_words():
    assert faults("Our staff", [], house=False) == faults("Our staff", [], house=True) != []


def test_where_the_paper_alone_signs_only_the_usual_sentence_says_so():
    picture = [Line("Bo Ek", "photographer")]
    assert "The paper signs this story" in faults("Photographs by {1}", picture, house=True)[0]
    assert faults("Photographs by {1}", picture, house=False) == []
    assert faults("{1} of this paper", ROWS[:1], house=True) == []


# For readers --------------------------------------------------------------------------------------------


def test_readers_get_it_with_the_names_linked(reader, ann, bo):
    article = make_live(authors=[ann, bo], byline_wording="Reported by {2} in Kabul, written by {1}")
    page = read(reader, article)
    assert "Reported by Bo Ek in Kabul, written by Ann Lee" in words(page) and "By Bo Ek and Ann Lee" not in words(page)
    assert f'Reported by <a class="name" href="{bo.url}">Bo Ek</a> in Kabul, written by <a' in page
    live = article.editions.get()
    assert sentence(live) == lines(live)[0] == "Reported by Bo Ek in Kabul, written by Ann Lee"
    assert f'<a class="name" href="{ann.url}">Ann Lee</a>' in sentence_html(live, authors_of(live))
    assert byline_text(live) == "By Ann Lee and Bo Ek"  # a card has the writers, as always
    assert [credit["name"] for credit in live.credits] == ["Ann Lee", "Bo Ek"]


def test_it_stands_in_the_storys_language_whatever_is_known_of_that(reader, ann):
    article = make_live(authors=[ann], language="sw", byline_wording="Imeandikwa na {1}")
    assert '<p class="names" lang="sw" dir="ltr">Imeandikwa na <a' in read(reader, article)


def test_a_name_of_the_other_direction_is_kept_apart_in_it():
    credits = [{"author": None, "name": "ليلى", "role": "author"}]
    told = Edition(language="en", direction="ltr", credits=credits, byline_wording="{1} in Paris")
    assert sentence(told) == f"{ISOLATE}ليلى{POP} in Paris"
    assert "<bdi>ليلى</bdi></span> in Paris" in sentence_html(told, {})


def test_markup_in_it_is_letters(reader, ann):
    article = make_live(
        authors=[ann], byline_wording='<b onclick="x()">{1}</b> & {{ paper }}'.replace("{{ paper }}", "Co")
    )
    page = read(reader, article)
    assert "<b onclick" not in page and '&lt;b onclick=&quot;x()&quot;&gt;<a class="name"' in page


def test_opinion_has_its_writer_above_the_headline_and_the_words_under_it(reader, ann):
    page = read(reader, make_live(authors=[ann], kind="opinion", byline_wording="{1} has counted gulls since 2009"))
    assert 'class="writer"><a class="name"' in page
    assert "Ann Lee has counted gulls since 2009" in words(page)


def test_one_that_does_not_fit_is_never_printed(reader, ann, bo):
    page = read(reader, make_live(authors=[ann, bo], byline_wording="Reported by {1}"))
    assert "By Ann Lee and Bo Ek" in words(page) and "Reported by" not in page


def test_it_follows_a_name_that_is_changed_everywhere(reader, ann, bo):
    article = make_live(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    NameChange.rename(ann, "Ann Marsh", scope=NameChange.Scope.EVERYWHERE, by=None)
    live = article.editions.get()
    assert sentence(live) == "Ann Marsh in Kabul, Bo Ek in Paris"
    assert "Ann Lee" not in words(read(reader, article))
    assert live.byline_wording == "{1} in Kabul, {2} in Paris" and live.fingerprint == live.make_fingerprint()


def test_published_stories_keep_their_words_when_two_authors_are_one(reader, ann, bo):
    article = make_live(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    AuthorMerge.merge(ann, bo, by=None)
    assert "Ann Lee in Kabul, Bo Ek in Paris" in words(read(reader, article))


# On the desk --------------------------------------------------------------------------------------------

BOTH = [("Ann Lee", "author", ""), ("Bo Ek", "author", "")]


def field_errors(response):
    found = page(response).xpath("//*[@id='id_byline_wording']/preceding-sibling::ul[contains(@class, 'errorlist')]")
    return " ".join(" ".join(found[0].text_content().split()) if found else [])


def test_it_is_saved_with_the_story_and_read_out(edith, ann, bo):
    press(edith, ADD, "save", headline="Gulls", bylines=BOTH, byline_wording="  Counted by {1},\n checked by {2} ")
    article = Article.objects.get()
    assert article.byline_wording == "Counted by {1}, checked by {2}"
    told = words(edith.get(change_url(article)).content.decode())
    assert "Readers get now: Counted by Ann Lee, checked by Bo Ek" in told and "{1}\xa0Ann Lee · {2}\xa0Bo Ek" in told


def test_without_one_the_usual_sentence_is_read_out(edith, ann, bo):
    article = make_article(authors=[ann, bo])
    told = words(edith.get(change_url(article)).content.decode())
    assert "Readers get now: By Ann Lee and Bo Ek" in told


def test_one_that_leaves_a_name_out_is_not_kept_and_says_whose(edith, ann, bo):
    article = make_article(authors=[ann, bo])
    answer = press(edith, change_url(article), "save", byline_wording="Counted by {1}")
    assert "Bo Ek is missing. Write {2} where the name is to stand." in errors(answer)
    assert page(answer).get_element_by_id("id_byline_wording").value.strip() == "Counted by {1}"
    article.refresh_from_db()
    assert article.byline_wording == "" and article.version == 1


def test_a_row_added_later_asks_for_its_place(edith, ann, bo):
    article = make_article(authors=[ann], byline_wording="Counted by {1}")
    assert "Bo Ek is missing" in errors(press(edith, change_url(article), "save", bylines=BOTH))
    press(edith, change_url(article), "save", bylines=BOTH, byline_wording="Counted by {1}, checked by {2}")
    article.refresh_from_db()
    assert article.byline_wording == "Counted by {1}, checked by {2}" and article.bylines.count() == 2


def test_a_row_taken_out_asks_for_other_words(edith, ann, bo):
    article = make_article(authors=[ann, bo], byline_wording="Counted by {1}, checked by {2}")
    answer = press(edith, change_url(article), "save", bylines=BOTH[:1])
    assert "“{2}” is no byline. Write {1}." in errors(answer)


def test_a_name_that_is_new_is_named_as_it_is_typed(edith, ann):
    article = make_article(authors=[ann])
    rows = [*BOTH[:1], ("Nadia New", "author", "N. New")]
    assert "N. New is missing" in errors(press(edith, change_url(article), "save", bylines=rows, byline_wording="{1}"))


def test_rows_that_were_moved_are_read_out_once_before_they_are_kept(edith, ann, bo):
    article = make_article(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    answer = press(edith, change_url(article), "save", bylines=BOTH[::-1])
    assert "It reads now: “Bo Ek in Kabul, Ann Lee in Paris”" in errors(answer)
    assert [row.author for row in article.bylines.all()] == [ann, bo]
    data = dict(page(answer).get_element_by_id("story").form_values())
    edith.post(change_url(article), data | {"do": "save"})
    assert [row.author for row in article.bylines.all()] == [bo, ann]
    article.refresh_from_db()
    assert article.byline_wording == "{1} in Kabul, {2} in Paris"


def test_having_read_it_once_does_not_answer_for_other_rows(edith, ann, bo):
    article = make_article(
        authors=[ann, bo, make_author(name="Cy Ro")], byline_wording="{1} saw, {2} wrote, {3} checked"
    )
    rows = [*BOTH, ("Cy Ro", "author", "")]
    answer = press(edith, change_url(article), "save", bylines=rows[::-1])
    data = dict(page(answer).get_element_by_id("story").form_values())
    assert data["worded"]
    again = edith.post(
        change_url(article),
        data | byline_rows(form_on(edith.get(change_url(article))), [rows[1], rows[0], rows[2]]) | {"do": "save"},
    )
    assert "It reads now: “Bo Ek saw, Ann Lee wrote, Cy Ro checked”" in errors(again)


def test_moved_rows_with_new_words_are_not_asked_about(edith, ann, bo):
    article = make_article(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    press(edith, change_url(article), "save", bylines=BOTH[::-1], byline_wording="{2} in Kabul, {1} in Paris")
    assert [row.author for row in article.bylines.all()] == [bo, ann]


def test_a_wrong_row_is_told_and_the_words_are_not_blamed(edith, ann, bo):
    article = make_article(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    answer = press(edith, change_url(article), "save", bylines=[*BOTH, ("Ann Lee", "author", "")])
    assert "credited twice" in errors(answer) and "{1}" not in errors(answer)


def test_the_paper_cannot_sign_in_other_words(edith, bo):
    article = make_article(signed_by_house=True)
    rows = [("Bo Ek", "photographer", "")]
    answer = press(edith, change_url(article), "save", bylines=rows, byline_wording="Pictures: {1}")
    assert "The paper signs this story" in errors(answer)


def test_preview_shows_it(edith, ann, bo):
    article = make_article(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    shown = edith.get(f"/admin/articles/article/{article.pk}/preview/")
    assert "Ann Lee in Kabul, Bo Ek in Paris" in words(shown.content.decode())


def test_publishing_one_that_fits_no_more_warns_and_prints_the_usual_sentence(edith, reader, ann, bo):
    article = make_article(authors=[ann, bo], byline_wording="{1} in Kabul, {2} in Paris")
    AuthorMerge.merge(ann, bo, by=None)
    assert article.bylines.count() == 1
    panel = edith.post(
        f"/admin/articles/article/{article.pk}/panel/",
        dict(page(edith.get(change_url(article))).get_element_by_id("story").form_values()) | {"do": "publish"},
    )
    assert panel.status_code == 200
    live = article.publish(by=None)
    assert sentence(live) == "By Ann Lee" and "By Ann Lee" in words(read(reader, article))


def test_history_and_comparing_know_it_as_a_field(edith, ann, bo):
    article = make_article(authors=[ann, bo])
    press(edith, change_url(article), "save", byline_wording="{1} in Kabul, {2} in Paris")
    told = words(edith.get(f"/admin/articles/article/{article.pk}/difference/?from=1&to=now").content.decode())
    assert "Byline in other words" in told


def test_rows_and_words_of_two_people_come_together(edith, ann, bo):
    article = make_article(authors=[ann, bo])
    mine = edith.get(change_url(article))
    press(edith, change_url(article), "save", deck="Eleven.")
    data = dict(page(mine).get_element_by_id("story").form_values())
    edith.post(change_url(article), data | {"do": "save", "byline_wording": "{2}, with {1}"})
    article.refresh_from_db()
    assert (article.deck, article.byline_wording) == ("Eleven.", "{2}, with {1}")


def test_the_row_that_a_number_names_is_the_one_in_that_place(ann, bo):
    article = make_article(authors=[ann])
    Byline.objects.create(article=article, author=bo, role="photographer", credited_as="B. Ek", order=9)
    article.byline_wording = "{2} saw it, {1} wrote it"
    article.save()
    assert sentence(article.publish(by=None)) == "B. Ek saw it, Ann Lee wrote it"
