vcl 4.1;

# The shop is read with GET and HEAD and written with POST. Others are answered here.

sub answer_odd_methods {
    if (req.method ~ "^(PUT|PATCH|DELETE|TRACE|CONNECT|PURGE|BAN|PROPFIND|REFRESH)$") {
        return (synth(405));
    }
    if (req.method !~ "^(GET|HEAD|POST|OPTIONS)$") {
        return (synth(501));
    }
}

# A body on GET reaches no view, but could make one answer for another's question.
sub refuse_body_on_get {
    if ((req.method == "GET" || req.method == "HEAD") &&
        (req.http.Transfer-Encoding || (req.http.Content-Length && req.http.Content-Length != "0"))) {
        return (synth(400));
    }
}
