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

sub normalise_url {
    # "http://host/path" as a request target, and a fragment that should have stayed in the browser
    set req.url = regsub(req.url, "^https?://[^/]+", "");
    set req.url = regsub(req.url, "#.*$", "");
    if (req.url !~ "^/") {
        return (synth(400));
    }
    if (req.method == "POST") {
        return;
    }
    call drop_marketing_parameters;
    set req.url = std.querysort(req.url);
    set req.url = regsub(req.url, "\?&*$", "");
}

# Read by scripts in the browser, never by the shop. Also the editors' `flush-the-cache`, from anybody without a session.
sub drop_marketing_parameters {
    if (req.url ~ "[?&](utm_|mtm_|pk_|hsa_|mc_|_ga|_gl|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|yclid|igshid|li_fat_id|srsltid|epik|_hs)") {
        set req.url = regsuball(req.url, "(?<=[?&])((utm|mtm|pk|hsa|mc)_[a-z_]+|_ga|_gl|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|yclid|igshid|li_fat_id|srsltid|epik|_hs(enc|mi))(=[^&]*)?(&|$)", "");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
    if (req.url ~ "[?&]flush-the-cache" && req.http.Cookie !~ "sessionid=") {
        set req.url = regsuball(req.url, "(?<=[?&])flush-the-cache(=[^&]*)?(&|$)", "");
        set req.url = regsub(req.url, "[?&]+$", "");
    }
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
