"""Each step of each verb on authors and bios made to fail leaves every table exactly as it was."""

from itertools import count

import pytest
from django.db import connection

from authors.mending import key_of, mend, offers, take_out
from authors.models import Author, AuthorMerge, BioAsk, BioProposal, Distinct, NameChange
from authors.models.words import put_words, words_of
from tests.makers import ahead, make_article, make_author, make_live
from tests.test_failing_steps import FailAt, StepFails, everything

pytestmark = pytest.mark.django_db(transaction=True)

BIO = "<p>Ann Lee grew up by the quay.</p><p>Her work has appeared in Slack Water, the Orr Valley Argus and Kelp.</p>"
SAYS_NO_MORE = "<p>Ann Lee grew up by the quay.</p><p>Her work has appeared in Slack Water.</p>"


def ann(bio=BIO, outlets=("Slack Water", "Kelp")):
    """With stories live, coming and never published, and another who looks alike."""
    author, twin = make_author(name="Ann Lee"), make_author(name="ANN LEE, AP", position="Reporter", start_year=1998)
    put_words(author, {"bio": bio, "outlets": [{"name": name} for name in outlets]})
    put_words(twin, {"links": [{"label": "Site", "url": "https://lee.example/"}], "outlets": [{"name": "Tern"}]})
    for one in (author, twin):
        one.keep(by=None)
        live = make_live(authors=[one])
        live.keep_version(by=None)
        live.publish(by=None, at=ahead(hours=2))
        make_article(authors=[one])
    both = make_article(authors=[author, twin])
    both.publish(by=None)
    return author


def twin():
    return Author.objects.get(name="ANN LEE, AP")


def proposed(author):
    said = words_of(author)
    BioProposal.propose(author, said | {"place": "Ostrey"}, base=said, by=None)


def waiting():
    return BioProposal.objects.open().get()


def mended(author):
    said = words_of(author)
    BioAsk.objects.get().mend(said | {"place": "Ostrey"}, base=said)


def merged(author):
    AuthorMerge.merge(author, twin(), by=None)


VERBS = {
    "propose": proposed,
    "propose again": lambda a: BioProposal.propose(a, words_of(a) | {"beat": "Eels"}, base=words_of(a), by=None),
    "approve": lambda a: waiting().approve(by=None),
    "decline": lambda a: waiting().decline(by=None, reason="Not so."),
    "withdraw": lambda a: waiting().withdraw(by=None),
    "ask": lambda a: BioAsk.ask(a, by=None),
    "ask everyone": lambda a: BioAsk.ask_everyone(by=None),
    "say right": lambda a: BioAsk.objects.get().say_right(),
    "mend by the link": mended,
    "rename from now on": lambda a: NameChange.rename(a, "Ann Brook", scope=NameChange.Scope.FROM_NOW, by=None),
    "rename everywhere": lambda a: NameChange.rename(a, "Ann Brook", scope=NameChange.Scope.EVERYWHERE, by=None),
    "merge": merged,
    "undo": lambda a: AuthorMerge.objects.get().undo(by=None),
    "say they are two": lambda a: Distinct.say(a, twin(), by=None, reason="Two people."),
    "mend by one click": lambda a: mend(a, a.findings.get(kind="outlet_unlisted").key, by=None),
    "let stand": lambda a: a.findings.get(kind="outlet_unlisted").dismiss(by=None, reason="It is no outlet."),
    "take a sentence out": lambda a: take_out(a, key_of(offers(a)[0]), by=None),
}
BEFORE = {
    "propose again": proposed,
    "approve": proposed,
    "decline": proposed,
    "withdraw": proposed,
    "ask": lambda a: BioAsk.ask(a, by=None),
    "say right": lambda a: BioAsk.ask(a, by=None),
    "mend by the link": lambda a: BioAsk.ask(a, by=None),
    "undo": merged,
}


@pytest.mark.parametrize("name", VERBS)
def test_a_step_that_fails_leaves_everything_as_it_was(name):
    author = ann(SAYS_NO_MORE, ["Slack Water"]) if name == "take a sentence out" else ann()
    BEFORE.get(name, lambda a: None)(author)
    before = everything()
    for step in count(1):
        try:
            with connection.execute_wrapper(FailAt(step)):
                VERBS[name](Author.objects.get(pk=author.pk))
        except StepFails:
            assert everything() == before, f"step {step} left something behind"
        else:
            break
    assert step > 1 and everything() != before, "the verb did nothing"
