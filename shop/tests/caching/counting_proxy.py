"""Stands before a server and counts round trips: how often a client, having been answered, asked again."""

import selectors
import socket
import threading


class CountingProxy:
    """`address` to connect to. Counts over all connections; one request or many in a burst are one round trip."""

    def __init__(self, port):
        self.target = ("127.0.0.1", port)
        self.round_trips = 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        server = socket.create_connection(self.target)
        selector = selectors.DefaultSelector()
        for one in (client, server):
            selector.register(one, selectors.EVENT_READ)
        was_asking = False
        while True:
            for ready, _ in selector.select():
                data = ready.fileobj.recv(65536)
                if not data:
                    return
                is_asking = ready.fileobj is client
                self.round_trips += is_asking and not was_asking
                was_asking = is_asking
                (server if is_asking else client).sendall(data)
