"""What tests ask of a page's graph and its head."""

import json

from lxml import html


def page_of(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return html.fromstring(answer.content.decode())


def nodes(page):
    """The one graph's nodes by type; a type that is there twice fails."""
    (block,) = page.xpath("//script[@type='application/ld+json']")
    graph = json.loads(block.text)
    assert graph["@context"] == "https://schema.org"
    found = {node["@type"]: node for node in graph["@graph"]}
    assert len(found) == len(graph["@graph"])
    return found


def story_node(page):
    (found,) = [node for kind, node in nodes(page).items() if kind.endswith("Article")]
    return found


def properties(page):
    """Open Graph's, each with all its values."""
    found = {}
    for tag in page.xpath("//meta[@property]"):
        found.setdefault(tag.get("property"), []).append(tag.get("content"))
    return found


def metas(page, name):
    return page.xpath(f"//meta[@name='{name}']/@content")


def way(page):
    """The breadcrumbs as names and addresses."""
    rows = nodes(page)["BreadcrumbList"]["itemListElement"]
    assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
    return [(row["name"], row["item"].removeprefix("http://testserver")) for row in rows]
