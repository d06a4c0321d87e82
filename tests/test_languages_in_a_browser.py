"""A whole paper from right to left, and one with long words: nothing sticks out at any width, and axe finds no barrier."""

import pytest
from django.utils import timezone

from tests.foreign import ARABIC, GERMAN, make_paper
from tests.makers import make_author, make_live
from tests.test_accessibility import barriers_here

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("picture_storage"),
]
STICKS_OUT = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OUTSIDE = """[...document.querySelectorAll('main *')]
  .filter(one => { const box = one.getBoundingClientRect();
                   return box.width && !one.closest('.unseen, .table') && (box.left < -1 || box.right > innerWidth + 1) })
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("said", [ARABIC, GERMAN], ids=lambda said: said.tag)
@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1440, "light")])
def test_a_paper_in_another_language_is_whole(chromium, live_server, said, width, scheme):
    made = make_paper(said)
    english = make_live(
        headline="The ferry is late", language="en", kind="analysis", authors=[make_author(name="Ann Lee")]
    )
    today = timezone.localdate()
    stories = [
        made.stories[name].editions.latest("live_from").url for name in ("news", "corrected", "retracted", "gone")
    ]
    context = chromium.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, base_url=live_server.url, bypass_csp=True
    )
    context.set_default_timeout(20_000)
    page = context.new_page()
    addresses = [
        "/", "/latest/", made.section.url, made.topic.url, made.series.url, *stories, english.editions.get().url,
        made.authors[0].url, "/authors/", "/authors/masthead/", "/corrections/", f"/{today:%Y/%m}/", "/nothing/",
    ]  # fmt: skip
    for address in addresses:
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate(STICKS_OUT) == 0, address
        assert page.evaluate(OUTSIDE) == [], address
        assert barriers_here(page, address) == []
    context.close()
