"""Sweep: what the desk alone knows of an author stands on no public page, in no feed, in nothing machines are told, in no header."""

import pytest

from articles.models import Byline
from authors.models import (
    Author,
    AuthorAlias,
    AuthorLink,
    AuthorMerge,
    BioAsk,
    BioProposal,
    Department,
    Dismissal,
    Distinct,
    Finding,
    NameChange,
    Outlet,
    OutletCredit,
)
from authors.models.words import words_of
from tests.makers import ago, make_article, make_author, make_section, make_topic
from tests.test_visibility import pages, routes

pytestmark = pytest.mark.django_db


def secret(what):
    """A word that stands nowhere else, and says where it came from."""
    return f"zanzibar-{what}"


def known_to_the_desk(author, by):
    """Everything of theirs that readers are never told, each with a word of its own."""
    Author.objects.filter(pk=author.pk).update(
        contact_email=f"{secret('contact')}@desk.example", behind=secret("behind"), kind=Author.Kind.PEN_NAME
    )
    author.refresh_from_db()
    AuthorAlias.objects.create(author=author, name=secret("private-alias"), former=True, private=True)
    AuthorAlias.objects.create(author=author, name=secret("spelling"))
    AuthorLink.objects.create(author=author, label="Website", url="https://ann.example", trouble=secret("trouble"))
    NameChange.rename(author, "Ann Lee-Marsh", scope="everywhere", by=by, private=True, note=secret("rename-note"))
    author.keep(by=by, source=secret("source"), note=secret("version-note"))
    Dismissal.dismiss(author, "lost", "abc", secret("excerpt"), by=by, reason=secret("dismissal"))
    told = {"field": "bio", "message": secret("finding"), "excerpt": secret("found"), "key": "def"}
    Finding.objects.create(author=author, kind="lost", **told)


def proposed_and_decided(author, by):
    said = words_of(author)
    for number, note in enumerate((secret("declined-note"), secret("waiting-note"))):
        words = said | {"bio": f"<p>{secret(f'proposed-{number}')}</p>"}
        made = BioProposal.propose(author, words, base=said, by=None, by_name=secret("proposer"), note=note)
        if not number:
            made.decline(by=by, reason=secret("reason"))


def merged_away(kept, by):
    """Somebody who was found to be the same, with a bio, a spelling and an address of their own."""
    gone = make_author(
        name="Anne Lee", bio=f"<p>{secret('other-bio')}</p>", contact_email=f"{secret('gone')}@desk.example",
        behind=secret("gone-behind"),
    )  # fmt: skip
    AuthorAlias.objects.create(author=gone, name=secret("gone-alias"), private=True)
    AuthorMerge.merge(kept, gone, by=by, note=secret("merge-note"))
    twin = make_author(name="Ann Leigh", bio="<p>Ann Leigh sings.</p>")
    Distinct.say(kept, twin, by=by, reason=secret("distinct"))


@pytest.fixture
def somebody(bio_manager):
    """Credited on a story as writer and photographer, pinned to the profile, on the masthead."""
    author = make_author(
        name="Ann Lee", bio="<p>Writes about tides.</p>", department=Department.objects.create(name="Quay")
    )
    OutletCredit.objects.create(author=author, outlet=Outlet.called("The Tide Post"))
    known_to_the_desk(author, bio_manager)
    merged_away(author, bio_manager)
    proposed_and_decided(author, bio_manager)
    return Author.objects.get(pk=author.pk)


@pytest.fixture
def asked(somebody, bio_manager):
    """What may not be seen of the question they were asked: its link, and where it was sent."""
    other = make_author(name="Bo Reed", bio="<p>Counts gulls.</p>")
    for author in (somebody, other):
        BioAsk.ask(author, by=bio_manager, email=f"{secret(f'asked-{author.pk}')}@mail.example")
    return {author.pk: author.asks.get() for author in (somebody, other)}


def published(author):
    article = make_article(section=make_section(), authors=[author], topics=[make_topic()])
    Byline.objects.create(article=article, author=author, role=Byline.Role.PHOTOGRAPHER, order=1)
    article.publish(by=None, at=ago(days=1))
    author.pins.put(author, [article.editions.get().url])
    return article


def sweep(reader, author):
    addresses = pages(published(author), author, make_section(), make_topic())
    assert not set(routes()) - set(addresses)
    for address in (one for found in addresses.values() for one in found):
        yield address, reader.get(address)
    for narrowed in ("role=author", "role=photographer", f"topic={make_topic().slug}", "year=1999"):
        yield narrowed, reader.get(f"{author.url}?{narrowed}")
    for old in author.old_slugs.values_list("slug", flat=True):
        yield old, reader.get(f"/authors/{old}/")


def all_of(response):
    """The page with its headers."""
    return f"{response.headers}\n{response.content.decode(errors='replace')}".casefold()


def test_what_the_desk_alone_knows_is_nowhere_in_public(reader, somebody, asked):
    tokens = [ask.token for ask in asked.values()]
    for address, response in sweep(reader, somebody):
        said = all_of(response)
        assert "zanzibar" not in said, (address, said[said.find("zanzibar") :][:80])
        assert not [token for token in tokens if token.casefold() in said], address


def test_what_readers_may_know_is_there(reader, somebody):
    page = reader.get(somebody.url).content.decode()
    for said in ("Ann Lee-Marsh", "Writes about tides.", "The Tide Post", "Website", "A pen name"):
        assert said in page
    assert "Ann Lee-Marsh" in reader.get("/authors/masthead/").content.decode()


def test_the_name_that_was_left_behind_for_good_is_in_no_answer(reader, somebody):
    for address, response in sweep(reader, somebody):
        assert "ann lee<" not in all_of(response) and '"ann lee"' not in all_of(response), address


def test_behind_a_signed_link_stand_the_authors_own_words_and_nothing_of_the_desk(reader, somebody, asked):
    said = all_of(reader.get(asked[somebody.pk].get_absolute_url()))
    assert "writes about tides." in said
    for what in (
        "contact", "behind", "private-alias", "spelling", "trouble", "rename-note", "source", "version-note", "dismissal", "finding",
        "found", "excerpt", "reason", "declined-note", "gone", "other-bio", "merge-note", "distinct",
    ):  # fmt: skip
        assert secret(what) not in said, what
    assert asked[next(pk for pk in asked if pk != somebody.pk)].token.casefold() not in said
    assert f"asked-{somebody.pk}" not in said


def test_who_is_hidden_stands_in_no_list_and_asks_search_engines_to_stay_away(reader, somebody):
    Author.objects.filter(pk=somebody.pk).update(hidden=True)
    answers = dict(sweep(reader, somebody))
    assert "noindex" in answers[somebody.url].content.decode()
    assert answers[f"{somebody.url}atom.xml"].headers["X-Robots-Tag"] == "noindex"
    for address in ("/authors/", "/authors/masthead/"):
        assert "Lee-Marsh" not in answers[address].content.decode()


def test_an_author_merged_away_has_no_page_of_its_own_and_its_address_leads_on(reader, somebody):
    gone = Author.everyone.get(merged_into=somebody)
    assert reader.get(f"/authors/{gone.slug}/").status_code == 404
    assert reader.get("/authors/anne-lee/")["Location"] == somebody.url
    assert gone.name not in reader.get("/authors/").content.decode()
