"""The one exception for a world that is not ready, and the closed list of its codes.

Input that breaks a rule is not an error but a list of findings (see ``domain``); being offline while
working is a state; anything else that is raised is a mistake of ours.
"""

from enum import StrEnum, unique

Param = str | int
"""What a parameter of an error may be: shown to the user, so never an object and never personal data."""


@unique
class ErrorCode(StrEnum):
    """Why the world is not ready; each code has one sentence and one next step in ``resources/wording``."""

    # this PC
    ALREADY_RUNNING = "AlreadyRunning"
    """Another program has this data folder open (``path``, ``pid``; 0 = unknown)."""
    DATA_FOLDER_UNUSABLE = "DataFolderUnusable"
    """The data folder cannot be made or written (``path``, ``reason``)."""
    DATA_FOLDER_SHARED = "DataFolderShared"
    """The data folder lies on a network drive or is synchronised, so that other PCs may write it (``path``,
    ``kind``)."""
    DISK_FULL = "DiskFull"
    """No room for what had to be written (``path``); nothing was half written."""
    DISPLAY_MISSING = "DisplayMissing"
    """The window was asked for where there is no display."""
    EXTRA_MISSING = "ExtraMissing"
    """An optional part of the program is not installed (``extra``)."""

    # the database and its key
    ALREADY_INITIALISED = "AlreadyInitialised"
    """The data folder already has a database (``path``)."""
    NOT_INITIALISED = "NotInitialised"
    """The data folder has no database yet (``path``)."""
    DATABASE_LOCKED = "DatabaseLocked"
    """Another program holds the database for longer than we wait (``path``)."""
    DATABASE_AWAY = "DatabaseAway"
    """The agency's database server does not answer, or does not let this PC in (``server``, ``reason``)."""
    DATABASE_LINE_OPEN = "DatabaseLineOpen"
    """The address of a database server on another machine asks for no verified TLS (``server``)."""
    DATABASE_DAMAGED = "DatabaseDamaged"
    """The database fails its integrity check or is no database of ours (``path``)."""
    DATABASE_TOO_NEW = "DatabaseTooNew"
    """A newer release wrote this database (``found``, ``known``)."""
    LIBRARY_UNSAFE = "LibraryUnsafe"
    """The SQLite library is one that can damage a database (``found``, ``needed``)."""
    KEY_WRONG = "KeyWrong"
    """The key at hand belongs to another database (``path``)."""
    KEY_UNAVAILABLE = "KeyUnavailable"
    """The keyring does not give the key, and there is no passphrase slot."""
    KEY_FILE_DAMAGED = "KeyFileDamaged"
    """Both copies of the file that holds the key are damaged (``path``)."""
    PASSPHRASE_NEEDED = "PassphraseNeeded"
    """Only a passphrase opens the key, and none was given."""
    PASSPHRASE_WEAK = "PassphraseWeak"
    """A new passphrase or password is too easy to guess (``minimum`` characters; ``reason``: ``short``,
    ``common`` or ``simple``)."""
    WRONG_PASSPHRASE = "WrongPassphrase"
    """The passphrase does not open the key."""
    WRONG_PASSWORD = "WrongPassword"
    """User and password do not belong together (the two cases are not told apart)."""
    NOT_ALLOWED = "NotAllowed"
    """The role of the user does not include this (``user``, ``action``; ``may``: the roles that do)."""
    SIGN_IN_NEEDED = "SignInNeeded"
    """Users are set up on this PC, and nobody is signed in."""
    SIGN_IN_LOCKED = "SignInLocked"
    """Too many attempts failed under this name; the next one is listened to later (``seconds``)."""
    USER_EXISTS = "UserExists"
    """There is a user of that name already, or users are set up already (``user``)."""
    LAST_ADMINISTRATOR = "LastAdministrator"
    """Nobody would be left who may keep the users (``user``)."""

    # joining and the line to the regulator
    NOT_JOINED = "NotJoined"
    """This needs an enrolment with the regulator."""
    ALREADY_JOINED = "AlreadyJoined"
    """This data folder is enrolled already (``agency``)."""
    INVITATION_INVALID = "InvitationInvalid"
    """The file is no invitation, or was altered (``reason``)."""
    INVITATION_EXPIRED = "InvitationExpired"
    """The invitation's last day is over (``expired``)."""
    INVITATION_USED = "InvitationUsed"
    """The invitation has enrolled a PC already."""
    OFFLINE = "Offline"
    """The receiver cannot be reached, where an action needs it now (``url``)."""
    RECEIVER_NOT_OURS = "ReceiverNotOurs"
    """What answers is not the receiver of the invitation, or no receiver at all (``url``, ``reason``)."""
    RECEIVER_REFUSED = "ReceiverRefused"
    """The receiver turned the request down for good (``problem``, ``status``)."""
    RECEIVER_BUSY = "ReceiverBusy"
    """The receiver asks to come back later (``seconds``)."""
    DEVICE_REVOKED = "DeviceRevoked"
    """The regulator has shut this PC out (``device``)."""
    CLOCK_WRONG = "ClockWrong"
    """This PC's clock and the receiver's are too far apart (``seconds``)."""
    STATEMENT_TAMPERED = "StatementTampered"
    """A statement lacks the regulator's signature or does not follow its predecessor (``position``)."""
    RECEIPT_TAMPERED = "ReceiptTampered"
    """A receipt does not bear the regulator's signature or does not fit what was sent (``reason``)."""
    STREAM_DIVERGED = "StreamDiverged"
    """The receiver holds other entries than this PC sent (``seq``): a copy of this PC is in use."""
    PACKAGE_INVALID = "PackageInvalid"
    """The file is no sealed package or receipt of this agency (``reason``)."""

    # files and records
    FILE_MISSING = "FileMissing"
    """There is no such file (``path``)."""
    FILE_UNREADABLE = "FileUnreadable"
    """The file cannot be read as what it should be (``path``, ``reason``)."""
    FILE_UNWRITABLE = "FileUnwritable"
    """The file cannot be written, often because another program has it open (``path``)."""
    TOO_MANY_ROWS = "TooManyRows"
    """A list is too long to be written at once (``count``, ``limit``)."""
    FILE_TOO_LARGE = "FileTooLarge"
    """The file, or what it unpacks to, is larger than allowed (``path``, ``limit``)."""
    FILE_IN_USE = "FileInUse"
    """Another program keeps the file to itself (``path``)."""
    FILE_PROTECTED = "FileProtected"
    """A password keeps the file shut (``path``)."""
    FILE_NO_TABLE = "FileNoTable"
    """The file is no table: another kind of file, whatever its name says (``path``)."""
    FILE_EMPTY = "FileEmpty"
    """There is nothing in the file (``path``)."""
    HEADINGS_UNKNOWN = "HeadingsUnknown"
    """No row of the sheet has headings that tell what it is (``path``)."""
    MAPPING_INVALID = "MappingInvalid"
    """The column mapping does not fit the sheet (``reason``)."""
    RULESET_INVALID = "RulesetInvalid"
    """The rule set breaks the rule language (``pointer``, ``reason``)."""
    CATALOGUE_INVALID = "CatalogueInvalid"
    """The catalogue is not well formed (``pointer``, ``reason``)."""
    RECORD_UNKNOWN = "RecordUnknown"
    """No record has this number (``record``)."""
    RECORD_CHANGED = "RecordChanged"
    """Someone else saved the record meanwhile (``record``; ``fields``: what they changed, ``sealed`` or
    ``version`` where it is final)."""
    STATE_FORBIDS = "StateForbids"
    """The record's state does not allow this (``record``, ``state``, ``action``)."""
    MONTH_LOCKED = "MonthLocked"
    """The month is closed (``month``)."""
    USAGE = "Usage"
    """The command was called in a way it does not know (``reason``)."""
    VALUE_INVALID = "ValueInvalid"
    """A value given on the command line is not one we know (``name``, ``value``)."""
    CORRECTION_INCOMPLETE = "CorrectionIncomplete"
    """A correction lacks its reason, action or memo, or they are not of the list (``fields``)."""
    NOTHING_SCHEDULED = "NothingScheduled"
    """A paper was asked for of a day without orders (``day``)."""
    FINDINGS_OPEN = "FindingsOpen"
    """What is to be sealed has findings that block, or that nobody acknowledged (``record``, ``rules``)."""
    CANCELLED = "Cancelled"
    """The user stopped the work; what was finished stays."""


class AppError(Exception):
    """The world is not ready: shown as one sentence with one next step, exit status 2 in commands.

    ``code`` says what, ``params`` fill the sentence's named places. A code outside the list is a mistake of
    ours and raises ``ValueError``.
    """

    def __init__(self, code: ErrorCode, **params: Param) -> None:
        self.code = ErrorCode(code)
        self.params: dict[str, Param] = params
        super().__init__(self.code.value, params)

    def __str__(self) -> str:
        places = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code.value}({places})"
