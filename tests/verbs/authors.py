"""What is done to authors, and to what they belong to."""

from authors.models.merge import AuthorMerge
from authors.models.names import AuthorLink
from authors.models.proposal import BioProposal
from authors.models.renaming import NameChange
from authors.models.words import words_of
from authors.verify import _write_down
from tests.pictures import make_picture
from tests.verbs.doing import keep, on_the_desk
from tests.whole_paper import url_of


def mend_a_bio(p):
    keep(p.ann, bio="<p>Counts terns.</p>")


def approve_a_bio(p):
    said = words_of(p.ben)
    asked = BioProposal.propose(p.ben, said | {"bio": "<p>Counts seals.</p>"}, base=said, by=None, by_name="Ben")
    asked.approve(by=None)


def give_the_first_bio(p):
    keep(p.eve, bio="<p>Is new here.</p>")


def retire_an_author(p):
    keep(p.ann, standing="former")


def hide_an_author(p):
    keep(p.cy, hidden=True)


def rename_an_author_from_now(p):
    NameChange.rename(p.ann, "Ann Stone", scope="from_now", by=None)


def rename_an_author_everywhere(p):
    NameChange.rename(p.ann, "Ann Stone", scope="everywhere", by=None)


def rename_an_author_privately(p):
    NameChange.rename(p.cy, "Cyra Oduya", scope="everywhere", by=None, private=True)


def merge_authors(p):
    AuthorMerge.merge(p.gilbert, p.gil, by=None)


def merge_authors_of_whom_one_is_pictured(p):
    AuthorMerge.merge(p.ann, p.ben, by=None)


def part_authors_again(p):
    p.merge.undo(by=None)


def rename_who_was_merged_into(p):
    NameChange.rename(p.helen, "Helen Stone", scope="everywhere", by=None)


def delete_an_author(p):
    on_the_desk(p, f"/admin/authors/author/{p.eve.pk}/delete/", post="yes")


def rename_an_outlet(p):
    outlet = p.ann.outlet_credits.get().outlet
    on_the_desk(
        p, f"/admin/authors/outlet/{outlet.pk}/change/", name="Slack Water Weekly", url="https://slack.example/"
    )


def rename_a_department(p):
    on_the_desk(p, f"/admin/authors/department/{p.newsdesk.pk}/change/", name="News", order="3")


def delete_a_department(p):
    on_the_desk(p, f"/admin/authors/department/{p.newsdesk.pk}/delete/", post="yes")


def change_a_portrait(p):
    keep(p.ben, portrait=make_picture(width=320, height=240))


def give_a_portrait(p):
    keep(p.ann, portrait=make_picture(width=320, height=240))


def confirm_a_link(p):
    _write_down(AuthorLink.objects.get(author=p.ann), "", lasting=False)


def pin_a_story(p):
    p.ann.pins.put(p.ann, [url_of(p.match)])


def join_a_department(p):
    keep(p.dot, department=p.newsdesk)
