"""Mail from the paper: plain text, sent while the caller waits, so that the desk can say whether it went."""

import logging
import smtplib
import unicodedata
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, mailers
from django.core.validators import validate_email

import paper

LONGEST_SUBJECT = 200  # characters
NOT_SET_UP = "Mail is not set up here. An administrator can name a mail server (EMAIL_URL)."
_log = logging.getLogger("newsroom.post")


def can_mail() -> bool:
    """Whether this paper has been told how to send mail (EMAIL_URL)."""
    return "default" in mailers


def send(to: str, subject: str, text: str) -> str:
    """Send a mail to one person; "" when it is on its way, else what is wrong, in words for whoever sends it.

    Never raises. Waits for the mail server up to ten seconds at a time: many mails are jobs (paper.background), one each.
    """
    if not can_mail():
        return NOT_SET_UP
    try:
        validate_email(to)
        mailers.default.send_messages([_message(to, subject, text)])
    except Exception as error:
        return _said(error)
    return ""


def _message(to: str, subject: str, text: str) -> EmailMessage:
    reply_to = paper.current().corrections_email
    return EmailMessage(
        subject=_one_line(subject)[:LONGEST_SUBJECT],
        body=text,
        from_email=_sender(),
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated"},  # so that no absence answers
    )


def _sender() -> str:
    """DEFAULT_FROM_EMAIL, under the paper's name where it has none."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return str(Address(name or _one_line(paper.current().name), addr_spec=address))


def _one_line(words: str) -> str:
    """Without the line breaks and control characters by which words become headers."""
    return "".join(c for c in " ".join(words.split()) if unicodedata.category(c) != "Cc")


def _said(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "This is no mail address. Write one like name@example.org."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "The mail server does not take mail for this address. Check it."
    _log.error("A mail was not sent.", exc_info=error)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "The mail server refused the paper’s password. An administrator can mend EMAIL_URL."
    away = isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException)
    if away or isinstance(error, smtplib.SMTPServerDisconnected):
        return "The mail server could not be reached. Try again in a while."
    return "The mail server did not take this mail. Try again in a while, or tell an administrator."
