"""The wheel works where there is no checkout."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installer would, far from the sources."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    with zipfile.ZipFile(folder / done.stdout.split()[-1]) as wheel:
        wheel.extractall(folder / "site")
    return folder / "site"


def regbot(site: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; site = sys.argv.pop(1); sys.path.insert(0, site)\n"
        "import bot; assert bot.__file__.startswith(site), bot.__file__\n"
        "from bot.__main__ import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-P", "-c", code, str(site), *arguments], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_carries_rules_templates_words_and_migrations(installed: Path, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_bytes((installed / "bot/_data/config.example.toml").read_bytes())
    checked = regbot(installed, tmp_path, "check")
    assert checked.returncode == 0, checked.stderr
    assert "PlaidCloud" in checked.stdout
    migrated = regbot(installed, tmp_path, "migrate")
    assert migrated.returncode == 0, migrated.stderr


def test_reads_a_mail(installed: Path, tmp_path: Path) -> None:
    mail = ROOT / "tests/whole/mails/accepted.eml"
    tried = regbot(installed, tmp_path, "try", str(mail))
    assert tried.returncode == 0, tried.stderr
    assert "Acme Fasteners" in tried.stdout
