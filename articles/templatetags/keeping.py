"""What the writing page needs to keep words that are not saved."""

from django import template

from articles.desk import pulse

register = template.Library()
register.filter("clock", pulse.clock)
register.filter("user_token", pulse.user_token)
