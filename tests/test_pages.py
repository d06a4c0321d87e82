"""The paper's own pages as readers get them: what is public, at which address, and how soon a change shows."""

import threading

import pytest
from django.db import connection

from pagecache import memory
from pagecache.models import Purge
from paper.models import Page, PageVersion, Paper
from paper.models.page import PageChangedMeanwhile
from paper.pages import public_pages
from tests.makers import utc

pytestmark = pytest.mark.django_db


def make_page(**fields):
    page = Page(**{"title": "How we correct", "body": "<p>We say so.</p>", "is_public": True} | fields)
    page.keep(by=None)
    memory.forget()  # a test never commits: nothing hears its purges
    return page


def change(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.keep(by=None, base=page.version)
    return page


def text(reader, address):
    response = reader.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_page_is_read_below_about_with_its_words_and_the_day_it_was_last_changed(reader, clock):
    clock.set(utc(2026, 2, 14, 9))
    page = make_page(summary="At once, and in plain sight.")
    assert page.url == "/about/how-we-correct/"
    found = text(reader, page.url)
    for words in (
        "How we correct",
        "<p>We say so.</p>",
        "At once, and in plain sight.",
        "Last changed on 14 February 2026",
    ):
        assert words in found


def test_a_draft_is_invisible_to_readers(reader):
    page = make_page(title="Zanzibar", is_public=False)
    assert reader.get(page.url).status_code == 404
    assert reader.get("/about/").status_code == 404
    assert "Zanzibar" not in text(reader, "/")
    make_page()
    assert "Zanzibar" not in text(reader, "/about/")


def test_about_is_its_page_else_a_list_of_the_pages_else_unknown(reader):
    assert reader.get("/about/").status_code == 404
    make_page(summary="At once.")
    found = text(reader, "/about/")
    assert 'href="/about/how-we-correct/"' in found
    assert "At once." in found
    about = make_page(title="Who we are", slug="about")
    assert about.url == "/about/"
    found = text(reader, "/about/")
    assert "<h1>Who we are</h1>" in found
    assert 'href="/about/how-we-correct/"' in found


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [("/about/About/", "/about/"), ("/about/about/", "/about/"), ("/about/HOW-we-correct/", "/about/how-we-correct/")],
)
def test_other_forms_of_an_address_lead_to_the_one(reader, asked, leads_to):
    make_page(title="Who we are", slug="about")
    make_page()
    response = reader.get(asked)
    assert (response.status_code, response.url) == (301, leads_to)
    assert reader.get(asked, follow=True).status_code == 200


def test_an_old_address_leads_to_the_page(reader):
    page = change(make_page(), slug="corrections-policy")
    response = reader.get("/about/how-we-correct/")
    assert (response.status_code, response.url) == (301, "/about/corrections-policy/")
    change(page, slug="mistakes")
    assert reader.get("/about/how-we-correct/").url == "/about/mistakes/"
    make_page(title="Another", slug="how-we-correct")
    assert "<h1>Another</h1>" in text(reader, "/about/how-we-correct/")


def test_an_old_address_that_no_reader_ever_had_stays_unknown_and_so_does_that_of_a_page_taken_back(reader):
    page = change(make_page(slug="secret", is_public=False), slug="open", is_public=True)
    assert reader.get("/about/secret/").status_code == 404
    change(page, slug="moved")
    change(page, is_public=False)
    assert reader.get("/about/open/").status_code == 404


@pytest.mark.parametrize("slug", ["%00", "%ED%A0%80", "a" * 3000, "..", "%F0%9F%9B%9F", "'; drop table", "%2f", "<b>"])
def test_no_address_breaks_it(reader, slug):
    make_page()
    assert reader.get(f"/about/{slug}/").status_code in (301, 404)


def test_the_footer_names_the_pages_that_stand_there_in_order_on_every_page(reader):
    make_page(title="Contact", order=2)
    make_page(title="Standards", order=1)
    make_page(title="Only by link", order=0, in_footer=False)
    footer = text(reader, "/").partition('<footer class="imprint">')[2]
    assert footer.index("Standards") < footer.index("Contact")
    assert "Only by link" not in footer


def test_a_change_shows_at_once_although_the_pages_are_in_memory(reader, django_capture_on_commit_callbacks):
    page = make_page()
    assert "How we correct" in text(reader, "/")
    with django_capture_on_commit_callbacks(execute=True):
        change(page, title="Our mistakes")
    assert "Our mistakes" in text(reader, "/")
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert "Our mistakes" not in text(reader, "/")
    assert public_pages() == []


def test_a_change_purges_the_page_and_every_footer():
    page = make_page()
    Purge.objects.all().delete()
    change(page, body="<p>We say so at once.</p>")
    assert {f"page:{page.pk}", "pages", "site"} <= set(Purge.objects.values_list("tag", flat=True))


def test_public_pages_come_from_memory_and_without_their_text(django_assert_num_queries):
    make_page(body="<p>Long.</p>")
    memory.forget()
    with django_assert_num_queries(1):
        public_pages()
    with django_assert_num_queries(0):
        (page,) = public_pages()
        assert page.title and page.url and page.summary == ""
    assert page.get_deferred_fields() == {"body"}


def test_pages_tell_what_the_settings_know(reader):
    Paper.objects.create(
        contact_email="desk@quay.example",
        corrections_email="oops@quay.example",
        postal_address="1 Fish Quay\nOstrey <b>",
        legal_name="Quay Press & Co",
        founded=1871,
    )
    make_page(title="Contact", purpose="contact")
    make_page(title="Owners", purpose="ownership")
    contact, owners = text(reader, "/about/contact/"), text(reader, "/about/owners/")
    assert 'href="mailto:desk@quay.example"' in contact
    assert 'href="mailto:oops@quay.example"' in contact
    assert "1 Fish Quay<br>Ostrey &lt;b&gt;" in contact
    assert "Quay Press &amp; Co" in owners
    assert "1871" in owners
    assert "1871" not in contact.partition("<footer")[0]


def test_what_the_settings_leave_empty_is_not_shown(reader):
    make_page(title="Contact", purpose="contact")
    assert "own-facts" not in text(reader, "/about/contact/")


def test_questions_of_the_desk_never_reach_readers(reader):
    body = "<p>We are free. [To fill in: who pays?]</p><p>[To fill in: who owns it?]</p>"
    page = make_page(body=body)  # past the form, which refuses it
    assert page.questions == ["who pays?", "who owns it?"]
    found = text(reader, page.url)
    assert "<p>We are free.</p>" in found
    assert "To fill in" not in found


def test_hostile_words_stay_words(reader):
    hostile = '"><script>alert(1)</script>'
    page = make_page(title=hostile, summary=hostile, slug="x", body=f"<p>{hostile}</p><p onclick=x>a</p>")
    for address in (page.url, "/", "/about/"):
        found = text(reader, address)
        assert "<script>alert" not in found
        assert "onclick" not in found


def test_a_page_holds_no_pictures_and_no_embeds():
    figure = '<figure data-picture="3"><figcaption>A ferry</figcaption></figure>'
    page = make_page(body=f'<p>a</p>{figure}<figure data-embed="https://www.youtube.com/watch?v=abc"></figure>')
    page.refresh_from_db()
    assert page.body == "<p>a</p><p>A ferry</p>"


def test_a_table_scrolls_in_a_named_region(reader):
    page = make_page(body="<h2>Shares</h2><table><tbody><tr><th>A</th><td>1</td></tr></tbody></table>")
    assert 'aria-label="Shares"' in text(reader, page.url)


def test_every_save_is_a_version_and_an_old_base_is_refused():
    page = make_page()
    theirs = Page.objects.get(pk=page.pk)
    change(theirs, title="Mistakes")
    with pytest.raises(PageChangedMeanwhile):
        change(page, title="Errors")
    assert list(PageVersion.objects.values_list("number", "words__title")) == [(2, "Mistakes"), (1, "How we correct")]
    assert Page.objects.get().title == "Mistakes"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_refused():
    page, results, ready = make_page(), [], threading.Barrier(2)

    def save(title):
        mine = Page.objects.get(pk=page.pk)
        ready.wait()
        try:
            change(mine, title=title)
            results.append("saved")
        except PageChangedMeanwhile:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[title]) for title in ("Mistakes", "Errors")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["refused", "saved"]
    assert PageVersion.objects.count() == 2
