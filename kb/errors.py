"""The errors a user may see. Each message is one line in Chinese: what, where, and what to do."""


class KBError(Exception):
    """Base of every expected failure; the command line prints its message and exits with 1."""


class ReadError(KBError):
    """A file cannot be read: missing, empty, of an unknown format, or not decodable."""


class CatalogError(KBError):
    """corpus.toml is broken or disagrees with the files beside it."""


class LibraryError(KBError):
    """The library database is missing, of a newer schema, or held by another writer."""


class UnguardedError(LibraryError):
    """There are tenants, and the server would not keep the role that is used to one of them."""


class BusyError(LibraryError):
    """Another program is changing the library at this moment; trying again a little later helps."""


class ReadOnlyError(LibraryError):
    """The library can be read but not changed for a while: its database is changing over to another server."""


class UnreadableError(LibraryError):
    """The library's file fails while it is in use (a damaged page, a full disk); its cause is the database's error."""


class ChangeError(KBError):
    """A change that an administrator asked for and that makes no sense as things are now."""


class SearchIndexError(KBError):
    """The search index is missing, incomplete, or does not match the library or the model."""


class NothingInForceError(SearchIndexError):
    """Every document has been taken out of force, so that nothing can be answered; readers may know it."""


class ModelError(KBError):
    """The sentence model cannot be fetched, verified, exported or loaded."""


class QuestionError(KBError):
    """A question that cannot be taken as it is (too long, not text)."""


class NotFoundError(KBError):
    """A document, clause or key that the library does not hold. `where` tells a person at the command line where to
    look; readers of the pages have no command line.
    """

    def __init__(self, said: str, *, where: str = "") -> None:
        super().__init__(said)
        self.where = where
