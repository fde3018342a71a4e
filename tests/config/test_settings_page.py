"""docs/settings.md names exactly the settings that are read."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
READ = re.compile(r"""(?:env\.\w+|kept_secret|environ\.get)\(\s*"([A-Z][A-Z_]+)\"""")


def test_it_explains_each_setting_that_is_read_and_no_other() -> None:
    code = "".join(file.read_text() for file in (ROOT / "config").glob("*.py"))
    shell = (ROOT / "script" / "bootstrap").read_text()
    told = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)

    assert sorted(told) == sorted(set(READ.findall(code)) | set(re.findall(r"\$\{(PYTHON):-", shell)))
