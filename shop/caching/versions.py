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
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from redis.exceptions import NoScriptError

from shop.caching.redis import client, stem
from shop.caching.shell import FORMAT, Shell
from shop.caching.tags import parent

STALE_SECONDS = 60  # an expired page is still served while one visitor's request renews it
# A pass takes 0.1 to 0.5 s. When its process dies, one of those who wait (pages.WAIT_SECONDS, longer than this) takes
# over; were this the longer one, all would begin at once. A pass slower than this is made twice at a time, no more.
LEASE_MS = 1200

# A tag may say at which position what a page shows of it was read, if that is older than the page: `menu@4711`.
TAG = """
local function tag_of(word, position)
    local tag, own = string.match(word, '^(.*)@(%d+)$')
    return tag or word, tonumber(own or position)
end
"""

# What is stored is two keys: a line for the scripts to judge by, and the bytes themselves, which go past Lua (it would
# copy them, which costs more than all the rest). ARGV: prefix, now.
JUDGE = (
    TAG
    + """
local prefix = ARGV[1]
local fence = redis.call('GET', prefix .. 'fence') or '0'
local epoch = redis.call('GET', prefix .. 'epoch')
local function judge(key)
    if not epoch then return 'no epoch' end
    local line = redis.call('GET', key)
    if not line or redis.call('EXISTS', key .. ':bytes') == 0 then return 'missing' end
    local words = {}
    for word in string.gmatch(line, '%S+') do words[#words + 1] = word end
    if words[1] ~= epoch then return 'epoch' end
    if #words > 3 then
        local keys, positions = {}, {}
        for i = 4, #words do
            local tag, position = tag_of(words[i], words[2])
            keys[#keys + 1] = prefix .. 'v:' .. tag
            positions[#positions + 1] = position
        end
        for i, version in ipairs(redis.call('MGET', unpack(keys))) do
            if version and tonumber(version) >= positions[i] then return 'changed ' .. tag_of(words[i + 3], 0) end
        end
    end
    if tonumber(ARGV[2]) >= tonumber(words[3]) then return 'expired' end
    return 'fresh'
end
local function judge_all()
    local states = {}
    for i = 1, #KEYS do states[#states + 1] = judge(KEYS[i]) end
    return states
end
"""
)

# KEYS: a page's line, its holes'…. ARGV: prefix, now, token, lease ms. Answers {fence, {states}, lease}.
LOOK_UP = (
    JUDGE
    + """
local states = judge_all()
local lease = 0
-- Without an epoch nothing can be stored, so there is nothing to wait for.
if states[1] == 'no epoch' then lease = 1
elseif states[1] ~= 'fresh' and redis.call('SET', KEYS[1] .. ':lease', ARGV[3], 'NX', 'PX', ARGV[4]) then lease = 1 end
return {fence, states, lease}
"""
)

# KEYS: holes' lines. ARGV: prefix, now. Answers {fence, {states}}.
LOOK_UP_HOLES = JUDGE + "return {fence, judge_all()}"

# KEYS[1]: the line. ARGV: prefix, token, position, expiry, packed, kept ms, tags… Answers 1 if it is valid still.
STORE = (
    TAG
    + """
local prefix = ARGV[1]
local epoch = redis.call('GET', prefix .. 'epoch')
local valid = epoch and 1 or 0
-- Begun in an epoch that is over: the versions that would tell may have been lost.
if tonumber(ARGV[3]) <= tonumber(redis.call('GET', prefix .. 'since') or -1) then valid = 0 end
local tags = {}
for i = 7, #ARGV do
    tags[#tags + 1] = ARGV[i]
    local tag, position = tag_of(ARGV[i], ARGV[3])
    local version = redis.call('GET', prefix .. 'v:' .. tag)
    if version and tonumber(version) >= position then valid = 0 end
end
if valid == 1 then
    local line = epoch .. ' ' .. ARGV[3] .. ' ' .. ARGV[4] .. ' ' .. table.concat(tags, ' ')
    redis.call('SET', KEYS[1], line, 'PX', ARGV[6])
    redis.call('SET', KEYS[1] .. ':bytes', ARGV[5], 'PX', ARGV[6])
end
if redis.call('GET', KEYS[1] .. ':lease') == ARGV[2] then redis.call('DEL', KEYS[1] .. ':lease') end
return valid
"""
)

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
    return run_and_get(script, keys, [], *args)[0]


def run_and_get(script: str, keys: list[str], values: list[str], *args) -> list:
    """The script's answer, then these values, all in one round trip."""
    sha = _shas.setdefault(script, hashlib.sha1(script.encode(), usedforsecurity=False).hexdigest())
    words = (len(keys), *keys, prefix(), *args)
    gets = [("GET", value) for value in values]
    try:
        return client().ask(("EVALSHA", sha, *words), *gets)
    except NoScriptError:
        return client().ask(("EVAL", script, *words), *gets)


_shas: dict[str, str] = {}


def look_up(key: str, token: str, now: float, holes: Sequence[str] = ()) -> Found:
    keys = [shell_key(one) for one in (key, *holes)]
    (fence, states, lease), *stored = run_and_get(LOOK_UP, keys, [f"{one}:bytes" for one in keys], now, token, LEASE_MS)
    state = states[0].decode()
    packed = stored[0] if state in ("fresh", "expired") else None
    return Found(state, packed, int(fence), bool(lease), fresh(states[1:], stored[1:]))


def look_up_holes(holes: Sequence[str], now: float) -> Found:
    keys = [shell_key(hole) for hole in holes]
    (fence, states), *stored = run_and_get(LOOK_UP_HOLES, keys, [f"{one}:bytes" for one in keys], now)
    return Found("", None, int(fence), False, fresh(states, stored))


def fresh(states: Sequence[bytes], stored: Sequence[bytes | None]) -> list[bytes | None]:
    return [packed if state == b"fresh" else None for state, packed in zip(states, stored, strict=True)]


def store(key: str, token: str, shell: Shell) -> bool:
    """False when a tag has changed since: the shell was old before it was done, and is not kept."""
    expires_at, kept_ms = shell.made_at + shell.seconds, (shell.seconds + STALE_SECONDS) * 1000
    older: dict[str, int] = {}
    for tag, position in shell.positions.items():
        for name in (tag, parent(tag)):  # which of them the shell names depends on how many there are
            older[name] = min(position, older.get(name, shell.position))
    tags = [f"{tag}@{older[tag]}" if tag in older else tag for tag in shell.tags.split()]
    return bool(run(STORE, [shell_key(key)], token, shell.position, expires_at, shell.pack(), kept_ms, *tags))


def read(tags: Iterable[str]) -> tuple[str, int, list[int]]:
    """Epoch (empty without one), fence, and each tag's version, 0 if it never changed. One round trip."""
    start = prefix()
    keys = [f"{start}epoch", f"{start}fence", *(f"{start}v:{tag}" for tag in tags)]
    redis: Any = client()
    epoch, fence, *found = redis.mget(keys)
    return (epoch or b"").decode(), int(fence or 0), [int(version or 0) for version in found]


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
redis.call('SET', ARGV[1] .. 'since', ARGV[4])
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
