vcl 4.1;

# Objects stay for an hour past their time, for the hour when the application is dead. While it lives, nobody gets a page
# that is out of time: it may have been purged, and then its data is known to be old. (A soft purge ends an object's time,
# but leaves those alone that are past it already: so of a tagged object in grace nobody can say whether it was purged.)
# Only what has no tags is served stale as the application allowed (stale-while-revalidate), a fresh one fetched behind it.

sub limit_grace {
    set req.grace = 1h;
}

# In vcl_hit. X-Stale-At-Hand: a fetch that fails now has something better to fall back on.
sub use_grace {
    if (obj.ttl > 0s) {
        return;
    }
    if (!std.healthy(req.backend_hint) || req.http.X-Use-Stale ||
        (!obj.http.xkey && obj.ttl + std.duration(obj.http.X-Stale-While-Revalidate, 0s) > 0s)) {
        set req.http.X-Cache-Mark = "grace";
        return;
    }
    set req.http.X-Stale-At-Hand = "1";
    set req.grace = 0s;
    return (restart);
}

# In vcl_backend_response. The window that the application allowed is kept with the object; the hour is for bad times.
sub keep_for_bad_times {
    if (beresp.uncacheable) {
        return;
    }
    set beresp.http.X-Stale-While-Revalidate = regsub(beresp.http.Surrogate-Control + "," + beresp.http.Cache-Control,
        "^.*?stale-while-revalidate=([0-9]+).*$|^.*$", "\1s");
    set beresp.grace = 1h;
    set beresp.keep = 0s;
}

# In vcl_backend_response: an error never replaces a page that is still there.
sub keep_stale_when_app_fails {
    if (beresp.status >= 500 && (bereq.is_bgfetch || bereq.http.X-Stale-At-Hand)) {
        return (abandon);
    }
}

# In vcl_backend_error: nor does an application that cannot be reached.
sub abandon_when_stale_is_there {
    if (bereq.is_bgfetch || bereq.http.X-Stale-At-Hand) {
        return (abandon);
    }
}

# In vcl_synth, where an abandoned fetch ends: look again, and take the stale one now.
sub restart_with_stale {
    if (resp.status == 503 && req.http.X-Stale-At-Hand) {
        unset req.http.X-Stale-At-Hand;
        set req.http.X-Use-Stale = "1";
        set req.grace = 1h;
        return (restart);
    }
}

# In vcl_backend_fetch. That stale hit would ask the application again behind our back, straight after it failed.
sub ask_only_once {
    if (bereq.is_bgfetch && bereq.http.X-Use-Stale) {
        return (abandon);
    }
}
