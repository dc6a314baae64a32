from django.db import models
from django.db.models.functions import Now


class ImportRun(models.Model):
    """How far an import of one file has come, written in each batch's own transaction."""

    source = models.CharField(max_length=40)
    file_digest = models.CharField(max_length=64)  # of content and mapping: another file starts from the top
    rows_done = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "file_digest"], name="importrun_once")]
