"""Files of the site's tables, as other programs read them."""

import csv
import io
import json


def text(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content).decode()


def rows(client, address: str, delimiter: str = ",") -> list[dict]:
    return list(csv.DictReader(io.StringIO(text(client, address).removeprefix("\ufeff"), newline=""), delimiter=delimiter))


def objects(client, address: str) -> list[dict]:
    return [json.loads(line) for line in text(client, address).splitlines()]
