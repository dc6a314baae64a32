"""Triggers that note surrogate keys, a statement at a time, in the transaction of the write."""

import pgtrigger

REFERENCING = {
    "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows")),
    "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows")),
    "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows")),
}


def notes(**tags_by_event: str) -> list[pgtrigger.Trigger]:
    """For `insert`, `update`, `delete`: a query of one column of tags over `new_rows`, `old_rows`.

    One name for all keeps them last of a table's triggers (they fire in the order of their names): what other triggers
    write in turn is noted by those tables' own.
    """
    return [
        pgtrigger.Trigger(
            name=f"zz_note_{event}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=REFERENCING[event][0],
            referencing=REFERENCING[event][1],
            func=f"PERFORM shop_note(ARRAY({sql})); RETURN NULL;",
        )
        for event, sql in tags_by_event.items()
    ]
