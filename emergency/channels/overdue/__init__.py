"""Tell a second dispatcher or the supervisor that nobody opens a report: one room for each way to a person."""

from . import email, sms

__all__ = ["email", "sms"]
