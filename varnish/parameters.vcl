vcl 4.1;

# What a page does not read must not make a second object of it.

# In normalise_query. Marketing parameters are read by scripts in the browser, never by the shop. The editors'
# flush-the-cache means nothing without a session; with one the application looks who asks. Home, product pages and pages
# of text read no parameters at all, suggestions one.
sub drop_unknown_parameters {
    if (req.url ~ "[?&](utm_|mtm_|pk_|hsa_|mc_|_ga|_gl|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|yclid|igshid|li_fat_id|srsltid|epik|_hs)") {
        set req.url = regsuball(req.url, "(?<=[?&])((utm|mtm|pk|hsa|mc)_[a-z_]+|_ga|_gl|gclid|gclsrc|gbraid|wbraid|dclid|fbclid|msclkid|ttclid|twclid|yclid|igshid|li_fat_id|srsltid|epik|_hs(enc|mi))(=[^&]*)?(&|$)", "");
    }
    if (req.http.Cookie !~ "sessionid=") {
        set req.url = regsuball(req.url, "(?<=[?&])flush-the-cache(=[^&]*)?(&|$)", "");
    }
    if (req.url ~ "^/([a-z]{2}(-[a-z]+)?/)?((p|pages)/[^/?]+/)?\?") {
        set req.url = regsub(req.url, "\?(.*&)?(flush-the-cache).*$|\?.*$", "?\2");
    } else if (req.url ~ "^/([a-z]{2}(-[a-z]+)?/)?search/suggest/\?") {
        set req.url = regsub(req.url, "\?(.*&)?(q=[^&]*).*$|\?.*$", "?\2");
    }
}
