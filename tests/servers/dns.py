"""A name server on this machine that knows the TXT records it is told, for tests of signatures."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Mapping
from typing import Self

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


class NameServer(socketserver.ThreadingUDPServer):
    """Answers for ``records``, by name without final dot; ``asked`` are the names it was asked for, in order.

    A name whose record is ``None`` is never answered.
    """

    daemon_threads = True

    def __init__(self, records: Mapping[str, str | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.records = dict(records)
        self.asked: list[str] = []

    @property
    def at(self) -> str:
        """Its address and port, as the config file has it."""
        return f"127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Answer(socketserver.BaseRequestHandler):
    server: NameServer

    def handle(self) -> None:
        data, wire = self.request
        query = dns.message.from_wire(data)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        self.server.asked.append(name)
        answer = dns.message.make_response(query)
        answer.flags |= dns.flags.RA
        text = self.server.records.get(name, "")
        if text is None:
            return
        if text:
            pieces = " ".join(f'"{text[at : at + 250]}"' for at in range(0, len(text), 250))
            answer.answer.append(dns.rrset.from_text(name + ".", 300, "IN", dns.rdatatype.TXT, pieces))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        wire.sendto(answer.to_wire(), self.client_address)
