"""How long a browser keeps our files: for ever what has a hash in its name, some minutes what has none."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


@pytest.fixture(scope="module")
def server() -> WhiteNoiseMiddleware:
    return WhiteNoiseMiddleware(lambda _: HttpResponse())


@pytest.mark.parametrize(
    "url",
    [
        "/static/assets/console-BAx1M-69.js",
        "/static/phone/packages_store--E0VKyJL.js",
        "/static/phone/zxing_reader-Bb9Mx2Pu.wasm",
    ],
)
def test_a_file_whose_name_changes_with_its_content_is_kept_for_ever(
    server: WhiteNoiseMiddleware, url: str
) -> None:
    assert server.immutable_file_test("", url)


@pytest.mark.parametrize(
    "url", ["/static/addresses/admin.css", "/static/admin/css/base.css", "/static/manifest.json"]
)
def test_a_file_that_keeps_its_name_is_asked_for_again_soon(server: WhiteNoiseMiddleware, url: str) -> None:
    assert not server.immutable_file_test("", url)
    assert settings.WHITENOISE_MAX_AGE <= 3600
