"""Voters' clients in a process of their own: ready requests, each over a connection of its own.

``python -m tests.bench.clients PORT CLIENTS < FILE`` reads one request a line (JSON strings); so
many clients send their shares, one request after the other, and the answers' times are printed as
JSON. One loop, no threads and no parsing: what it costs is reported, and taken from the server.
"""

import json
import resource
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Client:
    """One voter after another: each connects, sends her request and reads until the end."""

    port: int
    waiting: list[bytes]
    connection: socket.socket = field(default_factory=socket.socket)
    begun: float = 0.0
    received: bytes = b""
    taken: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def send(self) -> bool:
        """Send the next request; false when there is none."""
        if not self.waiting:
            return False
        self.begun, self.received = time.perf_counter(), b""
        self.connection = socket.create_connection(("127.0.0.1", self.port))
        self.connection.sendall(self.waiting.pop())
        return True

    def receive(self) -> bool:
        """Take what has come; true when the server has said everything."""
        piece = self.connection.recv(65536)
        self.received += piece
        if piece:
            return False
        self.connection.close()
        self.taken.append(time.perf_counter() - self.begun)
        if b" 200 " not in self.received[:16]:
            self.refused.append(self.received[-300:].decode(errors="replace"))
        return True


def main() -> None:
    """Send everything and print times, refusals, duration and processor time."""
    port, number = int(sys.argv[1]), int(sys.argv[2])
    requests = [json.loads(line).encode() for line in sys.stdin]
    clients = [Client(port, requests[place::number]) for place in range(number)]
    begun, cpu = time.perf_counter(), _cpu()
    _run(clients)
    told = {
        "seconds": time.perf_counter() - begun,
        "cpu": _cpu() - cpu,
        "taken": [one for client in clients for one in client.taken],
        "refused": [one for client in clients for one in client.refused],
    }
    print(json.dumps(told))


def _run(clients: list[Client]) -> None:
    selector = selectors.DefaultSelector()
    for client in clients:
        _next(selector, client)
    while selector.get_map():
        for key, _ in selector.select():
            place = key.fd
            if key.data.receive():
                selector.unregister(place)
                _next(selector, key.data)


def _next(selector: selectors.BaseSelector, client: Client) -> None:
    if client.send():
        selector.register(client.connection, selectors.EVENT_READ, client)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
