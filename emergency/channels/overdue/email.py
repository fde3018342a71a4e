"""By e-mail."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from emergency import escalation_texts
from emergency.channels.errors import ChannelError
from emergency.models import Delivery

from . import waiting


def send(delivery: Delivery) -> None:
    """Send one e-mail. Raises ChannelError; permanent when the address is refused or it was opened meanwhile."""
    centre = delivery.incident.jurisdiction
    name = centre.centre_name_ko if centre.language.startswith("ko") else centre.centre_name_en
    subject, body = escalation_texts.letter(waiting.of(delivery), centre.language, name)
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body=body,
        to=[delivery.endpoint.address],
        headers={"Message-ID": f"<overdue-{delivery.pk}-{delivery.incident_id}@yeogi>"},
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        raise ChannelError("The address was refused by the mail server.", is_permanent=True) from error
    except (SMTPException, OSError) as error:
        raise ChannelError(f"The mail server did not take it: {error}") from error
