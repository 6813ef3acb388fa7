"""A relay in front of a server that counts connections, and may add a delay to each direction.

Counts what is really opened, whatever a tool says of itself. One thread, one event loop."""
import asyncio
import threading


class Counted:
    """A port before one server. `connections` counts those that were accepted, `open` those that still are."""

    def __init__(self, port):
        self.port = port
        self.connections = self.open = self.most_open = 0
        self.hellos = 0  # connections on which the client's first byte was a handshake record or an SSLv2 one


class Relay:
    """Counts in front of any number of servers. A context manager."""

    def __init__(self, delay=0.0):
        self.delay = delay  # seconds, half of it in each direction
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(2)

    def before(self, target):
        """A Counted in front of 127.0.0.1:target."""
        return asyncio.run_coroutine_threadsafe(self.listen(target), self.loop).result(5)

    async def listen(self, target):
        counted = Counted(0)

        async def serve(reader, writer):
            await self.serve(counted, target, reader, writer)
        server = await asyncio.start_server(serve, "127.0.0.1", 0, backlog=1024)
        counted.port = server.sockets[0].getsockname()[1]
        return counted

    async def serve(self, counted, target, reader, writer):
        counted.connections += 1
        counted.open += 1
        counted.most_open = max(counted.most_open, counted.open)
        back = None
        try:
            await asyncio.sleep(self.delay)  # the handshake of TCP, which the kernel did at once
            there, back = await asyncio.open_connection("127.0.0.1", target)
            await asyncio.gather(self.pump(reader, back, counted), self.pump(there, writer))
        except OSError:
            pass
        finally:
            counted.open -= 1
            for end in filter(None, (writer, back)):
                end.transport.abort()

    async def pump(self, reader, writer, counted=None):
        """Each piece arrives half of the delay after it came, however many there are."""
        queue = asyncio.Queue()

        async def read():
            while True:
                data = await reader.read(65536)
                queue.put_nowait((self.loop.time() + self.delay / 2, data))
                if not data:
                    return
        reading = asyncio.ensure_future(read())
        try:
            while True:
                when, data = await queue.get()
                if when > self.loop.time():
                    await asyncio.sleep(when - self.loop.time())
                if not data:
                    if writer.can_write_eof():
                        writer.write_eof()
                    return
                if counted:
                    counted.hellos += data[0] in (0x16, 0x80)
                    counted = None
                writer.write(data)
                await writer.drain()
        finally:
            reading.cancel()
