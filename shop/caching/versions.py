"""The page cache and the versions of tags in Redis: one round trip tells whether a stored shell may be used.

A tag's version is the WAL position at which the relay last saw it change; a shell's position is what its reads are sure
to have seen. A shell is valid only while every tag's version lies below its position: below, since a commit's record
is in the log a moment before its rows can be seen. `fence` is the newest version of all; a first pass reads only nodes
that are past it. `epoch` is drawn anew whenever versions may have been lost; a shell of another epoch is a miss.

Versions never expire (with `volatile-lru` only keys that do are evicted). A pass that holds the lease is the only one
to build a page; who comes meanwhile waits for it, or takes over when the lease runs out with its holder.
"""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from redis.exceptions import NoScriptError

from shop.caching.redis import client, stem
from shop.caching.shell import FORMAT, Shell

STALE_SECONDS = 60  # an expired page is still served while one visitor's request renews it
LEASE_MS = 5000  # longer than a first pass takes, short enough to wait for when its holder dies

# ARGV: prefix, now.
JUDGE = """
local prefix = ARGV[1]
local fence = redis.call('GET', prefix .. 'fence') or '0'
local epoch = redis.call('GET', prefix .. 'epoch')
local function judge(stored)
    if not epoch then return 'no epoch' end
    if not stored then return 'missing' end
    local line = string.sub(stored, 1, string.find(stored, '\\n', 1, true) - 1)
    local words = {}
    for word in string.gmatch(line, '%S+') do words[#words + 1] = word end
    if words[1] ~= epoch then return 'epoch' end
    local position = tonumber(words[2])
    if #words > 3 then
        local keys = {}
        for i = 4, #words do keys[#keys + 1] = prefix .. 'v:' .. words[i] end
        for i, version in ipairs(redis.call('MGET', unpack(keys))) do
            if version and tonumber(version) >= position then return 'changed ' .. words[i + 3] end
        end
    end
    if tonumber(ARGV[2]) >= tonumber(words[3]) then return 'expired' end
    return 'fresh'
end
local function fresh_from(first)
    local found = {}
    for i = first, #KEYS do
        local stored = redis.call('GET', KEYS[i])
        found[#found + 1] = judge(stored) == 'fresh' and stored
    end
    return found
end
"""

# KEYS: a page's shell, its holes…. ARGV: prefix, now, token, lease ms. Answers {state, shell, fence, lease, {holes}}.
LOOK_UP = (
    JUDGE
    + """
local stored = redis.call('GET', KEYS[1])
local state = judge(stored)
local lease = 0
-- Without an epoch nothing can be stored, so there is nothing to wait for.
if state == 'no epoch' then lease = 1
elseif state ~= 'fresh' and redis.call('SET', KEYS[1] .. ':lease', ARGV[3], 'NX', 'PX', ARGV[4]) then lease = 1 end
if state ~= 'fresh' and state ~= 'expired' then stored = false end
return {state, stored, fence, lease, fresh_from(2)}
"""
)

# KEYS: holes…. ARGV: prefix, now. Answers {fence, {holes}}.
LOOK_UP_HOLES = JUDGE + "return {fence, fresh_from(1)}"

# KEYS[1]: shell. ARGV: prefix, token, position, expiry, packed, kept ms, tags… Answers 1 if it is valid still.
STORE = """
local prefix = ARGV[1]
local epoch = redis.call('GET', prefix .. 'epoch')
local valid = epoch and 1 or 0
local tags = {}
for i = 7, #ARGV do
    tags[#tags + 1] = ARGV[i]
    local version = redis.call('GET', prefix .. 'v:' .. ARGV[i])
    if version and tonumber(version) >= tonumber(ARGV[3]) then valid = 0 end
end
if valid == 1 then
    local line = epoch .. ' ' .. ARGV[3] .. ' ' .. ARGV[4] .. ' ' .. table.concat(tags, ' ')
    redis.call('SET', KEYS[1], line .. '\\n' .. ARGV[5], 'PX', ARGV[6])
end
if redis.call('GET', KEYS[1] .. ':lease') == ARGV[2] then redis.call('DEL', KEYS[1] .. ':lease') end
return valid
"""

RELEASE = """
if redis.call('GET', KEYS[1] .. ':lease') == ARGV[2] then redis.call('DEL', KEYS[1] .. ':lease') end
"""

# ARGV: prefix, position, tags… A version only rises.
RAISE = """
local prefix = ARGV[1]
local position = tonumber(ARGV[2])
for i = 3, #ARGV do
    local known = redis.call('GET', prefix .. 'v:' .. ARGV[i])
    if not known or tonumber(known) < position then redis.call('SET', prefix .. 'v:' .. ARGV[i], ARGV[2]) end
end
local fence = redis.call('GET', prefix .. 'fence')
if not fence or tonumber(fence) < position then redis.call('SET', prefix .. 'fence', ARGV[2]) end
"""


class Found(NamedTuple):
    """`state`: fresh, expired (good to serve), missing, epoch, no epoch, `changed <tag>`. `lease`: ours to build it.

    `holes`: what was asked for of them, each only if it is fresh.
    """

    state: str
    packed: bytes | None
    fence: int
    lease: bool
    holes: Sequence[bytes | None] = ()


def prefix() -> str:
    return stem("pages")


def run(script: str, keys: list[str], *args):
    """One round trip; CacheAway when Redis is ill. The first argument of every script is the prefix."""
    redis = client()
    sha = _shas.setdefault(script, hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest())
    try:
        return redis.evalsha(sha, len(keys), *keys, prefix(), *args)
    except NoScriptError:
        return redis.eval(script, len(keys), *keys, prefix(), *args)


_shas: dict[str, str] = {}


def look_up(key: str, token: str, now: float, holes: Sequence[str] = ()) -> Found:
    keys = [shell_key(one) for one in (key, *holes)]
    state, stored, fence, lease, filled = run(LOOK_UP, keys, now, token, LEASE_MS)
    return Found(state.decode(), packed(stored), int(fence), bool(lease), [packed(one) for one in filled])


def look_up_holes(keys: Sequence[str], now: float) -> Found:
    fence, filled = run(LOOK_UP_HOLES, [shell_key(key) for key in keys], now)
    return Found("", None, int(fence), False, [packed(one) for one in filled])


def packed(stored: bytes | None) -> bytes | None:
    """Without the line that the scripts read."""
    return stored.partition(b"\n")[2] if stored else None


def store(key: str, token: str, shell: Shell) -> bool:
    """False when a tag has changed since: the shell was old before it was done, and is not kept."""
    expires_at, kept_ms = shell.made_at + shell.seconds, (shell.seconds + STALE_SECONDS) * 1000
    tags = shell.tags.split()
    return bool(run(STORE, [shell_key(key)], token, shell.position, expires_at, shell.pack(), kept_ms, *tags))


def release(key: str, token: str) -> None:
    """Gives the lease back without a shell."""
    run(RELEASE, [shell_key(key)], token)


def raise_versions(position: int, tags: list[str]) -> None:
    """The relay: these tags changed at `position` or before."""
    run(RAISE, [], position, *tags)


# ARGV: prefix, the server's run id, new epoch, position. Another server, or a lost epoch, may have lost versions, too.
# What was rendered up to now can't be told to be good; nor may a replica that has not come so far refill it.
EPOCH = """
if redis.call('GET', ARGV[1] .. 'server') == ARGV[2] and redis.call('GET', ARGV[1] .. 'epoch') then return 0 end
redis.call('SET', ARGV[1] .. 'epoch', ARGV[3])
redis.call('SET', ARGV[1] .. 'server', ARGV[2])
redis.call('SET', ARGV[1] .. 'fence', ARGV[4])
return 1
"""


def watch_epoch(position: Callable[[], int]) -> bool:
    """The relay, every second: whether the epoch had to be drawn anew. Without an epoch nothing is stored."""
    redis: Any = client()
    epoch, server = redis.mget(prefix() + "epoch", prefix() + "server")
    run_id = redis.info("server")["run_id"]
    if epoch and server and server.decode() == run_id:
        return False
    return bool(run(EPOCH, [], run_id, secrets.token_hex(8), position()))


def shell_key(key: str) -> str:
    return f"{prefix()}s:{key}"


def key_of(kind: str, *parts: str) -> str:
    return ":".join((FORMAT, kind, *parts))
