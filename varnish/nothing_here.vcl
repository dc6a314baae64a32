vcl 4.1;

# What scanners ask for all day and this shop will never have. It costs a worker nothing. And paths that lead elsewhere
# than they read (`/x/../`, an encoded slash, dot or backslash): an app host's nginx would follow them, no browser sends them.

sub answer_nothing_here {
    if (req.url ~ "(?i)^[^?]*(/\.{1,2}(/|\?|$)|%2[ef]|%5c|\\)" ||
        req.url ~ "(?i)^[^?]*\.(php[0-9]?|aspx?|jsp|cgi|env|git|sql|bak)(/|\?|$)" ||
        req.url ~ "(?i)^/(wp-(admin|content|includes|login)|xmlrpc|phpmyadmin|cgi-bin|\.(env|git|svn|aws|ssh))") {
        return (synth(404));
    }
}
