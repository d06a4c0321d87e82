from django.http import HttpRequest

import paper


def the_paper(request: HttpRequest) -> dict:
    """The paper's settings for every template, from memory."""
    return {"paper": paper.current()}
