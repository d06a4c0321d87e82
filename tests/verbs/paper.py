"""What is done to the paper's settings and its own pages."""

from tests.verbs.doing import change, keep


def publish_a_page(p):
    keep(p.unseen_page, is_public=True)


def take_a_page_back(p):
    keep(p.policy, is_public=False)


def rename_a_page(p):
    keep(p.policy, title="Our mistakes", slug="mistakes")


def rewrite_a_page(p):
    keep(p.about, body="<p>We are us.</p>")


def delete_a_page(p):
    p.about.delete()


def _set(name, value):
    def act(p):
        p.paper.refresh_from_db()
        change(p.paper, **{name: value})

    return act


SETTINGS = {
    f"set_the_papers_{name}": _set(name, value)
    for name, value in {
        "name": "The Gong",
        "tagline": "",
        "language": "de",
        "ai_crawlers": "none",
        "feeds_full_text": False,
        "accent_light": "#7a1f1f",
        "lists_changes": False,
        "icon_letters": "G",
        "corrections_email": "",
        "contact_email": "us@bell.example",
        "legal_name": "Bell Ltd",
    }.items()
}
