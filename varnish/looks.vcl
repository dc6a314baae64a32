vcl 4.1;

# What is stored of a URL, for the staff's trace page: `LOOK /path`, from those who may purge. Nothing is fetched for it,
# and nothing counted or lengthened. Answers X-Cache (hit; stale: purged or past its time; miss), Age, X-TTL and X-Hits.

# In vcl_hit.
sub tell_what_is_here {
    if (req.method == "LOOK") {
        if (obj.ttl > 0s) {
            set req.http.X-Cache-Mark = "hit";
        } else {
            set req.http.X-Cache-Mark = "stale";
        }
        set req.http.X-Look-Age = obj.age;
        set req.http.X-Look-TTL = obj.ttl;
        set req.http.X-Look-Hits = obj.hits;
        return (synth(200));
    }
}

# In vcl_miss. (What must not be shared is remembered as such, and comes here, too.)
sub tell_that_nothing_is_here {
    if (req.method == "LOOK") {
        set req.http.X-Cache-Mark = "miss";
        return (synth(200));
    }
}

# In vcl_synth.
sub answer_looks {
    if (req.method == "LOOK" && resp.status == 200) {
        set resp.http.X-Cache = req.http.X-Cache-Mark;
        set resp.http.Age = req.http.X-Look-Age;
        set resp.http.X-TTL = req.http.X-Look-TTL;
        set resp.http.X-Hits = req.http.X-Look-Hits;
        call hide_internal_headers;
        return (deliver);
    }
}
