from django.http import HttpRequest

import paper
from paper.pages import public_pages


def the_paper(request: HttpRequest) -> dict:
    """The paper's settings and its own pages for every template, from memory."""
    return {"paper": paper.current(), "paper_pages": public_pages()}
