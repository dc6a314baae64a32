vcl 4.1;

# The second pass. A page with our own Surrogate-Control is searched for <esi:include>; each hole is a request of its own
# (req.esi_level 1), which begins again in vcl_recv with what the visitor sent, cookies included.

# In vcl_recv. From outside there are no holes, in no spelling; an include leads to a hole of this shop or to nothing.
# A hole sees session and `pin` (new after each write of that visitor) or, without a session, no cookie at all.
sub keep_holes_inside {
    if (req.esi_level == 0) {
        if (req.url ~ "(?i)^/([a-z]{2}(-[a-z]+)?/)?(_|%5f)(h|%[46]8)(o|%[46]f)(l|%[46]c)(e|%[46]5)(/|\?|$)") {
            return (synth(404));
        }
        return;
    }
    if (req.url !~ "^/_hole/[a-z_-]+/[A-Za-z0-9_.-]+/$") {
        return (synth(404));
    }
    set req.http.Host = req_top.http.Host;
    set req.http.X-Request-ID = req_top.http.X-Request-ID;
    if (req.http.Cookie ~ "(^|; ?)(__Host-)?sessionid=") {
        cookie.parse(req.http.Cookie);
        cookie.keep("sessionid,__Host-sessionid,pin");
        set req.http.Cookie = regsub(cookie.get_string(), "; *$", "");
    } else {
        unset req.http.Cookie;
    }
}

# In vcl_hash: the very bytes that the application will see.
sub hash_hole {
    if (req.esi_level > 0 && req.http.Cookie) {
        hash_data(req.http.Cookie);
    }
}

# In vcl_backend_fetch. A page must not wait long for its hole: 3 s, then what vcl_synth finds instead.
sub offer_to_fill_holes {
    if (!bereq.uncacheable) {
        set bereq.http.Surrogate-Capability = {"shop="ESI/1.0""};
    }
    if (bereq.url ~ "^/_hole/") {
        set bereq.first_byte_timeout = 3s;
    }
}

# In vcl_backend_response. No validators: a browser's 304 would show the hole of an earlier visit.
sub fill_holes {
    if (beresp.http.Surrogate-Control ~ {"(^|,) *content="ESI/1\.0" *(,|$)"} && bereq.http.Surrogate-Capability &&
        bereq.url !~ "^/_hole/") {
        set beresp.do_esi = true;
        unset beresp.http.ETag;
        unset beresp.http.Last-Modified;
    }
    unset beresp.http.Surrogate-Control;
}

# In vcl_backend_response. The hash holds all that a hole varies by. What sets a cookie was not meant to be shared.
sub refuse_failed_hole {
    if (bereq.url !~ "^/_hole/") {
        return;
    }
    unset beresp.http.Vary;
    if (beresp.status != 200) {
        set bereq.http.X-Hole-Failed = "1";
        return (error(503));
    }
}

# In vcl_backend_error. The anonymous hole stays empty for 2 s, so that visitors do not queue for one that hangs.
sub empty_hole {
    if (bereq.url !~ "^/_hole/") {
        return;
    }
    if (bereq.http.Cookie) {
        return (abandon);
    }
    set beresp.status = 200;
    set beresp.ttl = 2s;
    set beresp.grace = 0s;
    synthetic("");
    return (deliver);
}

# In vcl_synth: a hole that failed is the anonymous one if that is stored, else nothing. Never an error page in a page.
sub fall_back_to_another_hole {
    if (req.esi_level == 0) {
        return;
    }
    if (resp.status == 503 && req.http.Cookie) {
        unset req.http.Cookie;
        set req.http.X-Only-Stored = "1";
        set req.http.X-Use-Stale = "1";
        set req.grace = 1h;
        set req.hash_ignore_busy = true;
        return (restart);
    }
    synthetic("");
    return (deliver);
}

# In vcl_miss.
sub leave_hole_empty {
    if (req.http.X-Only-Stored) {
        return (synth(200));
    }
}
