"""Each page comes with everything that it is drawn with."""

import pytest

from .console import Console
from .record import eventually

pytestmark = pytest.mark.journey

# Every value that a page's sheets name and nothing defines: colours, sizes and distances would be the browser's.
UNDEFINED = """() => {
  const texts = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
  const named = new Set(texts.flatMap((text) => [...text.matchAll(/var\\((--[\\w-]+)\\)/g)].map((found) => found[1])));
  // Some are the state of one element, and stand at it.
  const defined = (name) =>
    texts.some((text) => text.includes(`${name}:`)) || document.querySelector(`[style*="${name}"]`);
  return {named: named.size, missing: [...named].filter((name) => !defined(name)).sort()};
}"""


@pytest.mark.parametrize("path", ["/console/", "/board/"])
def test_every_value_that_a_pages_sheets_name_is_defined(first: Console, path: str) -> None:
    first.page.goto(f"{first.page.url.split('/console')[0]}{path}", wait_until="load")
    first.page.wait_for_selector("#console > *, #board > *")
    # What stands at one element is there once that is drawn.
    found = eventually(lambda: first.page.evaluate(UNDEFINED), lambda seen: not seen["missing"])
    assert found["named"] > 10
