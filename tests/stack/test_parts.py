"""The small parts that set-up and configuration are made of."""

import pytest
from stack import dotenv, ports, tuning
from stack.template import TemplateError, fill


def test_template_fills_repeats_and_leaves_out():
    repeated = "#for app in APPS\nserver {{app.host}};\n  #if BACKUP\n  backup\n  #end\n#end\n"
    text = "a {{NAME}}\n" + repeated + "#unless BACKUP\nno backup\n#end\n"
    values = {"NAME": "x", "APPS": [{"host": "h1"}, {"host": "h2"}], "BACKUP": False}
    assert fill(text, values) == "a x\nserver h1;\nserver h2;\nno backup\n"


def test_template_leaves_comments_and_other_braces_alone():
    assert fill("# if a comment\nmap $a { default 1; }\n", {}) == "# if a comment\nmap $a { default 1; }\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x\n{{MISSING}}", "f.conf:2: nothing is called MISSING"),
        ("#if A\nx", "f.conf:1: block without #end"),
        ("x\n#end", "f.conf:2: #end without a beginning"),
    ],
)
def test_template_errors_say_where(text, said):
    with pytest.raises(TemplateError, match=said):
        fill(text, {"A": True}, "f.conf")


def test_dotenv_fills_empty_secrets_once():
    text = dotenv.with_secrets("SHOP_PORT=8000\nSECRET_KEY=\nADMIN_PATH=mine\n")
    assert "ADMIN_PATH=mine\n" in text
    assert len(text.split("SECRET_KEY=")[1].splitlines()[0]) >= 50
    assert dotenv.with_secrets(text) == text


def test_dotenv_reads_what_people_write(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# A=1\nA = 'one two'\nexport B=\"x\"\nC=a=b#c\n")
    assert dotenv.read(file) == {"A": "one two", "B": "x", "C": "a=b#c"}


def test_no_two_ports_are_the_same_and_a_block_holds_them():
    assert len(set(ports.OFFSETS.values())) == len(ports.OFFSETS)
    assert max(ports.OFFSETS.values()) < ports.BLOCK


def test_two_test_runs_get_different_blocks():
    first, claim = ports.claim_block(20000)
    second, other_claim = ports.claim_block(20000)
    with claim, other_claim:
        assert first != second


@pytest.mark.parametrize(("memory_mb", "shared_buffers_mb"), [(1024, 256), (24576, 6144), (262144, 16384)])
def test_postgres_takes_a_quarter_of_its_share(memory_mb, shared_buffers_mb):
    sizes = tuning.postgres(share=1, cores=8, memory=memory_mb)
    assert sizes["SHARED_BUFFERS_MB"] == shared_buffers_mb
    assert sizes["EFFECTIVE_CACHE_MB"] > sizes["SHARED_BUFFERS_MB"]
    assert 4 <= sizes["WORK_MEM_MB"] <= 64
