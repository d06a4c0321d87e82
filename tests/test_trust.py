"""What a story says of itself: its sources, how it was reported, its disclosure. Written on the desk, carried by every move."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from articles.desk.checks import findings, situation_of
from articles.merging import difference, summary
from articles.models import Article, Edition, Recovery, Revision
from articles.models.snapshot import words_of, words_of_edition
from articles.models.takedown import Order
from articles.models.trust import MOST_SOURCES, Source, are_related, are_sources, is_for_readers, sources_of
from articles.typos import beyond_a_typo
from tests.desk import ADD, change_url, errors, form_on, page, press
from tests.makers import ahead, make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db

BUDGET = "Council budget 2026: https://council.example/budget.pdf"
SAID = {
    "sources": f"{BUDGET}\nA letter, seen by us",
    "how_reported": "We asked eleven people.\n\nTwo answered.",
    "disclosure": "The paper rents from the port.",
    "no_ai": True,
}


@pytest.fixture
def edith(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def ada(administrator):
    client = Client()
    client.force_login(administrator)
    return client


def said_by(words):
    return {name: words[name] if isinstance(words, dict) else getattr(words, name) for name in SAID}


def fields_on(response):
    form = form_on(response)
    return {name: form.get(name, [""])[0].removeprefix("\n") for name in SAID}


def shown(response):
    return " ".join(page(response).text_content().split())


# Sources are lines


@pytest.mark.parametrize(
    ("line", "title", "url"),
    [
        (BUDGET, "Council budget 2026", "https://council.example/budget.pdf"),
        ("Budget https://council.example/b", "Budget", "https://council.example/b"),
        ("https://council.example/b", "council.example", "https://council.example/b"),
        ("预算：https://council.example/b", "预算", "https://council.example/b"),
        ("ميزانية: https://council.example/b", "ميزانية", "https://council.example/b"),
        ("A letter: seen by us", "A letter: seen by us", ""),
        ("  Spaces  ", "Spaces", ""),
        ("Odd: https://[x", "Odd: https://[x", ""),
        ("Script: javascript:alert(1)", "Script: javascript:alert(1)", ""),
    ],
)
def test_a_source_is_a_title_and_perhaps_an_address(line, title, url):
    assert sources_of(f"\n{line}\n\n") == [Source(title, url)]


@pytest.mark.parametrize("text", ["", "A letter", BUDGET, "\n".join(f"Letter {n}" for n in range(MOST_SOURCES))])
def test_good_sources_are_taken(text):
    are_sources(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join(f"Letter {n}" for n in range(MOST_SOURCES + 2)), "Take 2 out"),
        ("One\n" + "x" * 501, "Source 2 is too long"),
        ("Budget: ftp://council.example/b", "has no address that can be opened"),
        ("https://council.example/b is the budget", "has no address that can be opened"),
        ("Odd: https://[x", "has no address that can be opened"),
    ],
)
def test_bad_sources_are_refused_with_what_to_do(text, says):
    with pytest.raises(ValidationError, match=says):
        are_sources(text)


@pytest.mark.parametrize(
    "rows",
    [
        [{"article": 1, "headline": "A"}, {"article": 1, "headline": "B"}],
        [{"article": "1", "headline": "A"}],
        [{"article": True, "headline": "A"}],
        [{"headline": "A"}],
        [1],
        5,
        [{"article": n, "headline": ""} for n in range(1, 10)],
    ],
)
def test_bad_related_stories_are_refused(rows):
    with pytest.raises(ValidationError):
        are_related(rows)


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        ("", True),
        ("https://council.example/b", True),
        ("http://8.8.8.8/b", True),
        ("https://nas/budget.pdf", False),
        ("https://files.local/budget.pdf", False),
        ("http://192.168.1.5/budget.pdf", False),
        ("http://127.0.0.1:8000/admin/", False),
        ("http://[::1]/", False),
        ("https://wiki.intranet./x", False),
    ],
)
def test_an_address_inside_the_house_is_not_for_readers(url, answer):
    assert is_for_readers(Source("Budget", url)) is answer


# The desk


def test_the_group_sums_itself_up_and_its_fields_are_saved(edith):
    article = make_article(headline="Ferry late")
    assert "Trustnothing said" in shown(edith.get(change_url(article)))
    press(edith, change_url(article), "save", **SAID | {"no_ai": "on"})
    article.refresh_from_db()
    assert (
        said_by(article) == SAID and Revision.objects.get(article=article, number=2).words["sources"] == SAID["sources"]
    )
    told = "2 sources, how we reported this, disclosure, shut to machines that learn from texts"
    assert told in shown(edith.get(change_url(article)))
    assert fields_on(edith.get(change_url(article))) == SAID | {"no_ai": "on"}


def test_lines_are_tidied_and_a_browsers_line_ends_are_no_change(edith):
    article = make_article(headline="Ferry late")
    typed = {"sources": f"\r\n  {BUDGET} \r\n\r\nA  letter, seen by us\r\n", "how_reported": SAID["how_reported"]}
    press(edith, change_url(article), "save", **typed | {"disclosure": "One.\r\n\r\n\r\n\r\nTwo. "})
    article.refresh_from_db()
    assert (article.sources, article.disclosure) == (SAID["sources"], "One.\n\nTwo.")
    form = form_on(edith.get(change_url(article)))
    crlf = {name: form[name][0].replace("\n", "\r\n") for name in ("sources", "how_reported", "disclosure")}
    edith.post(change_url(article), form | crlf | {"do": "save"})
    assert Article.objects.get(pk=article.pk).version == article.version


def test_what_cannot_be_kept_is_told_at_its_field_and_nothing_is_lost(edith):
    article = make_article(headline="Ferry late")
    response = press(
        edith, change_url(article), "save", sources="Budget: ftp://council.example", how_reported="We asked."
    )
    assert "Sources and documents: Source 1 has no address that can be opened." in errors(response)
    group = next(d for d in page(response).xpath("//details") if "Trust" in d.text_content()[:40])
    assert group.get("open") is not None and "Source 1 has no address" in group.text_content()
    assert fields_on(response)["how_reported"] == "We asked." and "ftp://" in fields_on(response)["sources"]
    assert not Article.objects.get(pk=article.pk).how_reported


def test_a_new_story_takes_them(edith):
    press(edith, ADD, "save", headline="Ferry late", body="<p>It left.</p>", **SAID | {"no_ai": "on"})
    assert said_by(Article.objects.get()) == SAID


def test_unsaved_words_are_offered_shown_and_gone_on_with(edith):
    article = make_article(sources="One\nTwo")

    def leave(tab, **typed):
        data = form_on(edith.get(change_url(article))) | typed | {"tab": tab, "base": article.version, "dirty": 1}
        edith.post(reverse("admin:articles_article_pulse", args=[article.pk]), data)
        return Recovery.objects.get(tab=tab)

    leave("same", sources="One\r\n Two ")
    assert not page(edith.get(change_url(article))).xpath("//*[@data-recoveries]//li")
    for number, typed in enumerate([{"sources": "One Two"}, {"disclosure": "We rent."}, {"no_ai": "on"}]):
        one = leave(f"gone{number}", **typed)
        assert page(edith.get(change_url(article))).xpath(f"//*[@data-recoveries]//li[@data-tab='{one.tab}']"), typed
    url = reverse("admin:articles_article_recover", args=[article.pk, Recovery.objects.get(tab="gone1").pk])
    assert "Disclosure" in shown(edith.get(url)) and "We rent." in shown(edith.get(url))
    again = edith.get(f"{change_url(article)}?recover={Recovery.objects.get(tab='gone1').pk}")
    assert fields_on(again)["disclosure"] == "We rent."


def test_two_people_s_changes_come_together_line_by_line_and_collisions_are_asked(edith, ada):
    article = make_article(headline="Ferry late", sources="One\nTwo\nThree", disclosure="We rent.")
    hers, mine = form_on(edith.get(change_url(article))), form_on(ada.get(change_url(article)))
    edith.post(
        change_url(article), hers | {"sources": "Zero\nOne\nTwo\nThree", "disclosure": "We rent two.", "do": "save"}
    )
    typed = {
        "sources": "One\nTwo\nThree\nFour",
        "how_reported": "We asked.",
        "disclosure": "We rent ten.",
        "do": "save",
    }
    response = ada.post(change_url(article), mine | typed)
    names = {box.get("name") for box in page(response).xpath("//form[@id='merge']//input[@type='radio']")}
    assert len(names) == 1 and "disclosure" in next(iter(names))
    ada.post(change_url(article), form_on(response, "merge") | {next(iter(names)): "mine", "do": "save"})
    article.refresh_from_db()
    assert article.sources == "Zero\nOne\nTwo\nThree\nFour" and article.how_reported == "We asked."
    assert article.disclosure == "We rent ten."


def test_preview_shows_what_is_typed(edith):
    article = make_article(headline="Ferry late")
    form = form_on(edith.get(change_url(article))) | SAID | {"no_ai": "on"}
    response = edith.post(reverse("admin:articles_article_preview", args=[article.pk]), form)
    for words in ("Council budget 2026", "We asked eleven people.", "The paper rents from the port."):
        assert words in shown(response)
    assert not Article.objects.get(pk=article.pk).sources


# Every move carries them


def test_an_edition_has_them_and_its_hash_covers_them():
    edition = make_live(**SAID).editions.get()
    assert said_by(edition) == SAID and said_by(words_of_edition(edition)) == SAID
    for name in SAID:
        other = Edition.objects.get(pk=edition.pk)
        setattr(other, name, False if name == "no_ai" else "Something else")
        assert other.make_fingerprint() != edition.fingerprint, name


def test_an_older_version_without_such_words_is_restored_to_none(editor):
    article = make_article(**SAID)
    article.keep_version(by=editor)
    first = Revision.objects.get(article=article, number=1)
    before = {name: value for name, value in first.words.items() if name not in (*SAID, "related")}
    Revision.objects.filter(pk=first.pk).update(words=before)
    article.claim_version(1, by=editor)
    article.headline = "Ferry early"
    article.save()
    article.keep_version(by=editor)
    article.restore(1, by=editor)
    article.refresh_from_db()
    assert said_by(article) == {"sources": "", "how_reported": "", "disclosure": "", "no_ai": False}
    assert article.related == [] and "Sources" in summary(words_of(article), before | SAID)


def test_restoring_and_putting_back_bring_them_back(editor):
    article = make_live(**SAID)
    article.keep_version(by=editor)
    article.claim_version(1, by=editor)
    article.sources, article.disclosure = "Another", ""
    article.save()
    article.keep_version(by=editor)
    article.publish(by=editor)
    article.restore(1, by=editor)
    article.refresh_from_db()
    assert said_by(article) == SAID


def test_the_difference_names_them(edith):
    before, after = words_of(make_article()), words_of(make_article(**SAID))
    labels = {found.label for found in difference(before, after)}
    assert {
        "Sources and documents",
        "How we reported this",
        "Disclosure",
        "Shut to machines that learn from texts",
    } <= labels


def test_a_fix_carries_them_into_the_draft_and_into_what_is_scheduled(edith):
    article = make_live(headline="Ferry late", deck="By an hour", section=make_section(), authors=[make_author()])
    article.claim_version(1, by=None)
    article.deck = "By two hours"
    article.save()
    article.keep_version(by=None)
    article.publish(by=None, at=ahead(hours=1))
    fix = reverse("admin:articles_article_fix", args=[article.pk])
    assert fields_on(edith.get(fix))["sources"] == ""
    press(edith, fix, "fix", **SAID | {"no_ai": "on"})
    article.refresh_from_db()
    assert said_by(article) == said_by(article.editions.live().get()) == SAID
    scheduled = article.editions.scheduled().get()
    assert said_by(scheduled) == SAID and scheduled.deck == "By two hours"


def test_a_passage_that_is_taken_down_is_gone_from_them_too(editor, administrator):
    article = make_live(
        sources="Ann Leerdam’s letter: https://x.example/a\nBudget", how_reported="Ann Leerdam told us.",
        disclosure="Ann Leerdam is our cousin.", related=[{"article": 9, "headline": "Ann Leerdam counts"}],
    )  # fmt: skip
    article.keep_version(by=editor)
    article.take_down(Order("A court said so."), by=administrator, passage="Ann Leerdam")
    article.refresh_from_db()
    rows = [words_of(article), words_of_edition(article.editions.live().get())]
    rows += [revision.words for revision in Revision.objects.all()]
    assert len(rows) > 2 and not [row for row in rows if "Leerdam" in json.dumps(row, ensure_ascii=False)]
    assert sources_of(article.sources)[0].url == "https://x.example/a" and "Budget" in article.sources


def test_a_story_that_is_taken_down_keeps_none_and_its_seal_shows_them(ada, administrator):
    article = make_live(**SAID, related=[{"article": 9, "headline": "Gulls counted"}])
    sealed = article.take_down(Order("A court said so."), by=administrator)
    edition = article.editions.get()
    article.refresh_from_db()
    assert not any(
        (row.sources, row.how_reported, row.disclosure, row.related) != ("", "", "", []) for row in (article, edition)
    )
    sheet = shown(ada.get(reverse("admin:articles_sealed_change", args=[sealed.pk])))
    for words in ("The paper rents from the port.", "Gulls counted", "A letter, seen by us"):
        assert words in sheet


def test_a_retraction_without_the_text_drops_them_and_one_with_it_keeps_them(editor):
    kept, dropped = make_live(**SAID), make_live(**SAID)
    kept.retract(by=editor, notice="It was wrong.")
    dropped.retract(by=editor, notice="It was wrong.", keep_text=False)
    assert said_by(kept.editions.live().get()) == SAID
    assert said_by(dropped.editions.live().get()) == {
        "sources": "",
        "how_reported": "",
        "disclosure": "",
        "no_ai": True,
    }


def test_what_readers_saw_shows_them(edith):
    article = make_live(**SAID)
    at = article.editions.get().live_from
    url = reverse("admin:articles_article_seen", args=[article.pk])
    told = shown(edith.get(url, {"on": f"{at:%Y-%m-%d}", "at": f"{at:%H:%M}"}))
    for words in ("Council budget 2026", "We asked eleven people.", "The paper rents from the port."):
        assert words in told


def test_who_may_only_read_the_story_reads_them(reporter):
    article, client = make_article(**SAID), Client()
    client.force_login(reporter)
    told = shown(client.get(change_url(article)))
    assert "The paper rents from the port." in told and "Council budget 2026" in told


# Checks and the typo's guess


def names(article):
    return [(one.check, one.place) for one in findings(situation_of(article, words_of(article)))]


def test_a_slip_in_them_is_found():
    article = make_article(how_reported="We asked TK people.", disclosure="We rent the the store.", sources="TK")
    found = names(article)
    assert ("placeholder", "how_reported") in found and ("doubled", "disclosure") in found
    assert ("placeholder", "sources") in found


@pytest.mark.parametrize("sources", [f"{BUDGET}\n{BUDGET}", "A letter\nA letter", "Budget: https://nas/budget.pdf"])
def test_a_source_twice_or_inside_the_house_is_a_warning(sources):
    assert ("source", "sources") in names(make_article(sources=sources))


@pytest.mark.parametrize("sources", ["", SAID["sources"], "Budget\nBudget 2026", "x x: https://a.example/x"])
def test_good_sources_raise_none(sources):
    assert not [one for one in names(make_article(sources=sources)) if one[0] == "source"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ({"sources": "One"}, {"sources": f"One\n{BUDGET}"}, "a source was added"),
        ({"sources": "One\nTwo\nThree"}, {"sources": "One"}, "2 sources were removed"),
        ({"disclosure": ""}, {"disclosure": "we rent"}, "a disclosure was added"),
        ({"how_reported": "we asked"}, {"how_reported": ""}, "how it was reported was removed"),
        ({"disclosure": "We own 5 boats."}, {"disclosure": "We own 6 boats."}, "a number changed: “5” became “6”"),
        ({"sources": "Report of 2025"}, {"sources": "Report of 2026"}, "a number changed: “2025” became “2026”"),
    ],
)
def test_what_changes_in_them_is_more_than_a_typo(before, after, reason):
    assert reason in beyond_a_typo(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"sources": "Budget: https://a.example/2025"}, {"sources": "Budget: https://a.example/2026"}),
        ({"disclosure": "We rnet from the port."}, {"disclosure": "We rent from the port."}),
        ({}, {"sources": "", "disclosure": "", "how_reported": ""}),
    ],
)
def test_what_is_mended_in_them_is_a_typo(before, after):
    assert beyond_a_typo(before, after) == []
