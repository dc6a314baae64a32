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
from collections.abc import Callable
from typing import Any, NamedTuple

from redis.exceptions import NoScriptError

from shop.caching.redis import client, stem
from shop.caching.shell import FORMAT, Shell

STALE_SECONDS = 60  # an expired page is still served while one visitor's request renews it
LEASE_MS = 5000  # longer than a first pass takes, short enough to wait for when its holder dies

# KEYS[1]: shell. ARGV: prefix, token, lease ms, now. Answers {state, shell, fence}; see Found.
LOOK_UP = """
local prefix = ARGV[1]
local stored = redis.call('GET', KEYS[1])
local fence = redis.call('GET', prefix .. 'fence') or '0'
local epoch = redis.call('GET', prefix .. 'epoch')
-- Nothing can be stored, so there is nothing to wait for.
if not epoch then return {'no epoch', false, fence, 1} end
local state = 'missing'
if stored then
    local line = string.sub(stored, 1, string.find(stored, '\\n', 1, true) - 1)
    local words = {}
    for word in string.gmatch(line, '%S+') do words[#words + 1] = word end
    if words[1] ~= epoch then
        state = 'epoch'
    else
        state = 'fresh'
        local position = tonumber(words[2])
        if #words > 3 then
            local keys = {}
            for i = 4, #words do keys[#keys + 1] = prefix .. 'v:' .. words[i] end
            local versions = redis.call('MGET', unpack(keys))
            for i, version in ipairs(versions) do
                if version and tonumber(version) >= position then
                    state = 'changed ' .. words[i + 3]
                    break
                end
            end
        end
        if state == 'fresh' and tonumber(ARGV[4]) >= tonumber(words[3]) then state = 'expired' end
    end
end
if state == 'fresh' then return {state, stored, fence, 0} end
local lease = redis.call('SET', KEYS[1] .. ':lease', ARGV[2], 'NX', 'PX', ARGV[3]) and 1 or 0
if state ~= 'expired' then stored = false end
return {state, stored, fence, lease}
"""

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
    """`state`: fresh, expired (good to serve), missing, epoch, no epoch, `changed <tag>`. `lease`: ours to build it."""

    state: str
    packed: bytes | None
    fence: int
    lease: bool


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


def look_up(key: str, token: str, now: float) -> Found:
    state, stored, fence, lease = run(LOOK_UP, [shell_key(key)], token, LEASE_MS, now)
    packed = stored.partition(b"\n")[2] if stored else None
    return Found(state.decode(), packed, int(fence), bool(lease))


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
