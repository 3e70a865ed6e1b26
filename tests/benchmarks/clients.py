"""Readers who come at a steady pace whether or not they are answered, so that waiting is counted as they would feel it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LONGEST_ANSWER_SECONDS = 20


@dataclass
class Answers:
    """Milliseconds from when each was due to its answer, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which ``share`` of the answers came; endless when there were none."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")


class Client:
    """Asks one server over connections that are kept and used again; a new one is opened when none is free."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self.host, self.port = parts.hostname, parts.port
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, address: str, *, method: str = "GET") -> bytes:
        """Return the body of the answer; raise ``OSError`` if there is none in time or it is not a 200."""
        reader, writer = self.free.pop() if self.free else await asyncio.open_connection(self.host, self.port)
        length = "Content-Length: 0\r\n" if method == "POST" else ""
        writer.write(f"{method} {address} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n{length}\r\n".encode())
        try:
            async with asyncio.timeout(LONGEST_ANSWER_SECONDS):
                head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
                body = await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
        except (TimeoutError, asyncio.IncompleteReadError) as error:
            writer.close()
            raise OSError(f"{method} {address}: {type(error).__name__}") from error
        self.free.append((reader, writer))
        if head.split()[1] != "200":
            raise OSError(f"{method} {address}: {head.splitlines()[0]}")
        return body

    def close(self) -> None:
        for _reader, writer in self.free:
            writer.close()


async def at_a_pace(per_second: float, seconds: float, do: Callable[[int], Awaitable]) -> Answers:
    """Do something so many times a second, each when it is due, and return how long each took from then on."""
    answers, started, tasks = Answers(), time.monotonic(), []
    for number in range(round(per_second * seconds)):
        due = started + number / per_second
        await asyncio.sleep(max(0, due - time.monotonic()))
        tasks.append(asyncio.create_task(_timed(answers, due, do(number))))
    await asyncio.gather(*tasks)
    return answers


async def _timed(answers: Answers, due: float, doing: Awaitable) -> None:
    try:
        await doing
    except OSError as error:
        answers.errors.append(str(error))
    else:
        answers.milliseconds.append((time.monotonic() - due) * 1_000)
