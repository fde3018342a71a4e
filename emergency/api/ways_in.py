"""What machines bring: text messages from a gateway, positions from partners. Each body is signed."""

from datetime import UTC, datetime

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from addresses.problems import CONTENT_TYPE, problem
from addresses.sender import network_address
from emergency import shapes
from emergency.errors import Refused, TooLarge
from emergency.intake import Answer, Outcome
from emergency.ways_in import aml, bodies, gathered, positioned, refusals, signed, texted
from emergency.ways_in.texted import Text

from .components import ref


class NotSetUp(Refused):
    kind, status, title = "not-set-up", 404, "This way in is not set up"


class SignedView(APIView):
    """A body that is read as it came: its signature is over the bytes."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def body(self, request: Request, most: int) -> bytes:
        """Return the raw body. Raises TooLarge."""
        length = request.headers.get("Content-Length", "")
        if length.isdigit() and (len(length) > 9 or int(length) > most):
            raise TooLarge(f"Send at most {most} bytes.")
        content: bytes = request._request.body
        return content

    def refuse(self, refused: Refused) -> Response:
        """Answer with why it was not taken."""
        more = {"field": refused.field} if refused.field else {}
        body = problem(refused.kind, refused.status, refused.title, str(refused), **more)
        headers = {"Retry-After": "3"} if refused.status == 503 else {}
        return Response(body, status=refused.status, content_type=CONTENT_TYPE, headers=headers)

    def answer(self, outcome: Outcome) -> Response:
        """Answer with what became of it."""
        if isinstance(outcome, Answer):
            return Response(outcome.body, status=outcome.status)
        return self.refuse(outcome)

    def unsigned(self, request: Request, way: str, refused: Refused, now: datetime) -> Response:
        """Count and refuse what was signed by nobody we know."""
        peer = str(request.META.get("REMOTE_ADDR", ""))
        refusals.count(way, network_address(peer, request.headers.get("X-Forwarded-For", "")), now)
        return self.refuse(refused)


class TextsIn(SignedView):
    """Take a text message from a gateway: signed as Standard Webhooks has it, once for each ``webhook-id``."""

    @extend_schema(
        operation_id="takeText",
        request={
            "application/json": ref(shapes.IncomingText),
            "application/x-www-form-urlencoded": ref(shapes.IncomingText),
        },
        responses={201: ref(shapes.TextTaken), 200: ref(shapes.TextTaken), 202: ref(shapes.TextTaken)},
    )
    def post(self, request: Request) -> Response:
        now = datetime.now(UTC)
        if not settings.SMS_IN_SECRETS:
            return self.refuse(NotSetUp("Set SMS_IN_SECRETS and send with one of them."))
        try:
            content = self.body(request, bodies.MOST_BYTES)
            message_id = signed.check(request.headers, content, settings.SMS_IN_SECRETS, now)
            arrived = bodies.read(request.headers.get("Content-Type", ""), content)
        except signed.NotSigned as refused:
            return self.unsigned(request, "sms", refused, now)
        except Refused as refused:
            return self.refuse(refused)
        if arrived.parts > 1:
            return self.answer(gathered.take(arrived, now))
        # A gateway that uses an id twice for two messages must not cost the second person their call.
        key = texted.identity("sms", message_id, arrived.number, arrived.text)
        return self.answer(texted.take(Text(key, arrived.number, arrived.text, arrived.sent_at), now))


class PositionsIn(SignedView):
    """Take the position of a caller in the form fields of AML (ETSI TS 103 625) from a partner; ``hmac`` comes last."""

    @extend_schema(
        operation_id="takeAml",
        request={"application/x-www-form-urlencoded": ref(shapes.AmlForm)},
        responses={201: ref(shapes.PositionTaken), 200: ref(shapes.PositionTaken)},
    )
    def post(self, request: Request) -> Response:
        now = datetime.now(UTC)
        if not settings.AML_IN_KEYS:
            return self.refuse(NotSetUp("Set AML_IN_KEYS and sign with one of them."))
        try:
            body = aml.check(self.body(request, aml.MOST_BYTES), settings.AML_IN_KEYS)
            located = aml.read(body, now)
        except signed.NotSigned as refused:
            return self.unsigned(request, "aml", refused, now)
        except Refused as refused:
            return self.refuse(refused)
        return self.answer(positioned.take(located, body, now))
