"""Working the desk as a browser does: read a form from its page, fill it in, press a button."""

from django.urls import reverse
from lxml import html


def page(response):
    return html.fromstring(response.content.decode())


def form_on(response, form_id="story"):
    """Every field of the form as it was served, as one would send it back."""
    form = page(response).get_element_by_id(form_id)
    values = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def change_url(article):
    return reverse("admin:articles_article_change", args=[article.pk])


ADD = "/admin/articles/article/add/"
LIST = "/admin/articles/article/"


def press(client, url, do, *, anyway="The news does not wait.", **typed):
    """Open the form at `url`, type, and press the button `do`. Bylines as `bylines=[(name, role, credited_as)]`.

    Where warnings come first, press on with the reason `anyway`; with None, stop there.
    """
    data = form_on(client.get(url))
    bylines = typed.pop("bylines", None)
    data |= {name: value for name, value in typed.items()}
    if bylines is not None:
        data |= byline_rows(data, bylines)
    response = client.post(url, data | {"do": do})
    seen = page(response).xpath("//*[@id='panel']//input[@name='seen']") if response.status_code == 200 else []
    if not seen or anyway is None:
        return response
    reason = data.get("note", [""])[0] if isinstance(data.get("note"), list) else data.get("note")
    return client.post(url, data | {"do": do, "seen": seen[0].get("value"), "note": reason or anyway})


def byline_rows(data, bylines):
    """Fields for these rows over those that stand in the form already; rows left over are taken out."""
    before = int(data["bylines-TOTAL_FORMS"][0])
    rows = {"bylines-TOTAL_FORMS": max(before, len(bylines))}
    for n in range(max(before, len(bylines))):
        name, role, credited_as = bylines[n] if n < len(bylines) else ("", "author", "")
        rows |= {
            f"bylines-{n}-name": name,
            f"bylines-{n}-role": role,
            f"bylines-{n}-credited_as": credited_as,
            f"bylines-{n}-ORDER": n + 1,
        }
    return rows


def errors(response):
    """What the summary at the top says."""
    found = page(response).find_class("errors")
    return " ".join(found[0].text_content().split()) if found else ""
