"""Runs the demo: plays the scenario, prints it, and leaves every mail as .eml and all of it on one HTML page."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr
from rich.console import Console

from bot.cli.demo.cast import DANA, INBOX, PARTNERS, PROGRAM
from bot.cli.demo.clock import Clock
from bot.cli.demo.page import page
from bot.cli.demo.play import Stage
from bot.cli.demo.scene import Scene
from bot.cli.demo.serve import serve_until_stopped
from bot.cli.demo.servers import AUTHSERV_ID, HOST, MailWorld
from bot.cli.demo.transcript import tell
from bot.config import load_programs
from bot.config.settings import Inbox, ProgramSettings, Settings, Smtp, TrustSettings
from bot.daemon import Bot
from bot.workers.log import to_stderr


def show(folder: Path, *, serve: bool = False) -> int:
    """Run the demo, then with ``serve`` keep its servers up; returns the exit code. Raises DemoUnavailable."""
    to_stderr(verbose=False)
    console, clock, started = Console(), Clock(), time.perf_counter()
    with TemporaryDirectory(prefix="regbot-demo-") as scratch, MailWorld([INBOX], clock) as world:
        with opened(world, Path(scratch) / "played", clock) as bot:
            scenes = []
            for scene in Stage(bot, world, clock).scenes():
                tell(console, scene)
                scenes.append(scene)
        kept = keep(folder, scenes)
        seconds = time.perf_counter() - started
        console.print(f"\n{len(scenes)} steps in {seconds:.1f} s. Every mail as .eml, and all on one page: {kept}")
        if serve:
            clock.reset()
            with opened(world, Path(scratch) / "served", clock) as bot:
                serve_until_stopped(bot, world, console)
    return 0


def opened(world: MailWorld, var: Path, clock: Clock) -> Bot:
    """The real bot on the demo's servers, with an empty register and the demo's partners."""
    settings = settings_for(world, var)
    bot = Bot(settings, load_programs(settings, var), clock)
    bot.migrate()
    bot.store.import_partners(PARTNERS)
    return bot


def settings_for(world: MailWorld, var: Path) -> Settings:
    """What a config file would say."""
    inbox = Inbox(
        name=PROGRAM,
        program=PROGRAM,
        address=INBOX,
        host=HOST,
        port=world.imap_port,
        tls="none",
        username=INBOX,
        password=SecretStr("any"),
        trust=TrustSettings(require="dmarc", authserv_id=AUTHSERV_ID),
    )
    return Settings(
        var=var,
        smtp=Smtp(host=HOST, port=world.smtp_port, tls="none"),
        inbox=(inbox,),
        programs={PROGRAM: ProgramSettings(rules=PROGRAM, admins=(DANA.address,))},
    )


def keep(folder: Path, scenes: Sequence[Scene]) -> Path:
    """Write every mail and the page into a folder; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.eml"):
        old.unlink()
    names = [_keep_mails(folder, scene) for scene in scenes]
    path = folder / "index.html"
    path.write_text(page(scenes, names), "utf-8")
    return path


def _keep_mails(folder: Path, scene: Scene) -> list[str]:
    start = f"{scene.number:02d}-{scene.step.key}"
    mails = {f"{start}-in.eml": scene.incoming} if scene.incoming is not None else {}
    mails |= {f"{start}-out-{place}.eml": raw for place, raw in enumerate(scene.outgoing, 1)}
    for name, raw in mails.items():
        (folder / name).write_bytes(raw)
    return list(mails)
