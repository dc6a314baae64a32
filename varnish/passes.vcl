vcl 4.1;

# What is never shared. X-Pass holds the reason (varnishlog shows it). Anything else is looked up, without cookies.

# A language may stand before a private path. `flush-the-cache`: an editor asks for a page made anew (parameters.vcl left it
# to those with a session).

sub mark_passes {
    if (req.method != "GET" && req.method != "HEAD") {
        set req.http.X-Pass = "method";
    } else if (req.http.Authorization) {
        set req.http.X-Pass = "authorization";
    } else if (req.url ~ "^/([a-z]{2}(-[a-z]+)?/)?(account|cart|checkout|ops|healthz|readyz|p/[^/]+/review)(/|\?|$)") {
        set req.http.X-Pass = "private path";
    } else if (req.url ~ "[?&]flush-the-cache") {
        set req.http.X-Pass = "flush";
    }
    call mark_admin;
}
