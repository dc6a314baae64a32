vcl 4.1;

# One app host gone: the visitor is served by another. Tried again is what does no harm twice, and what never arrived.

# A POST's body is kept when it is small (carts, log-ins), so that it can be sent to another host.
sub keep_small_bodies {
    if (req.method == "POST" && req.http.Content-Length ~ "^[0-9]{1,5}$") {
        if (std.cache_req_body(100KB)) {
            set req.http.X-Body-Kept = "1";
        }
    }
}

# X-App-Gone comes from the app host's nginx when its uWSGI did not answer: `unsent` if nothing reached it at all.
# An answer of the application itself, be it 503, is never tried again.
sub retry_when_app_is_gone {
    if (beresp.http.X-App-Gone && bereq.retries < 2 && now - std.time(bereq.http.X-Started, now) < 3s) {
        if (bereq.method == "GET" || bereq.method == "HEAD" ||
            (beresp.http.X-App-Gone == "unsent" && bereq.http.X-Body-Kept)) {
            set bereq.backend = app_servers.backend();
            return (retry);
        }
    }
}

# The app host itself is gone. Whether a POST arrived there before it died is unknown: no second try.
sub retry_when_unreachable {
    if (bereq.retries < 2 && !bereq.http.X-Hole-Failed && (bereq.method == "GET" || bereq.method == "HEAD") &&
        now - std.time(bereq.http.X-Started, now) < 3s) {
        set bereq.backend = app_servers.backend();
        return (retry);
    }
}
