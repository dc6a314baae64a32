"""A TCP line that can be cut, silenced and slowed. `python wire.py ADDRESS PORT TO_PORT` obeys a word a line on stdin.

pass            forwards
silent          forwards nothing, in either direction; new connections hang too (a black hole)
refuse          resets all connections and listens no more
cut             resets a connection when the server's answer comes: in mid-query
slow SECONDS    holds everything back for so long, each way
lose WORD       resets the next connection whose client says WORD, before the server hears it; then passes
swallow WORD    the same after the server has heard it and answered
"""

import asyncio
import contextlib
import socket
import struct
import subprocess
import sys

RESET = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: close() sends RST


class Line:
    def __init__(self, address: str, port: int, to_port: int):
        self.address, self.port, self.to_port = address, port, to_port
        self.order, self.argument = "pass", b""
        self.passing = asyncio.Event()
        self.passing.set()
        self.writers: set[asyncio.StreamWriter] = set()
        self.server = None

    async def listen(self) -> None:
        self.server = self.server or await asyncio.start_server(self.join, self.address, self.port)

    async def obey(self, order: str, argument: str = "") -> None:
        self.order, self.argument = order, argument.encode()
        if order == "refuse":
            self.server.close()
            self.server = None
            reset(*self.writers)
        else:
            await self.listen()
        self.passing.clear() if order == "silent" else self.passing.set()

    async def join(self, reader, writer) -> None:
        await self.passing.wait()
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to_port)
        except OSError:
            reset(writer)
            return
        both = {writer, far_writer}
        self.writers |= both
        await asyncio.gather(self.ask(reader, far_writer, both), self.answer(far_reader, writer, both))
        self.writers -= both
        for one in both:
            one.close()

    async def ask(self, reader, writer, both) -> None:
        """From the client to the server."""
        async for data in self.read(reader, both):
            if self.order in ("lose", "swallow") and self.argument in data:
                heard, self.order = self.order == "swallow", "pass"
                reset(*both - {writer})  # the client is gone
                if heard:
                    writer.write(data)
                    await asyncio.sleep(0.2)  # the server has worked and answered, to nobody
                reset(writer)
                return
            writer.write(data)

    async def answer(self, reader, writer, both) -> None:
        async for data in self.read(reader, both):
            if self.order == "cut":
                reset(*both)
                return
            if not writer.is_closing():
                writer.write(data)

    async def read(self, reader, both):
        """What comes, as late as ordered; both sides are closed when one has left."""
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self.passing.wait()
                if self.order == "slow":
                    await asyncio.sleep(float(self.argument))
                yield data
        for one in both:
            one.close()


def reset(*writers) -> None:
    for writer in writers:
        if not writer.is_closing():
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            writer.transport.abort()


async def main(address: str, port: str, to_port: str) -> None:
    line = Line(address, int(port), int(to_port))
    await line.listen()
    print("ready", flush=True)
    while words := (await asyncio.to_thread(sys.stdin.readline)).split():
        await line.obey(*words)
        print("done", flush=True)


class Wire:
    """`with Wire(port, to_port) as wire: wire.order("silent")`. A process of its own."""

    def __init__(self, port: int, to_port: int, address: str = "127.0.0.1"):
        self.port = port
        self.words = [sys.executable, __file__, address, str(port), str(to_port)]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *exception):
        self.process.kill()
        self.process.wait()

    def order(self, words: str) -> None:
        self.process.stdin.write(words + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "done\n", f"the wire did not obey: {words}"


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
