vcl 4.1;

# What is never shared. X-Pass holds the reason (varnishlog shows it). Anything else is looked up, without cookies.

sub mark_passes {
    call mark_method;
    call mark_authorization;
    call mark_private_paths;
    call mark_admin;
    call mark_flush;
}

sub mark_method {
    if (req.method != "GET" && req.method != "HEAD") {
        set req.http.X-Pass = "method";
    }
}

sub mark_authorization {
    if (req.http.Authorization) {
        set req.http.X-Pass = "authorization";
    }
}

# A language prefix may stand before them. Repeated slashes mean nothing here, so they open nothing either.
sub mark_private_paths {
    if (req.url ~ "^/+([a-z]{2}(-[a-z]+)?/+)?(account|cart|checkout|ops|healthz|readyz)(/|\?|$)") {
        set req.http.X-Pass = "private path";
    }
}

# An editor asks for a page made anew (parameters.vcl left it to those with a session).
sub mark_flush {
    if (req.url ~ "[?&]flush-the-cache") {
        set req.http.X-Pass = "flush";
    }
}
