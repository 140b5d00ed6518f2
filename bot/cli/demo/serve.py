"""Keeps the demo's servers up, so that any mail client can play a partner."""

from __future__ import annotations

import signal
import threading

from rich.console import Console
from rich.markup import escape

from bot.cli.demo.cast import ADA, EVERYBODY, INBOX
from bot.cli.demo.scene import shown
from bot.cli.demo.servers import HOST, MailWorld
from bot.daemon import Bot

_LEAD = (
    "First name: Jonas\\nLast name: Feld\\nEmail: jonas@fernwood-analytics.com\\nURL: fernwood-analytics.com\\n"
    "Company: Fernwood Analytics\\nLead type: Qualified Lead\\n"
)
_HOW = """
[bold]The servers stay up till Ctrl-C; the register is empty again, the clock is the real one.[/]

  IMAP   {host}:{imap}   no encryption, any user by his address, any password
  SMTP   {host}:{smtp}   no encryption, no login
  to     {inbox}   the bot
  from   {people}
         or any other address, to be a stranger
  leads  must be at real-looking addresses: example.com is taken for an example, and .example is asked back

Send a lead with swaks:

swaks --server {host}:{smtp} --from {ada} --to {inbox} --header 'Subject: New lead' --body '{lead}'

and read the answer with any mail client, or:

curl -s 'imap://{host}:{imap}/INBOX;MAILINDEX=*' --user {ada}:any
"""


def serve_until_stopped(bot: Bot, world: MailWorld, console: Console) -> None:
    """Serve the inbox and print a line for each mail that the bot sends, until Ctrl-C or SIGTERM."""
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    people = ", ".join(person.address for person in EVERYBODY)
    text = _HOW.format(
        host=HOST, imap=world.imap_port, smtp=world.smtp_port, inbox=INBOX, people=people, ada=ADA.address, lead=_LEAD
    )
    console.print(text, soft_wrap=True, highlight=False)
    working = threading.Thread(target=bot.run, args=(stop,), name="bot")
    working.start()
    told = len(world.sent)
    while not stop.wait(0.2):
        for sent in world.sent[told:]:
            mail = shown(sent.raw)
            console.print(f"mail to {escape(', '.join(sent.recipients))}: [bold]{escape(mail.subject)}[/]")
            told += 1
    working.join()
