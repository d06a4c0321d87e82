"""The usual pages of a paper: drafts that are true of any paper this software publishes.

What only the paper can know stands in them as a question, [To fill in: …], and no reader gets a page with one in it.
Names and addresses that the settings know are not in the texts: the page shows them from there.
"""

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.db.models import Max

from paper.models import Page, lock_paper
from paper.models.page import ABOUT, Purpose

if TYPE_CHECKING:
    from accounts.models import User


class Standing(NamedTuple):
    """A page to be made. `body` is clean HTML, its lines broken for reading here."""

    purpose: str
    title: str
    slug: str
    summary: str
    body: str

    @property
    def html(self) -> str:
        """On one line, as the sanitiser leaves it."""
        return "".join(" ".join(block.split()) for block in self.body.split("\n\n"))


def missing() -> list[Standing]:
    """Those whose question no page answers yet, and whose address is free."""
    there = list(Page.objects.values_list("purpose", "slug"))
    purposes, slugs = {purpose for purpose, _ in there}, {slug for _, slug in there}
    return [one for one in USUAL if one.purpose not in purposes and one.slug not in slugs]


def make_missing(*, by: "User | None") -> list[Page]:
    """Make them as drafts, after the pages that are there. One transaction."""
    with transaction.atomic():
        lock_paper()  # two at once would make each of them twice
        last = Page.objects.aggregate(last=Max("order"))["last"]
        first = 0 if last is None else last + 1
        pages = [_draft(one, order) for order, one in enumerate(missing(), first)]
        for page in pages:
            page.keep(by=by)
    return pages


def _draft(one: Standing, order: int) -> Page:
    return Page(purpose=one.purpose, title=one.title, slug=one.slug, summary=one.summary, body=one.html, order=order)


USUAL = (
    Standing(
        Purpose.ABOUT,
        "About us",
        ABOUT,
        "Who we are, what we cover, and where to find what we promise.",
        """
<p>[To fill in: in two or three sentences, what is this paper, where is it, and whom is it for?]</p>

<p>[To fill in: how did it begin, and what should a newcomer know of its history?]</p>

<h2>Who makes it</h2>

<p>Everyone who writes here has a page that says who they are: find them among the <a href="/authors/">authors</a>. Who
runs which desk stands on the <a href="/authors/masthead/">masthead</a>.</p>

<h2>What we cover</h2>

<p>[To fill in: what do you report on first, and what do you leave to others?]</p>

<p>Everything we have published, with its date, is in the <a href="/latest/">archive</a>.</p>
""",
    ),
    Standing(
        Purpose.ETHICS,
        "Our standards",
        "standards",
        "How we report, how we name our work, and what we do not do.",
        """
<p>These are the rules we work by. Hold us to them.</p>

<h2>Who wrote it, and what it is</h2>

<p>A story carries the names of the people who made it. News goes without a label; analysis, opinion, reviews and
explainers say what they are above the headline. Opinion is set apart from news on every page.</p>

<p>What somebody paid for says so, and by whom, before its headline. It is not journalism of ours, and no reporter writes it
as part of their reporting. [To fill in: who makes paid pieces here, and who decides which are accepted?]</p>

<h2>When it was written</h2>

<p>Every story has the day on which it was first published. It says “Updated” only when something changed that a reader
should know; a mended comma does not make a story new.</p>

<h2>How we know</h2>

<p>We name our sources where we can, and link to the documents we used, so that you can read them yourself. When we cannot
name somebody, we say why. A story that needs it tells how it was reported.</p>

<p>Whoever is accused of something is asked for an answer before we publish, and has the time to give one. [To fill in: how
long do you give, and who may decide to publish sooner?]</p>

<h2>Independence</h2>

<p>[To fill in: may reporters take gifts, journeys or tickets, hold shares in what they cover, or belong to a party?]</p>

<p>Where the paper or the writer has an interest in what a story is about, the story says so.</p>

<h2>Pictures</h2>

<p>A picture shows what its caption says, and names who made it. We do not add to a news picture, or take away from
it. [To fill in: do you publish drawings or photographs made by machines, and how would a reader know?]</p>

<h2>Machines</h2>

<p>[To fill in: do writers use software that writes or translates, for what, and who checks it?]</p>

<h2>People in the news</h2>

<p>[To fill in: how do you treat children, victims, the grieving, and people accused but not convicted?]</p>

<h2>When we are wrong</h2>

<p>We say so, on the story itself, and on the list of <a href="/corrections/">corrections</a>.</p>
""",
    ),
    Standing(
        Purpose.CORRECTIONS,
        "How we correct mistakes",
        "how-we-correct",
        "What we do when we were wrong, and how to tell us.",
        """
<p>We get things wrong. When we do, we put them right where they stood, and say so.</p>

<h2>What you will see</h2>

<ul><li><strong>A correction</strong> puts right what was wrong. It stands on the story with its date: at the top when the
fact mattered to the story, else at the foot, with a line at the top that leads to it.</li><li><strong>A
clarification</strong> is for what was not wrong but could be misread.</li><li><strong>An update</strong> or <strong>an
editor’s note</strong> says what happened since, or what else a reader should know.</li><li><strong>A retraction</strong>
takes a story back. It keeps its address, with a notice above it that says why; it leaves our lists, our feeds and our
search.</li></ul>

<p>Spelling that changes no meaning is mended without a note. No fact ever is.</p>

<p>Every correction we have made, the newest first, is on one page: <a href="/corrections/">Corrections</a>.</p>

<h2>What we do not do</h2>

<p>We do not quietly rewrite a story, and we do not take one down because somebody would rather it were gone. When a court
or the law makes us remove something, its address says that it was removed.</p>

<h2>Tell us</h2>

<p>Write to the address below, with the address of the story. Every story has a link that does this for you: “Report an
error”. [To fill in: who reads these letters, and how soon does a reader get an answer?]</p>
""",
    ),
    Standing(
        Purpose.OWNERSHIP,
        "Who owns and pays for us",
        "ownership",
        "Our owners, our money, and what neither of them decides.",
        """
<h2>Owners</h2>

<p>[To fill in: who owns the paper, with which shares, and what else do they own?]</p>

<h2>Money</h2>

<p>[To fill in: what does the paper live on: sales, subscriptions, advertising, donations, grants, public money? In rough
shares.]</p>

<p>[To fill in: which single giver or customer pays more than a twentieth of it?]</p>

<h2>Who decides what is published</h2>

<p>[To fill in: who appoints the editor, and what is written down to keep owners, givers and advertisers out of the
newsroom?]</p>

<p>Where a story is about somebody who owns us or pays us, it says so.</p>
""",
    ),
    Standing(
        Purpose.CONTACT,
        "Contact",
        "contact",
        "How to reach the paper, and the people in it.",
        """
<p>We read what you send us. To report an error in a story, use the link under it: it tells us which story you mean.</p>

<p>To reach somebody who writes here, look at their page among the <a href="/authors/">authors</a>: many give an address of
their own.</p>

<p>[To fill in: how does somebody reach you in confidence: a number, a key, a letter box?]</p>
""",
    ),
    Standing(
        Purpose.FEEDBACK,
        "Answering us back",
        "answering-back",
        "How readers tell us what they think, and what becomes of it.",
        """
<p>A paper that is not answered gets worse. There are these ways:</p>

<ul><li><strong>An error</strong>: the link “Report an error” under every story. What becomes of it is told under <a
href="/corrections/">Corrections</a>.</li><li><strong>A letter</strong>: write to the address below. Say whether we may
publish it, and under which name.</li><li><strong>The writer</strong>: many have an address on their own page among the <a
href="/authors/">authors</a>.</li></ul>

<p>[To fill in: do you publish letters, and how do you choose and shorten them?]</p>

<p>[To fill in: to whom does a reader go who is not content with your answer: a readers’ editor, a press council?]</p>
""",
    ),
    Standing(
        Purpose.UNNAMED_SOURCES,
        "Unnamed sources",
        "unnamed-sources",
        "When we quote people without their names, and what we check first.",
        """
<p>We name the people we quote. A reader who knows who speaks can judge what they say.</p>

<p>We leave a name out only where somebody would come to harm by it, where what they know matters to the public, and where
we cannot get it from anybody who can be named. Then:</p>

<ul><li>the writer knows who it is, and so does an editor;</li><li>the story says as much as it can about how they know, and
why they are not named;</li><li>nobody is attacked by somebody without a name;</li><li>what was promised is
kept.</li></ul>

<p>[To fill in: which editor has to agree, and how many sources must confirm a fact that no named person stands
behind?]</p>
""",
    ),
    Standing(
        Purpose.PRIVACY,
        "Privacy",
        "privacy",
        "What this site learns about its readers: as little as a site can.",
        """
<p>You can read all of this site without telling us who you are.</p>

<h2>What the site does not do</h2>

<ul><li>It sets no cookies for readers, and keeps nothing in your browser to know you by.</li><li>It has no trackers, no
counters of other companies, and no advertisements that are fetched from elsewhere.</li><li>Its pages, type, styles and
pictures come from here alone: by reading, you tell nobody else that you were here.</li></ul>

<h2>Videos and posts from elsewhere</h2>

<p>Where a story shows something that stands on another site, you see a plain box with its name. Nothing is fetched from
there until you press it. When you do, that site learns your internet address and can set cookies of its own.</p>

<h2>What the server sees</h2>

<p>Every web server sees the internet address a request comes from, the page it asks for, and what the browser says of
itself. [To fill in: who runs your server, does it keep a log of this, and after how many days is that deleted?]</p>

<h2>When you write to us</h2>

<p>We have your letter and your address, and use them to answer you. [To fill in: how long do you keep letters, and who can
read them?]</p>

<h2>People we write about</h2>

<p>What journalism may keep and publish about people is a matter of press law. If something about you is wrong, tell us: see
<a href="/corrections/">Corrections</a>.</p>

<h2>Who answers for it</h2>

<p>[To fill in: who is responsible for data under the law where you are, and where can a reader complain?]</p>
""",
    ),
)
