"""What ``script/server`` prints once it answers: what to open, as whom, and one plate to scan."""

import io

import qrcode
from django.conf import settings

from addresses import tags
from addresses.models import Tag, TagState
from emergency.demonstration.accounts import WORKPLACES

from .without_tables import same_database


def greeting(accounts: str, on_network: bool) -> str:
    """Return what to open, as whom, and one plate of the demonstration as a link and as a QR code."""
    here = settings.PUBLIC_URL
    lines = ["Yeogi runs.", f"  hiker's start  {here}/", f"  console        {here}/console/"]
    lines += [f"  tables         {here}/admin/", *written_to(), *beside(), ""]
    if settings.DEMONSTRATION:
        lines += [
            *by_workplace(accounts),
            *plate(),
        ]
        if on_network:
            lines += [
                "A phone on this network can scan it; it warns once, because this machine vouches for itself."
            ]
        else:
            lines += ["It opens on this machine alone. For a phone on the same network: script/server --lan"]
    else:
        lines += [f"The first account: {manage()} createsuperuser"]
    return "\n".join([*lines, "Stop with Ctrl-C."])


def by_workplace(accounts: str) -> list[str]:
    """Return the lines of accounts (``role: name / password``) under the address where they work."""
    lines_of: dict[str, list[str]] = {}
    for line in accounts.splitlines():
        lines_of.setdefault(WORKPLACES[line.partition(":")[0]], []).append(line)
    return [
        line for where, lines in lines_of.items() for line in (f"Accounts that work at {where}", *lines, "")
    ]


def written_to() -> list[str]:
    """Return where the log goes, and the e-mails where they go to nobody; nothing when that is elsewhere."""
    lines = [f"  log            {settings.LOG_FILE}"] if settings.LOG_FILE else []
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        lines += [f"  e-mails        {folder}/ (kept there, sent to nobody)"]
    return lines


def beside() -> list[str]:
    """Return how commands reach this server's database, where they would look at another one by themselves."""
    return [f"  commands       {manage()} …"] if same_database() else []


def manage() -> str:
    """Return how ``manage.py`` is run on the database that this server has."""
    return f"{same_database()} .venv/bin/python manage.py".lstrip()


def plate() -> list[str]:
    """Return an installed plate of the demonstration town as lines: its link, and its QR code."""
    tag = Tag.objects.filter(state=TagState.INSTALLED).select_related("point").earliest("issued_at", "code")
    printed = tags.url(tag)
    link = f"{settings.PUBLIC_URL}/{printed.rpartition('/')[2]}"
    return [f"A plate of the demonstration town ({tag.point}):", link, "", terminal_qr_code(printed)]


def terminal_qr_code(text: str) -> str:
    """Return a QR code in half blocks that a phone reads from a dark terminal."""
    drawn = io.StringIO()
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=2)
    code.add_data(text)
    code.print_ascii(drawn, invert=True)
    return drawn.getvalue()
