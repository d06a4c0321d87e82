"""Who may do what, said on the desk's pages."""

from django import template

from newsroom.roles import who_may

register = template.Library()
register.filter("who_may", who_may)
