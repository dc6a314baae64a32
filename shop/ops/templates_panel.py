"""The toolbar's panel of templates, without the context of shared pages: to look at that is to break its seal."""

from debug_toolbar.panels import templates

from shop.caching.sealed import SealedRequest


class TemplatesPanel(templates.TemplatesPanel):
    def _store_template_info(self, sender, **kwargs):
        known = len(self.templates)
        super()._store_template_info(sender, **kwargs)
        if isinstance(kwargs["context"].get("request"), SealedRequest):
            for rendered in self.templates[known:]:
                rendered |= {"context": [], "context_processors": None}
