"""What every Atom feed of the paper shares."""

import re
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed

NOTHING_YET = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed never changes
NOT_IN_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Person = dict[str, str]  # {"name": "Ann Lee", "uri": "https://…"}; without an address, "uri" is ""


class Atom(Atom1Feed):
    """The same bytes while nothing changes, even where there is nothing; each entry in its story's language.

    An entry may name several `authors` and `contributors`, lists of Person, where Django knows of one author.
    """

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NOTHING_YET

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for element in ("author", "contributor"):
            for person in item.get(f"{element}s", ()):
                _add_person(handler, element, person)


def _add_person(handler: Any, element: str, person: Person) -> None:
    handler.startElement(element, {})
    for name in ("name", "uri"):
        if person[name]:
            handler.addQuickElement(name, person[name])
    handler.endElement(element)


def in_xml(text: str) -> str:
    """Without the control characters that no XML may hold, however written."""
    return NOT_IN_XML.sub("", text)
