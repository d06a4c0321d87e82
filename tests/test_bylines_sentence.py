"""Who made a story, said in the language of the story: commas, "and", direction, one name and forty."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from articles.bylines import authors_of, byline, creators, lines, sentence, sentence_html
from articles.cards import Card, byline_text
from articles.models import Byline, Edition
from articles.sentences import ISOLATE, POP, join_names, opened, spoken
from articles.tongues import TONGUES
from pagecache import memory
from paper.models import Paper
from tests.makers import ago, make_article, make_author, make_live, make_section

pytestmark = pytest.mark.django_db

ROLES = ("author", "contributor", "photographer", "illustrator", "translator", "editor")
PLAIN = str.maketrans("", "", ISOLATE + POP)


def edition(names, language="en", *, others=(), **fields):
    """Unsaved. `others`: (role, name)."""
    rows = [*(("author", name) for name in names), *others]
    credits = [{"author": None, "name": name, "role": role} for role, name in rows]
    return Edition(language=language, direction=spoken(language).direction, credits=credits, **fields)


# language: the names; by one, by two, by three; what follows three of six, and of forty; photographs and translation after it
SAID = {
    "ar": (
        ("أحمد", "ليلى", "سامي"), "بقلم أحمد", "بقلم أحمد وليلى", "بقلم أحمد، ليلى وسامي", " وآخرون (3)", " وآخرون (37)",
        "بقلم أحمد؛ تصوير: ليلى؛ ترجمة: سامي",
    ),
    "cs": (
        ("Jan", "Eva", "Petr"), "Text: Jan", "Text: Jan a Eva", "Text: Jan, Eva a Petr", " a další (3)", " a další (37)",
        "Text: Jan; foto: Eva; překlad: Petr",
    ),
    "cy": (
        ("Ann", "Bo", "Elin"), "Gan Ann", "Gan Ann a Bo", "Gan Ann, Bo ac Elin", " a 3 arall", " a 37 arall",
        "Gan Ann; ffotograffau gan Bo; cyfieithwyd gan Elin",
    ),
    "da": (
        ("Anna", "Bo", "Karen"), "Af Anna", "Af Anna og Bo", "Af Anna, Bo og Karen", " og 3 andre", " og 37 andre",
        "Af Anna; foto: Bo; oversættelse: Karen",
    ),
    "de": (
        ("Anna", "Bo", "Uwe"), "Von Anna", "Von Anna und Bo", "Von Anna, Bo und Uwe", " und 3 weitere", " und 37 weitere",
        "Von Anna; Fotos: Bo; Übersetzung: Uwe",
    ),
    "el": (
        ("Άννα", "Νίκος", "Ελένη"), "Κείμενο: Άννα", "Κείμενο: Άννα και Νίκος", "Κείμενο: Άννα, Νίκος και Ελένη",
        " και άλλοι 3", " και άλλοι 37", "Κείμενο: Άννα· φωτογραφίες: Νίκος· μετάφραση: Ελένη",
    ),
    "en": (
        ("Ann", "Bo", "Cy"), "By Ann", "By Ann and Bo", "By Ann, Bo and Cy", " and 3 others", " and 37 others",
        "By Ann; photographs by Bo; translated by Cy",
    ),
    "es": (
        ("Ana", "Luis", "Inés"), "Por Ana", "Por Ana y Luis", "Por Ana, Luis e Inés", " y 3 más", " y 37 más",
        "Por Ana; fotografías de Luis; traducción de Inés",
    ),
    "fa": (
        ("آرش", "مریم", "رضا"), "به قلم آرش", "به قلم آرش و مریم", "به قلم آرش، مریم و رضا", " و ۳ نفر دیگر",
        " و ۳۷ نفر دیگر", "به قلم آرش؛ عکس: مریم؛ ترجمه: رضا",
    ),
    "fi": (
        ("Aino", "Esa", "Liisa"), "Teksti: Aino", "Teksti: Aino ja Esa", "Teksti: Aino, Esa ja Liisa", " ja 3 muuta",
        " ja 37 muuta", "Teksti: Aino; kuvat: Esa; käännös: Liisa",
    ),
    "fr": (
        ("Anne", "Hugo", "Léa"), "Par Anne", "Par Anne et Hugo", "Par Anne, Hugo et Léa", " et 3 autres", " et 37 autres",
        "Par Anne\u00a0; photographies\u00a0: Hugo\u00a0; traduction\u00a0: Léa",
    ),
    "he": (
        ("דנה", "יוסי", "רות"), "מאת דנה", "מאת דנה ויוסי", "מאת דנה, יוסי ורות", " ועוד 3", " ועוד 37",
        "מאת דנה; צילום: יוסי; תרגום: רות",
    ),
    "hi": (
        ("आशा", "रवि", "मीना"), "लेखन: आशा", "लेखन: आशा और रवि", "लेखन: आशा, रवि और मीना", " और 3 अन्य", " और 37 अन्य",
        "लेखन: आशा; फ़ोटो: रवि; अनुवाद: मीना",
    ),
    "it": (
        ("Ada", "Bruno", "Elsa"), "Di Ada", "Di Ada e Bruno", "Di Ada, Bruno ed Elsa", " e altri 3", " e altri 37",
        "Di Ada; fotografie di Bruno; traduzione di Elsa",
    ),
    "ja": (
        ("山田", "鈴木", "佐藤"), "文：山田", "文：山田、鈴木", "文：山田、鈴木、佐藤", "ほか3人", "ほか37人",
        "文：山田／写真：鈴木／翻訳：佐藤",
    ),
    "ko": (
        ("김민수", "이영희", "박철"), "글 김민수", "글 김민수, 이영희", "글 김민수, 이영희, 박철", " 외 3명", " 외 37명",
        "글 김민수 · 사진 이영희 · 번역 박철",
    ),
    "nb": (
        ("Anna", "Bo", "Kari"), "Av Anna", "Av Anna og Bo", "Av Anna, Bo og Kari", " og 3 andre", " og 37 andre",
        "Av Anna; foto: Bo; oversettelse: Kari",
    ),
    "nl": (
        ("Anna", "Bo", "Kees"), "Door Anna", "Door Anna en Bo", "Door Anna, Bo en Kees", " en 3 anderen", " en 37 anderen",
        "Door Anna; foto’s: Bo; vertaling: Kees",
    ),
    "pl": (
        ("Anna", "Jan", "Ewa"), "Tekst: Anna", "Tekst: Anna i Jan", "Tekst: Anna, Jan i Ewa", " i inni (3)", " i inni (37)",
        "Tekst: Anna; zdjęcia: Jan; tłumaczenie: Ewa",
    ),
    "pt": (
        ("Ana", "João", "Rui"), "Por Ana", "Por Ana e João", "Por Ana, João e Rui", " e mais 3", " e mais 37",
        "Por Ana; fotografias de João; tradução de Rui",
    ),
    "ru": (
        ("Анна", "Борис", "Вера"), "Текст: Анна", "Текст: Анна и Борис", "Текст: Анна, Борис и Вера", " и ещё 3",
        " и ещё 37", "Текст: Анна; фото: Борис; перевод: Вера",
    ),
    "sv": (
        ("Anna", "Bo", "Åsa"), "Av Anna", "Av Anna och Bo", "Av Anna, Bo och Åsa", " och 3 andra", " och 37 andra",
        "Av Anna; foto: Bo; översättning: Åsa",
    ),
    "tr": (
        ("Ayşe", "Can", "Işıl"), "Yazı: Ayşe", "Yazı: Ayşe ve Can", "Yazı: Ayşe, Can ve Işıl", " ve 3 kişi daha",
        " ve 37 kişi daha", "Yazı: Ayşe; fotoğraflar: Can; çeviri: Işıl",
    ),
    "uk": (
        ("Анна", "Ігор", "Олена"), "Текст: Анна", "Текст: Анна та Ігор", "Текст: Анна, Ігор та Олена", " та ще 3",
        " та ще 37", "Текст: Анна; фото: Ігор; переклад: Олена",
    ),
    "zh": (
        ("王芳", "李伟", "张敏"), "文／王芳", "文／王芳和李伟", "文／王芳、李伟和张敏", "和另外3人", "和另外37人",
        "文／王芳；摄影／李伟；翻译／张敏",
    ),
    "zh-hant": (
        ("王芳", "李偉", "張敏"), "文／王芳", "文／王芳和李偉", "文／王芳、李偉和張敏", "和另外3人", "和另外37人",
        "文／王芳；攝影／李偉；翻譯／張敏",
    ),
}  # fmt: skip


def test_every_language_in_the_table_has_its_sentences_here():
    assert set(SAID) == set(TONGUES)


@pytest.mark.parametrize("language", SAID)
def test_one_two_and_three_names(language):
    names, *said = SAID[language]
    for count in (1, 2, 3):
        assert sentence(edition(names[:count], language)) == said[count - 1]
        assert byline_text(edition(names[:count], language)) == said[count - 1]


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("count", [6, 40])
def test_of_many_names_three_are_shown_and_the_others_counted(language, count):
    names, _, _, three, six, forty, _ = SAID[language]
    tongue = TONGUES[language]
    written = [*names, *(f"{names[0]} {n}" for n in range(count - 4)), names[2]]
    shown = opened(tongue.author, language) + tongue.comma.join(names)
    assert byline_text(edition(written, language)) == shown + (six if count == 6 else forty)
    lead = byline(edition(written, language), {})["lead"]
    assert [name["name"] for name in lead["shown"]] == list(names) and len(lead["hidden"]) == count - 3
    assert lead["gap"] + lead["others"] == (six if count == 6 else forty)


@pytest.mark.parametrize("language", SAID)
def test_the_whole_sentence_leaves_nobody_out(language):
    names = SAID[language][0]
    written = [f"{names[0]} {n}" for n in range(39)]
    told = sentence(edition([*written, names[2]], language))
    tongue = TONGUES[language]
    last = tongue.last_before(names[2]) if tongue.last_before else tongue.last
    assert told == opened(tongue.author, language) + tongue.comma.join(written) + last + names[2]


@pytest.mark.parametrize("language", SAID)
def test_writers_photographs_and_translation_in_one_line(language):
    (one, two, three), *_, said = SAID[language]
    others = (("translator", three), ("photographer", two))
    assert sentence(edition([one], language, others=others)) == said


@pytest.mark.parametrize("language", SAID)
def test_every_role_has_words_of_its_own_and_begins_a_line_with_a_large_letter(language):
    names = SAID[language][0]
    found = lines(edition(names[:1], language, others=[(role, names[1]) for role in ROLES[1:]]))
    assert len(found) == len(set(found)) == len(ROLES)
    for line in found:
        assert line[0].upper() == line[0] and line.translate(PLAIN).endswith((names[0], names[1]))


# The rules behind "and" ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("es", "Hilario Paz", "Ana e Hilario Paz"), ("es", "Hierro", "Ana y Hierro"), ("es", "Yolanda", "Ana y Yolanda"),
        ("es", "Ygnacio", "Ana e Ygnacio"), ("es", "Íñigo", "Ana e Íñigo"), ("es", "I\u0301ñigo", "Ana e I\u0301ñigo"),
        ("es-MX", "“Inés”", "Ana e “Inés”"), ("es", "Hugo", "Ana y Hugo"), ("es", "Ieronimus", "Ana y Ieronimus"),
        ("it", "Élise", "Ana ed Élise"), ("it", "Anna", "Ana e Anna"), ("it", "Ilaria", "Ana e Ilaria"),
        ("cy", "Owain", "Ana ac Owain"), ("cy", "Gwen", "Ana a Gwen"), ("cy", "Ynyr", "Ana ac Ynyr"),
        ("cy", "William", "Ana a William"), ("cy", "Ŵyn", "Ana a Ŵyn"),
    ],
)  # fmt: skip
def test_and_listens_to_the_name_that_follows(language, name, said):
    assert join_names(["Ana", name], language) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [("Bo", f"דנה ו־{ISOLATE}Bo{POP}"), ("ורד", "דנה ו־ורד"), ("רות", "דנה ורות"), ("7", "דנה ו־7")],
)
def test_the_hebrew_and_is_joined_to_a_hebrew_name_alone(name, said):
    assert join_names(["דנה", name], "he") == said


def test_turkish_lines_begin_with_its_own_large_letter():
    assert (
        opened("illüstrasyonlar: ", "tr-TR") == "İllüstrasyonlar: " and opened("illustrations", "en") == "Illustrations"
    )


def test_no_name_is_nothing_at_all():
    assert join_names([]) == sentence(edition([])) == byline_text(edition([])) == ""
    assert lines(edition([])) == []


def test_four_names_stand_in_full_on_a_card_since_one_other_is_nobody_to_count():
    assert byline_text(edition(["A", "B", "C", "D"])) == "By A, B, C and D"
    assert byline_text(edition(["A", "B", "C", "D", "E"])) == "By A, B, C and 2 others"


# Languages ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en-GB", "By Ann"), ("EN-us", "By Ann"), ("de-CH", "Von Ann"), ("pt-BR", "Por Ann"), ("no", "Av Ann"),
        ("zh-Hant-TW", "文／Ann"), ("zh-CN", "文／Ann"),
    ],
)  # fmt: skip
def test_a_place_and_a_script_do_not_hide_the_language(language, said):
    assert sentence(edition(["Ann"], language)) == said


def test_traditional_characters_by_script_or_place():
    photographs = [("photographer", "Bo")]
    assert "攝影" in sentence(edition(["Ann"], "zh-HK", others=photographs))
    assert "摄影" in sentence(edition(["Ann"], "zh-Hans-CN", others=photographs))


def test_a_language_without_words_is_signed_in_the_papers_and_else_in_english():
    assert sentence(edition(["Ann", "Bo"], "sw")) == "By Ann and Bo"
    Paper(language="fr").save()
    memory.forget()
    assert sentence(edition(["Ann", "Bo"], "sw")) == "Par Ann et Bo"


def test_a_paper_in_a_language_without_words_signs_in_english():
    Paper.objects.create(language="sw")
    assert sentence(edition(["Ann", "Bo"], "sw")) == "By Ann and Bo"


def test_the_paper_signs_in_the_language_of_the_story():
    Paper.objects.create(name="The Quay Bell")
    signed = edition([], "de", others=[("photographer", "Bo")], signed_by_house=True)
    assert sentence(signed) == "Von The Quay Bell; Fotos: Bo"
    assert byline_text(signed) == "Von The Quay Bell"


# Direction ----------------------------------------------------------------------------------------------


def test_in_plain_text_a_name_of_the_other_direction_is_kept_apart():
    assert sentence(edition(["Ann", "ليلى"])) == f"By Ann and {ISOLATE}ليلى{POP}"
    assert sentence(edition(["ليلى", "Ann"], "ar")) == f"بقلم ليلى و{ISOLATE}Ann{POP}"
    assert sentence(edition(["ليلى (AFP)"], "ar")) == f"بقلم {ISOLATE}ليلى (AFP){POP}"


def test_in_markup_too():
    told = sentence_html(edition(["Ann", "ليلى"]), {})
    assert told == 'By <span class="name">Ann</span> and <span class="name"><bdi>ليلى</bdi></span>'


# On the page --------------------------------------------------------------------------------------------


def read(reader, article):
    return reader.get(article.editions.live().get().url).content.decode()


def words(page):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


def names_on(page):
    """The lines under the headline: (what it says, the nearest lang, the nearest dir)."""
    found = html.fromstring(page).xpath("//*[contains(@class, 'byline')]//*[@class='names']")
    return [
        (
            " ".join(line.text_content().split()),
            line.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1],
            line.xpath("ancestor-or-self::*[@dir][1]/@dir")[-1],
        )
        for line in found
    ]


def test_a_story_in_another_language_is_signed_in_it_and_says_so(reader):
    article = make_article(
        authors=[make_author(name="ليلى", position="مراسلة"), make_author(name="سامي")], language="ar"
    )
    Byline.objects.create(article=article, author=make_author(name="Bo Ek"), role="photographer", order=9)
    article.publish(by=None)
    assert names_on(read(reader, article)) == [("بقلم ليلى وسامي", "ar", "rtl"), ("تصوير: Bo Ek", "ar", "rtl")]


def test_a_story_whose_language_has_no_words_says_which_it_is_signed_in(reader):
    article = make_live(authors=[make_author(name="Ann Lee")], language="sw")
    assert names_on(read(reader, article)) == [("By Ann Lee", "en", "ltr")]


def test_many_names_fold_in_the_storys_language(reader):
    article = make_live(authors=[make_author(name=f"Ann {n}") for n in range(40)], language="de")
    page = read(reader, article)
    assert "Von Ann 0, Ann 1, Ann 2 und 37 weitere" in words(page)
    assert re.search(r"Ann 2</a> <details class=\"others\"><summary>und 37 weitere</summary>", page)


def test_names_in_a_sentence_are_linked_and_nothing_of_them_is_markup():
    bad = '<script>alert("1")</script> & Co'
    author = make_author(name=bad)
    live = make_live(authors=[author]).editions.get()
    told = sentence_html(live, authors_of(live))
    assert f'<a class="name" href="{author.url}">' in told
    assert "<script" not in told and unescape(re.sub(r"<[^>]+>", "", told)) == f"By {bad}"
    assert sentence(live) == f"By {bad}"


def test_a_single_writers_position_follows_with_the_comma_of_the_language(reader):
    page = read(reader, make_live(authors=[make_author(name="ليلى", position="مراسلة")], language="ar"))
    assert "بقلم ليلى، مراسلة" in words(page)


def test_a_card_says_in_which_language_its_byline_is():
    card = Card.of(make_live(authors=[make_author(name="ليلى")], language="ar").editions.get())
    assert (card.byline_text, card.byline_language, card.byline_direction) == ("بقلم ليلى", "ar", "rtl")


def test_lists_ask_nothing_more_for_their_bylines(reader):
    for n in range(3):
        make_live(section=make_section(), authors=[make_author(name=f"Ann {n}")], language="de", at=ago(hours=1))
    rows = list(Edition.objects.listed().for_cards().newest(ago(minutes=0)))
    with CaptureQueriesContext(connection) as queries:
        assert {byline_text(row) for row in rows} == {"Von Ann 0", "Von Ann 1", "Von Ann 2"}
    assert len(queries) <= 1  # the paper's settings, kept in memory


# The fediverse ------------------------------------------------------------------------------------------


def test_the_writers_handles_come_with_the_authors():
    ann = make_author(name="Ann Lee", fediverse="ann@social.example")
    bo, cy = make_author(name="Bo Ek", fediverse="@bo@social.example"), make_author(name="Cy Ro")
    article = make_article(authors=[ann, cy, bo])
    photographer = make_author(name="Di Fox", fediverse="@di@social.example")
    Byline.objects.create(article=article, author=photographer, role="photographer", order=9)
    live = article.publish(by=None)
    with CaptureQueriesContext(connection) as queries:
        found = creators(live, authors_of(live))
    assert (found, len(queries)) == (["@ann@social.example", "@bo@social.example"], 1)


def test_the_page_has_them(reader):
    article = make_live(authors=[make_author(fediverse="@ann@social.example")])
    assert reader.get(article.editions.get().url).context["creators"] == ["@ann@social.example"]
