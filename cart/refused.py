"""What a cart refuses: said in the buyer's words, with the status that fits; nothing was changed."""


class Refused(Exception):
    """`message` is for the buyer; `status` is the HTTP status: 400 nonsense, 404 not there, 409 not possible now."""

    def __init__(self, message: str, status: int = 409):
        super().__init__(message)
        self.message = message
        self.status = status
