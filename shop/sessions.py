"""Django's `cached_db` sessions, which no lagging replica brings back to life.

An ended session (log-out, the old id after a log-in) is gone from primary and cache, but for a moment not from every
replica. Django's `load` would read it there and cache it for a month: so it leaves a mark in the cache, for longer than
any replica may lag, and what is read never replaces what the cache has got meanwhile.
"""

from typing import Any

from django.contrib.sessions.backends import cached_db, db

ENDED = "ended"
ENDED_SECONDS = 300


class SessionStore(cached_db.SessionStore):
    _cache: Any  # (of Django's own, which the type stubs leave out)
    _get_session_from_db: Any
    _session_key: str | None

    def load(self):
        data = self._cache.get(self.cache_key)
        if data is None and (session := self._get_session_from_db()):
            data = self.decode(session.session_data)
            if not self._cache.add(self.cache_key, data, self.get_expiry_age(expiry=session.expire_date)):
                data = self._cache.get(self.cache_key, data)
        if data == ENDED:
            self._session_key = None
        return {} if data in (None, ENDED) else data

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key is not None:
            db.SessionStore.delete(self, session_key)
            self._cache.set(self.cache_key_prefix + session_key, ENDED, ENDED_SECONDS)
