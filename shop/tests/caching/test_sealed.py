"""Nothing personal is within reach of a first pass."""

import pytest
from django.middleware.csrf import get_token
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from shop.caching.sealed import PERSONAL_NAMES, PersonalDataInSharedPage, SealedRequest
from shop.caching.variant import PageVariant


def page(query="") -> SealedRequest:
    return SealedRequest("/p/mug/", query, PageVariant("en", "USD"))


def render(source: str) -> str:
    """As a first pass does."""
    sealed = page()
    text = engines["shell"].from_string(source).render({}, sealed)
    sealed.seal.check()
    return text


@pytest.mark.parametrize("name", ["user", "session", "COOKIES", "META", "headers", "POST", "body", "_messages"])
def test_the_request_has_none_of_it(name):
    with pytest.raises(PersonalDataInSharedPage, match=rf"request\.{name}"):
        getattr(page(), name)


def test_no_token_either():
    with pytest.raises(PersonalDataInSharedPage):
        get_token(page())


def test_what_a_page_may_depend_on():
    sealed = page("page=2&sort=price")
    assert (sealed.GET["page"], sealed.path, sealed.LANGUAGE_CODE) == ("2", "/p/mug/", "en")
    assert sealed.get_full_path() == "/p/mug/?page=2&sort=price"
    assert render("{% url 'catalog:home' %} {{ SITE_NAME }}").startswith("/ ")


def test_the_message_names_template_and_line():
    with pytest.raises(PersonalDataInSharedPage, match=r"user is one visitor's own.*line 3"):
        render("first\nsecond\n{{ user.email }}")


# Ways in which a template can touch a name; Django swallows exceptions in several of them.
TOUCHES = [
    "{{{{ {0} }}}}",
    "{{{{ {0}.name }}}}",
    "{{{{ {0}.name|default:'x' }}}}",
    "{{% if {0} %}}a{{% endif %}}",
    "{{% if {0}.is_authenticated and x %}}a{{% endif %}}",
    "{{% if not {0}.is_staff or x %}}a{{% else %}}b{{% endif %}}",
    "{{% if {0} == 5 %}}a{{% endif %}}",
    "{{% if 'x' in {0} %}}a{{% endif %}}",
    "{{% for one in {0} %}}{{{{ one }}}}{{% endfor %}}",
    "{{% for one in {0}.all %}}{{{{ one }}}}{{% empty %}}none{{% endfor %}}",
    "{{% with mine={0}.name %}}{{{{ mine }}}}{{% endwith %}}",
    "{{% firstof x {0} %}}",
    "{{% firstof {0}.name 'x' %}}",
    "{{{{ {0}|length }}}}",
    "{{{{ {0}.0 }}}}",
    "{{% ifchanged {0} %}}a{{% endifchanged %}}",
]
PERSONAL = [*PERSONAL_NAMES, "request.user", "request.session", "request.COOKIES", "request.META"]
AROUND = [
    "{}",
    "{{% if not x %}}{}{{% endif %}}",
    "{{% with a=1 %}}{}{{% endwith %}}",
    "{{% filter upper %}}{}{{% endfilter %}}",
]


@given(
    st.sampled_from(TOUCHES),
    st.sampled_from(PERSONAL),
    st.lists(st.sampled_from(AROUND), max_size=3),
    st.text(st.characters(codec="utf-8", exclude_characters="{}%\0"), max_size=20),
)
def test_whatever_a_template_does_with_it_the_pass_fails(touch, name, around, text):
    source = touch.format(name)
    for one in around:
        source = one.format(source)
    with pytest.raises(PersonalDataInSharedPage):
        render(text + source)
