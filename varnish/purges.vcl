vcl 4.1;

# The relay says which tags changed: `PURGE /` with `xkey-softpurge: p1 c2` (kept for bad times) or `xkey-purge: s3` (gone).
# `PURGE /path` without either soft-purges that one URL. The count goes back in X-Purged.

# LOOK (looks.vcl) may whoever may purge. Varnish itself has added the connection's address to X-Forwarded-For: anything more came through somebody.
sub answer_purges {
    if (req.method != "PURGE" && req.method != "LOOK") {
        return;
    }
    if (client.ip !~ purgers || local.socket == "lb" || req.http.X-Real-IP ||
        req.http.X-Forwarded-For != "" + client.ip) {
        return (synth(405));
    }
    if (req.method == "PURGE" && req.http.xkey-purge) {
        set req.http.X-Purged = xkey.purge(req.http.xkey-purge);
        return (synth(200));
    }
    if (req.method == "PURGE" && req.http.xkey-softpurge) {
        set req.http.X-Purged = xkey.softpurge(req.http.xkey-softpurge);
        return (synth(200));
    }
    if (req.http.X-Forwarded-Proto != "https") {
        set req.http.X-Forwarded-Proto = "http";
    }
    call normalise_host;
    call normalise_path;
    call normalise_query;
    set req.hash_ignore_busy = true;
    return (hash);
}

# In vcl_hit. What has no tags would still be served within stale-while-revalidate (grace.vcl): it goes altogether.
sub purge_this_url {
    if (req.method == "PURGE") {
        if (obj.http.xkey) {
            set req.http.X-Purged = purge.soft(0s);
        } else {
            set req.http.X-Purged = purge.hard();
        }
        return (synth(200));
    }
}

# In vcl_miss.
sub purge_variants {
    if (req.method == "PURGE") {
        set req.http.X-Purged = purge.hard();
        return (synth(200));
    }
}

# In vcl_synth.
sub confirm_purge {
    if (req.method == "PURGE" && resp.status == 200) {
        set resp.http.X-Purged = req.http.X-Purged;
        call hide_internal_headers;
        return (deliver);
    }
}
