"""What search knows: one entry for each edition, made and kept right by the verbs, in both databases."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.utils import timezone

from articles.models import Article, Correction, Edition, SearchEntry
from articles.models.listing import TICK
from articles.models.takedown import Order
from articles.search import engine, finding
from articles.search.asking import read
from articles.search.finding import Hunt
from articles.search.index import EDITION, first_key, keys_for
from articles.search.postgres import vector, windows
from articles.search.words import INDEXED
from tests.makers import ago, ahead, make_article, make_author, make_live, make_section, make_topic, utc
from tests.pictures import make_picture, picture_storage  # noqa: F401 (a fixture)
from tests.searching import found, words_known, words_rows
from tests.test_races import together

pytestmark = pytest.mark.django_db


def test_a_live_story_is_found_by_every_word_readers_read():
    article = make_article(
        headline="Gulls counted",
        front_headline="Counting",
        kicker="Birds",
        deck="Eleven of them.",
        dateline="Lisbon",
        body="<p>The <em>morn</em>ing ferry, CO<sub>2</sub>.</p><table><tbody><tr><td>cellar</td><td>attic</td></tr></tbody></table>",
        how_reported="We asked keepers.",
        disclosure="The paper owns a boat.",
        sources="Census of wings: https://census.example/wings",
        section=make_section(name="Nature"),
        topics=[make_topic(name="Seabirds")],
        authors=[make_author(name="Ann Lee")],
    )
    Correction.objects.create(article=article, text="There were twelve, not a dozen.")
    article.publish(by=None)
    words = "gulls counting bird eleven lisbon morning CO2 cellar attic keeper boat census nature seabird lee dozen"
    for word in words.split():
        assert found(word) == ["Gulls counted"], word
    assert found("cellarattic") == []


def test_captions_and_what_stands_for_pictures_are_not_searched():
    picture = make_picture(width=320, height=240, alt="Zanzibar", caption="Zanzibar", credit="Zanzibar")
    figure = f'<figure data-picture="{picture.pk}" data-alt="Zanzibar"><figcaption>Zanzibar</figcaption></figure>'
    make_live(body=f"<p>It shines.</p>{figure}", lead_picture=picture, lead_caption="Zanzibar", lead_alt="Zanzibar")
    assert found("shines") and not found("zanzibar")
    assert "zanzibar" not in words_known()
    assert "Zanzibar" not in SearchEntry.objects.get().text


def test_all_words_phrases_and_words_left_out():
    make_live(headline="Ferry late", body="<p>The north quay was shut.</p>", at=ago(hours=2))
    make_live(headline="Ferry early", body="<p>The quay in the north was open.</p>", at=ago(hours=1))
    assert found("ferry quay") == ["Ferry early", "Ferry late"]
    assert found('ferry "north quay"') == ["Ferry late"]
    assert found("ferry -open") == ["Ferry late"]
    assert found('-"north quay"') == ["Ferry early"]
    assert found("-late -early") == []
    assert found("ferry nothing") == []


def test_a_phrase_does_not_reach_from_one_field_into_the_next():
    make_live(headline="Ferry late", deck="Again today.", body="<p>It rained.</p>")
    assert found('"ferry late"') and not found('"late again"') and not found('"today it"')


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("de", "Die großen Häuser der Straße", "haus strasse GROSS"),
        ("fr", "Les élections de l’été", "election été"),
        ("ja", "東京都の天気は晴れです", "東京 天気 京"),
        ("zh", "北京市政府公布预算", '预算 "政府公布" 北京市'),
        ("th", "กรุงเทพมหานครเปิดสะพานใหม่", "สะพาน กรุงเทพ"),
        ("ko", "서울에서 열린 회의", "서울 회의"),
        ("ar", "فتحت المدينة الكِتَابَ في ٢٠١٨", "مدينة كتاب 2018"),
        ("he", "הממשלה החליטה עַל תַּקְצִיב", "תקציב על"),
        ("hi", "चुनावों के परिणाम", "चुनाव परिणाम"),
        ("ru", "Новый мэр объявил выборы", "нового выборов"),
        ("el", "Οι εκλογές στα νησιά", "εκλογη νησι"),
        ("en", "Cafés, naïve O’Brien’s e-mail", 'cafe naive "o brien" e-mail -nothing'),
    ],
)
def test_a_story_is_found_in_its_own_language(language, text, typed):
    make_live(headline="English ferry", at=ago(hours=1))
    make_live(headline="Found", body=f"<p>{text}</p>", language=language)
    assert found(typed) == ["Found"]


def test_stems_of_one_language_find_nothing_in_another():
    make_live(headline="Paris in spring", language="en")
    make_live(headline="Aller au pari", language="fr", at=ago(hours=1))
    assert found("paris") == ["Paris in spring"]
    assert found("pari") == ["Paris in spring", "Aller au pari"]  # English takes the s for a plural


# The clock


def test_a_scheduled_story_is_found_at_its_moment_and_not_before():
    article = make_article(headline="Gulls counted")
    moment = ahead(hours=30).replace(microsecond=123)
    article.publish(by=None, at=moment)
    assert SearchEntry.objects.count() == 1
    assert found("gulls", at=moment - TICK) == []
    assert found("gulls", at=moment) == ["Gulls counted"]


def test_an_update_to_come_is_found_by_its_new_words_from_its_moment():
    article = make_live(headline="Gulls counted", at=ago(days=2))
    moment = ahead(hours=1)
    article.headline = "Pelicans counted"
    article.save()
    article.publish(by=None, at=moment)
    assert found("gulls") and not found("pelicans")
    assert not found("gulls", at=moment) and found("pelicans", at=moment) == ["Pelicans counted"]
    assert found("counted", at=moment) == ["Pelicans counted"]


def test_what_ended_was_unpublished_retracted_or_taken_down_is_not_found():
    for verb in (
        lambda a: a.unpublish(by=None),
        lambda a: a.retract(by=None, notice="It never happened."),
        lambda a: a.take_down(Order("A court said so."), by=None),
    ):
        article = make_live(headline="Gulls counted", at=ago(days=1))
        assert found("gulls") == ["Gulls counted"]
        verb(article)
        assert found("gulls") == []
    article = make_live(headline="Gulls counted", at=ago(days=1))
    end = ahead(hours=1)
    article.set_end(by=None, at=end)
    assert found("gulls", at=end - TICK) and not found("gulls", at=end)


def test_the_two_twins_of_the_rule_of_what_is_listed_agree():
    article = make_live(headline="Gulls counted", at=ago(days=2))
    article.publish(by=None, at=ahead(hours=1))
    article.set_end(by=None, at=ahead(hours=2))
    other = make_live(headline="Gulls again", at=ago(days=1))
    other.retract(by=None, notice="It never happened.")
    for edition in Edition.objects.all():
        end = min(edition.live_until, utc(8999, 12, 1))
        for moment in (edition.live_from - TICK, edition.live_from, end - TICK, end):
            listed = Edition.objects.listed(moment).order_by("-first_published_at")
            assert found("gulls", at=moment) == [edition.headline for edition in listed]


# The rows


def test_every_edition_has_one_entry_with_its_times():
    article = make_live(at=ago(days=2))
    article.publish(by=None)
    article.publish(by=None, at=ahead(hours=2))
    article.publish(by=None, at=ahead(hours=1))
    article.set_end(by=None, at=ahead(hours=5))
    assert Edition.objects.count() == SearchEntry.objects.count() == words_rows() == 4
    for entry in SearchEntry.objects.select_related("edition"):
        edition = entry.edition
        assert (entry.live_from, entry.live_until, entry.retracted) == (
            edition.live_from,
            edition.live_until,
            edition.retracted,
        )
        assert entry.key >> EDITION == (first_key(edition.first_published_at) >> EDITION) + edition.article_id


def test_a_key_follows_the_first_publication_when_that_moves():
    article = make_article(headline="Gulls counted")
    later, sooner = ahead(days=3), ahead(days=1)
    article.publish(by=None, at=later)
    make_article(headline="Gulls between").publish(by=None, at=ahead(days=2))
    article.publish(by=None, at=sooner)
    assert {entry.key >> 25 for entry in article_entries(article)} == {first_key(sooner) >> 25}
    assert found("gulls", at=ahead(days=4)) == ["Gulls between", "Gulls counted"]
    article.withdraw(article.editions.order_by("live_from").first(), by=None)
    assert found("gulls", at=ahead(days=4)) == ["Gulls counted", "Gulls between"]
    assert words_rows() == SearchEntry.objects.count() == 2


def article_entries(article):
    return SearchEntry.objects.filter(edition__article=article)


def test_keys_sort_by_first_publication_from_the_first_newspaper_on_and_none_is_given_twice():
    moments = [
        utc(1605, 1, 1),
        utc(1969, 12, 31, 23, 59, 59),
        utc(1970, 1, 1),
        utc(2026, 3, 1),
        utc(2026, 3, 1, 0, 0, 1),
    ]
    keys = [first_key(moment) for moment in [*moments, utc(8999, 12, 31)]]
    assert keys == sorted(keys) and keys[0] > 0 and keys[-1] < 1 << 63
    assert first_key(utc(2026, 3, 1) - TICK) < first_key(utc(2026, 3, 1))
    twins = [Edition(pk=pk, article_id=7, first_published_at=moments[3]) for pk in (1, 257, 513, 2)]
    taken = {first_key(moments[3]) | 7 << EDITION | 1}
    given = keys_for(twins, lambda wanted: taken & set(wanted))
    assert len(set(given.values()) | taken) == 5 and {key >> EDITION for key in given.values()} == {keys[3] >> 8 | 7}


def test_when_an_edition_is_withdrawn_its_entry_and_its_words_go():
    article = make_article(headline="Zanzibar")
    article.withdraw(article.publish(by=None, at=ahead(hours=1)), by=None)
    assert SearchEntry.objects.count() == words_rows() == 0
    assert "zanzibar" not in words_known()


@pytest.mark.django_db(transaction=True)
def test_the_words_go_with_the_entry_however_that_goes_and_after_the_table_was_remade():
    make_live(headline="Zanzibar")
    longer = models.CharField(max_length=5, blank=True)
    longer.set_attributes_from_name("stems")
    longer.model = SearchEntry
    own = SearchEntry._meta.get_field("stems")
    with connection.schema_editor() as editor:
        editor.alter_field(SearchEntry, own, longer)
    try:
        assert words_rows() == 1 and found("zanzibar")
    finally:
        with connection.schema_editor() as editor:
            editor.alter_field(SearchEntry, longer, own)
    SearchEntry.objects.all().delete()
    assert words_rows() == 0


@pytest.mark.django_db(transaction=True)
def test_what_a_verb_that_fails_wrote_is_not_found():
    article = make_article(headline="Zanzibar")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        article.publish(by=None)
        1 / 0  # noqa: B018
    assert not found("zanzibar") and words_rows() == 0 and "zanzibar" not in words_known()


def test_lists_made_anew_are_searched_as_before():
    make_live(headline="Gulls counted", deck="Eleven.", at=ago(days=1))
    make_article(headline="Gulls to come").publish(by=None, at=ahead(hours=1))
    before = list(SearchEntry.objects.values())
    call_command("rebuild_lists", verbosity=0)
    assert list(SearchEntry.objects.values()) == before
    assert words_rows() == 2 and found("gulls") == ["Gulls counted"]


# Limits


def test_a_text_of_any_length_is_published_and_found_by_its_first_words():
    body = "".join(f"<p>{' '.join(f'wörd{n}x{m}' for m in range(500))}</p>" for n in range(INDEXED // 500 + 10))
    make_live(headline="Long", body=body)
    assert found("wörd0x1") == ["Long"] and found('"wörd3x7 wörd3x8"') == ["Long"]
    assert found(f"wörd{INDEXED // 500 + 9}x499") == []


def test_the_strangest_text_is_published():
    strange = "".join(map(chr, range(0x20, 0x3000))).replace("<", "").replace("&", "")
    make_live(headline="Strange '\\ \" 'a':1A", deck="' \\' :* & | ! <-> ( )", body=f"<p>{strange} ferry 😀 ﷺ ½</p>")
    assert found("strange ferry") and found("ferry 12")


def test_a_vector_never_grows_past_what_postgresql_holds():
    from articles.search.index import Words

    terms = [f"{'字' * 36}{n}" for n in range(20_000)]
    made = vector(Words(["a"], ["b"], ["c"], terms, ["_all"]), ["_f1"])
    assert "'_all'" in made and "'a':1A" in made
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT length(%s::tsvector)", [made])
            assert cursor.fetchone()[0] > 5_000


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize(
    ("since", "until"),
    [(0, first_key(utc(2026, 1, 1))), (first_key(utc(2025, 1, 1)), first_key(utc(2026, 1, 1))), (5, 6), (7, 7)],
)
def test_windows_cover_all_keys_once_in_order(since, until, ascending):
    found = list(windows(since, until, ascending=ascending))
    ends = found if ascending else found[::-1]
    assert [w.ceiling for w in ends[:-1]] == [w.floor for w in ends[1:]]
    assert not ends or (ends[0].floor, ends[-1].ceiling) == (since, until)
    assert all(window.floor < window.ceiling for window in found) and bool(found) == (since < until)
    assert all(len(window.marks) <= 33 for window in found)


def test_matches_older_than_every_window_are_found_in_order_both_ways():
    days = [1, 20, 40, 200, 500, 900, 3_000, 9_000]
    for day in days:
        make_live(headline=f"Gulls {day}", at=timezone.now() - timedelta(days=day))
    assert found("gulls") == [f"Gulls {day}" for day in days]
    at = timezone.now()
    hunt = Hunt.of(read("gulls"), [], 0, finding.everything_until(at))
    newest = engine().stream(hunt, at, 100)
    assert engine().stream(hunt, at, 100, ascending=True) == newest[::-1]
    assert engine().stream(hunt, at, 3) == newest[:3]
    assert engine().stream(hunt, at, 3, ascending=True) == newest[:-4:-1]
    assert engine().stream(hunt._replace(until=newest[2]), at, 2) == newest[3:5]
    assert engine().stream(hunt._replace(since=newest[2] + 1), at, 9, ascending=True) == newest[1::-1]


@pytest.mark.django_db(transaction=True)
def test_stories_published_at_once_for_the_same_second_each_have_an_entry():
    articles = [make_article(headline="Gulls counted") for _ in range(5)]
    made = together(*[lambda a=a: a.publish(by=None, at=utc(2018, 2, 14, 9)) for a in articles])
    assert all(isinstance(one, Edition) for one in made), made
    assert SearchEntry.objects.count() == words_rows() == 5
    entries = SearchEntry.objects.values_list("edition__article", flat=True)
    assert list(entries) == [article.pk for article in reversed(articles)]


@pytest.mark.django_db(transaction=True)
def test_a_story_that_is_withdrawn_and_published_at_once_is_searched_as_it_stands():
    article = make_article(headline="Gulls counted")
    planned = article.publish(by=None, at=ahead(hours=1))
    together(
        lambda: Article.objects.get(pk=article.pk).withdraw(planned, by=None),
        lambda: Article.objects.get(pk=article.pk).publish(by=None),
    )
    editions = set(article.editions.values_list("pk", flat=True))
    assert set(SearchEntry.objects.values_list("edition", flat=True)) == editions and words_rows() == len(editions)
    assert len(found("gulls")) == article.editions.live().count()
