"""Templates are compiled once a process, those of shared pages as well as those of private ones."""

import pytest
from django.template import engines
from django.template.loaders.cached import Loader


@pytest.mark.parametrize("engine", ["django", "shell"])
def test_the_same_compiled_template_each_time(engine):
    (loader,) = engines[engine].engine.template_loaders
    assert isinstance(loader, Loader)
    assert engines[engine].get_template("base.html").template is engines[engine].get_template("base.html").template
