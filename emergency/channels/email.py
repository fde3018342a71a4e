"""Tell a duty address by e-mail that a report came in: the place and a link, no measured position."""

from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage

from emergency.models import Delivery

from .errors import ChannelError

_KOREA: Final = ZoneInfo("Asia/Seoul")


def send(delivery: Delivery) -> None:
    """Send one e-mail. Raises ChannelError; permanent when the address is refused."""
    incident = delivery.incident
    place = incident.plate_names[0] or "표지판 없음"
    message = EmailMessage(
        subject=f"[여기] 새 신고: {place}",
        body=(
            f"{incident.jurisdiction.centre_name_ko}\n{place} {incident.tag_code}\n"
            f"{_at(incident.received_at)}\n{settings.PUBLIC_URL}/console/#{incident.id}\n"
        ),
        to=[delivery.endpoint.address],
        headers={"Message-ID": f"<delivery-{delivery.pk}-{incident.id}@yeogi>"},
    )
    try:
        message.send()
    except SMTPRecipientsRefused as error:
        raise ChannelError(f"The address was refused: {error}", is_permanent=True) from error
    except (SMTPException, OSError) as error:
        raise ChannelError(f"The mail server did not take it: {error}") from error


def _at(moment: datetime) -> str:
    """Write the time as the clock of the centre shows it."""
    local = moment.astimezone(_KOREA)
    return f"{local.year}년 {local.month}월 {local.day}일 {local:%H:%M:%S}"
