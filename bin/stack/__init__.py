"""How the whole shop is set up and run on one machine: what the verbs in bin/ are made of.

Standard library only, because it runs before the virtual environment exists.

place        where everything lies                    ports        one table of ports
dotenv       .env: made once, then only read          environment  every value that configs and settings are filled from
template     fills the files of deploy/ and varnish/  configs      which template becomes which file
tuning       numbers from the machine's size          account      the ordinary account that everything runs as
packages     Debian packages                          virtualenv   Python packages
prepare      all of the above, in order               postgres     primary and replicas
parts        what runs, in which stage                supervisor   starting, asking and stopping supervisord
processes    finding what an earlier run left behind  probes       is it really well?
start        the order of a start                     shop         migrate, static files, demo, editor
"""
