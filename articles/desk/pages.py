"""The pages of the list."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 1000


class Pages(Paginator):
    """Counts no further than one more than a thousand, and leads no further: whoever wants another story says which."""

    @cached_property
    def count(self) -> int:
        """In their order, so that the index is used which they are found by."""
        return self.object_list.values("pk")[: MOST + 1].count()

    @cached_property
    def num_pages(self) -> int:
        return -(-min(self.count, MOST) // self.per_page) or 1
