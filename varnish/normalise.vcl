vcl 4.1;

# One page, one spelling: what differs without meaning must not make a second object.

sub normalise_host {
    if (!req.http.Host) {
        return (synth(400));
    }
    set req.http.Host = regsub(std.tolower(req.http.Host), "\.(:|$)", "\1");
    if (req.http.X-Forwarded-Proto == "https") {
        set req.http.Host = regsub(req.http.Host, ":443$", "");
    } else {
        set req.http.Host = regsub(req.http.Host, ":80$", "");
    }
}

sub normalise_path {
    # "http://host/path" as a request target, and a fragment that should have stayed in the browser
    set req.url = regsub(req.url, "^https?://[^/]+", "");
    set req.url = regsub(req.url, "#.*$", "");
    # an app host's nginx takes many slashes for one; what follows `?` is left alone
    set req.url = regsuball(req.url, "\?.*(*SKIP)(*FAIL)|/{2,}", "/");
    if (req.url !~ "^/") {
        return (synth(400));
    }
}

sub normalise_query {
    if (req.method == "POST") {
        return;
    }
    call drop_unknown_parameters;
    set req.url = std.querysort(req.url);
    set req.url = regsub(req.url, "[?&]+$", "");
}

# Language and currency come from the URL, never from a raw header. (Accept-Encoding is Varnish's own business.)
# Nor may a charset for a body that is not there tell the application how to read the query string.
# Parts of a page are of no use, and a malformed Range fails a passed fetch after the application has answered; files
# in parts are the web server's.
sub normalise_headers {
    unset req.http.Accept-Language;
    if (req.method == "GET" || req.method == "HEAD") {
        unset req.http.Content-Type;
    }
    unset req.http.Range;
    unset req.http.If-Range;
}
