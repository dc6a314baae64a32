"""A stream of records → batches of one kind each, read ahead in a thread of its own while the database works."""

import threading
from dataclasses import dataclass, field
from queue import Queue

from catalog.imports.records import Product, Remark, Unreadable

MAX_RECORDS = 1000
MAX_VARIANTS = 3000
MAX_CHARACTERS = 4_000_000  # of descriptions: a batch of the longest texts is smaller, not bigger in memory


@dataclass(slots=True)
class ReadBatch:
    number: int
    records: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    rows_done: int = 0  # records up to the end of this batch, from the top of the file
    variants: int = 0
    characters: int = 0

    def add(self, record):
        if isinstance(record, Remark):
            self.remarks.append(record)
            return
        self.records.append(record)
        self.rows_done += 1
        if isinstance(record, Product):
            self.variants += len(record.variants)
            self.characters += len(record.description)

    def is_complete_before(self, record):
        """Is this record the next batch's? A batch holds one kind, and no more than memory and a transaction should."""
        if isinstance(record, Remark):
            return len(self.remarks) >= MAX_RECORDS
        return self.records and (
            len(self.records) >= MAX_RECORDS
            or self.variants >= MAX_VARIANTS
            or self.characters >= MAX_CHARACTERS
            or type(record) is not type(self.records[0])
        )


def batches(records):
    """The same batches from the same file, always: a resumed run cuts where the killed one cut."""
    batch = ReadBatch(1)
    try:
        for record in records:
            if batch.is_complete_before(record):
                yield batch
                batch = ReadBatch(batch.number + 1, rows_done=batch.rows_done)
            batch.add(record)
    except Unreadable:
        yield batch  # what came before is whole
        raise
    yield batch


def read_ahead(iterator, depth=2):
    """The same iterator, worked in a thread at most `depth` results ahead; its exception is raised here."""
    queue, stop = Queue(depth), threading.Event()

    def work():
        try:
            for result in iterator:
                queue.put((result, None))
                if stop.is_set():
                    return
            queue.put((None, StopIteration()))
        except BaseException as error:
            queue.put((None, error))

    thread = threading.Thread(target=work, name="import-reader", daemon=True)
    thread.start()
    try:
        while True:
            result, error = queue.get()
            if isinstance(error, StopIteration):
                return
            if error is not None:
                raise error
            yield result
    finally:
        stop.set()
        while thread.is_alive():  # it may be waiting for room
            while not queue.empty():
                queue.get_nowait()
            thread.join(0.05)
