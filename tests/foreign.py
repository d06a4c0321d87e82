"""A whole paper in another language, with everything in it that readers can come across."""

from dataclasses import dataclass, field
from typing import Any

from articles.models import Article, Byline, Correction, Section, Series, Topic
from articles.models.front import BreakingLine
from authors.models import Author, Department, Outlet
from paper.models import Page, Paper
from tests.makers import ago, ahead, make_article, make_author, make_live
from tests.pictures import make_picture


@dataclass(frozen=True)
class Language:
    """What an editor in that language would have typed; names are invented."""

    tag: str
    paper: str
    tagline: str
    sections: tuple[str, str]
    topic: str
    series: str
    department: str
    people: tuple[str, str, str]
    position: str
    place: str
    outlets: tuple[str, str]
    headlines: tuple[str, ...]
    sentence: str
    words: str  # a word or two, wherever a field is short
    email: str = "fehler@kai.example"
    zone: str = "Europe/Berlin"
    extra: dict[str, Any] = field(default_factory=dict)


ARABIC = Language(
    tag="ar",
    paper="صحيفة الرصيف",
    tagline="أخبار الميناء كل صباح",
    sections=("العالم", "البحر المتوسط"),
    topic="الموانئ",
    series="ملفات المرفأ",
    department="المراسلون",
    people=("ليلى حداد", "سمير نجار", "هدى كرم"),
    position="كبيرة المراسلين",
    place="بيروت",
    outlets=("المنارة", "الشراع"),
    headlines=(
        "العبّارة الصباحية تتأخر ساعة عن موعدها", "ارتفاع أسعار السمك للأسبوع الثالث", "المجلس يقرّ ميزانية المرفأ",
        "لماذا لا تكفي الأرصفة", "رأي في مستقبل الصيد", "رحلة إلى جزيرة المنارة",
    ),
    sentence="غادرت العبّارة الرصيف الشمالي متأخرة ساعة كاملة، وانتظر الركّاب تحت المطر.",
    words="ميناء هادئ",
    zone="Asia/Beirut",
)  # fmt: skip

GERMAN = Language(
    tag="de",
    paper="Der Kai",
    tagline="Jeden Morgen Nachrichten aus dem Hafen",
    sections=("Gesellschaft", "Binnenschifffahrtspolitik"),
    topic="Hafenbetriebsgesellschaften",
    series="Die Hafenakten",
    department="Korrespondentinnen und Korrespondenten",
    people=("Lena Möwe", "Jörg Anker", "Käthe Strandläufer"),
    position="Chefkorrespondentin",
    place="Emden",
    outlets=("Die Tonne", "Leuchtfeuer"),
    headlines=(
        "Donaudampfschifffahrtsgesellschaftskapitän verlässt Binnenschifffahrtsverwaltung",
        "Fischpreise steigen die dritte Woche in Folge", "Der Rat beschließt den Haushalt des Hafens",
        "Warum die Liegeplätze nicht reichen", "Was aus der Fischerei werden soll", "Eine Reise zur Leuchtturminsel",
    ),
    sentence="Die Fähre verließ den Nordkai eine Stunde zu spät, und die Fahrgäste warteten im Regen.",
    words="Stiller Hafen",
)  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What a paper was made of; `stories` by what they are."""

    section: Section
    topic: Topic
    series: Series
    authors: list[Author]
    stories: dict[str, Article]


def make_paper(said: Language) -> Made:
    """The paper with its sections, people and stories. Needs the fixture `picture_storage`."""
    Paper(
        name=said.paper, tagline=said.tagline, language=said.tag, time_zone=said.zone, corrections_email=said.email,
        lists_changes=True, founded=1911, legal_name=said.paper, postal_address=said.place, contact_email=said.email,
    ).save()  # fmt: skip
    section = Section.objects.create(name=said.sections[0], description=said.sentence)
    Section.objects.create(name=said.sections[1], parent=section)
    topic = Topic.objects.create(name=said.topic, description=said.sentence)
    authors = _people(said)
    series = Series.objects.create(name=said.series, description=said.sentence)
    stories = _stories(said, section, topic, authors)
    series.set_parts([stories["news"].pk, stories["old"].pk], by=None)
    BreakingLine.objects.announce(said.headlines[1], by=None, until=ahead(hours=2), article=stories["analysis"])
    for order, purpose in enumerate(("about", "ethics", "corrections", "contact")):
        Page.objects.create(
            title=f"{said.words} {order}", slug="about" if purpose == "about" else f"s{order}", purpose=purpose,
            summary=said.sentence, body=f"<p>{said.sentence}</p>", is_public=True, order=order,
        )  # fmt: skip
    return Made(section, topic, series, authors, stories)


def _people(said: Language) -> list[Author]:
    department = Department.objects.create(name=said.department)
    first, second, third = said.people
    facts = {
        "position": said.position,
        "beat": said.topic,
        "place": said.place,
        "expertise": said.topic,
        "start_year": 2004,
    }
    people = [
        make_author(name=first, department=department, bio=f"<p>{said.sentence}</p>", born_year=1971, email=said.email, **facts),
        make_author(name=second, standing=Author.Standing.FORMER, died_year=2019, **facts),
        make_author(name=third, standing=Author.Standing.GUEST, disclosure=said.sentence),
    ]  # fmt: skip
    for order, name in enumerate(said.outlets):
        people[0].outlet_credits.create(outlet=Outlet.called(name), order=order)
    people[0].aliases.create(name=f"{first} {said.place}", former=True)
    people[0].links.create(label=said.words, url="https://example.org/leila")
    people[0].keep(by=None, source="test")
    return people


def _stories(said: Language, section: Section, topic: Topic, authors: list[Author]) -> dict[str, Article]:
    same = {"section": section, "topics": [topic], "deck": said.sentence}
    news, prices, budget, berths, fishing, journey = said.headlines
    return {
        "news": _news(said, news, authors, **same),
        "analysis": make_live(headline=prices, kind="analysis", authors=authors[1:2], body=_text(said), at=ago(days=2), **same),
        "corrected": _corrected(said, budget, authors, **same),
        "sponsored": make_live(headline=berths, kind="sponsored", sponsor=said.words, body=_text(said), **same),
        "opinion": make_live(headline=fishing, kind="opinion", authors=authors[2:], body=_text(said), **same),
        "old": make_live(headline=journey, kind="review", authors=authors[:1], body=_text(said), at=ago(days=400), **same),
        "retracted": _retracted(said, authors, **same),
        "gone": _gone(said, **same),
    }  # fmt: skip


def _text(said: Language) -> str:
    return f"<p>{said.sentence}</p>" * 3


def _news(said: Language, headline: str, authors: list[Author], **same: Any) -> Article:
    """With a picture, an embed, a table, people who did other things, and what it says of itself."""
    picture = make_picture(rendered=True, alt=said.sentence, caption=said.sentence, credit=said.people[1])
    body = (
        f"<h2>{said.words}</h2>{_text(said)}"
        f'<figure data-embed="https://www.youtube.com/watch?v=abc-123_z00"></figure>'
        f"<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )
    story = make_article(
        headline=headline, authors=authors[:2], body=body, kicker=said.words, dateline=said.place, lead_picture=picture,
        lead_caption=said.sentence, lead_alt=said.words, source_name=said.outlets[0],
        sources=f"{said.words}: https://example.org/{said.tag}.pdf\n{said.topic}", how_reported=said.sentence,
        disclosure=said.sentence, no_ai=True, **same,
    )  # fmt: skip
    Byline.objects.create(article=story, author=authors[0], role=Byline.Role.PHOTOGRAPHER, order=5)
    Byline.objects.create(article=story, author=authors[2], role=Byline.Role.TRANSLATOR, order=6)
    story.publish(by=None, at=ago(hours=30))
    story.deck = f"{said.sentence} {said.words}"
    story.save()
    story.publish(by=None)
    return story


def _corrected(said: Language, headline: str, authors: list[Author], **same: Any) -> Article:
    story = make_article(headline=headline, authors=authors, kind="explainer", body=_text(said), **same)
    for order, kind in enumerate(Correction.Kind.values):
        Correction.objects.create(article=story, kind=kind, text=said.sentence, order=order, top=order == 1)
    story.publish(by=None, at=ago(days=1))
    return story


def _retracted(said: Language, authors: list[Author], **same: Any) -> Article:
    story = make_live(headline=f"{said.headlines[1]} {said.words}", authors=authors[:1], body=_text(said), **same)
    story.retract(by=None, notice=said.sentence)
    return story


def _gone(said: Language, **same: Any) -> Article:
    story = make_live(headline=f"{said.headlines[2]} {said.words}", body=_text(said), **same)
    story.unpublish(by=None)
    return story
