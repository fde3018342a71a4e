"""Read the settings that come from the environment, and keep the secrets that nobody set.

Every variable, its unit and its default stand in ``config/settings.py``.
"""

import os
import secrets
from pathlib import Path

import environ

env = environ.Env()


def data_dir(base: Path) -> Path:
    """Return the folder for everything that the running product writes; made when absent."""
    path = Path(env.str("DATA_DIR", default=str(base / "var"))).expanduser()
    if not path.is_absolute():
        path = base / path
    path.mkdir(parents=True, exist_ok=True)
    return path


def kept_secret(variable: str, folder: Path) -> str:
    """Return the secret in ``variable``; else the one kept in ``folder``, made at the first start.

    The file is readable by its owner alone. Two processes that start together agree,
    because the file is created exclusively and the loser reads the winner's.
    """
    given = env.str(variable, default="")
    if given:
        return str(given)
    path = folder / variable.lower()
    draft = folder / f".{variable.lower()}.{os.getpid()}"
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
