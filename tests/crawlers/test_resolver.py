"""Names that lead into private networks are not resolved."""

import json
import subprocess
import sys

RESOLVE = """
import json, sys
from twisted.internet import asyncioreactor
asyncioreactor.install()
from twisted.internet import reactor, task
from twisted.internet.error import DNSLookupError
from diembao.crawlers.connection.resolver import PublicResolver

async def main(reactor, names):
    resolver = PublicResolver(reactor, 100, 5)
    resolver.local_hosts = frozenset({"bao.localhost", "0x7f.2"})
    found = {}
    for name in names * 2:  # the second answer comes from the cache
        try:
            found.setdefault(name, []).append(await resolver.getHostByName(name))
        except DNSLookupError:
            found.setdefault(name, []).append(None)
    print(json.dumps(found))

def start(reactor, *names):
    from twisted.internet.defer import ensureDeferred
    return ensureDeferred(main(reactor, names))

task.react(start, sys.argv[1:])
"""


def test_a_name_that_leads_into_a_private_network_is_not_resolved() -> None:
    # Names in hexadecimal are looked up like any other, and need no name server.
    names = [
        "localhost",
        "bao.localhost",
        "tin.bao.localhost",
        "khac.localhost",
        "0x7f.1",
        "0x7f.2",
        "0x0a.1",
        "0xa9fea9fe",
        "0x08080808",
        "khong-co.invalid",
    ]
    done = subprocess.run([sys.executable, "-c", RESOLVE, *names], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout or "{}") == {
        "localhost": [None, None],
        "bao.localhost": ["127.0.0.1"] * 2,
        "tin.bao.localhost": ["127.0.0.1"] * 2,
        "khac.localhost": [None, None],
        "0x7f.1": [None, None],
        "0x7f.2": ["127.0.0.2"] * 2,
        "0x0a.1": [None, None],
        "0xa9fea9fe": [None, None],
        "0x08080808": ["8.8.8.8"] * 2,
        "khong-co.invalid": [None, None],
    }, done.stderr
