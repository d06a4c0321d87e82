from django.http import HttpRequest

import paper
from paper.pages import public_pages


def the_paper(request: HttpRequest) -> dict:
    """The paper's settings for every template, and its own pages for those that ask, from memory."""
    return {"paper": paper.current(), "paper_pages": public_pages}
