"""How large each thing may be: refused by size before anything is read or computed."""

ARCHIVE = 16 * 1024 * 1024 * 1024  # read entry by entry; about two million ballots
ELECTION = 4 * 1024 * 1024
TRUSTEES = 4 * 1024 * 1024
BALLOT = 900 * 1024  # of an election we open: one that is posted must fit in the body of a request
CREDENTIALS = 64 * 1024 * 1024  # about 100 000 voters
TALLY = 32 * 1024 * 1024  # encrypted tally, partial decryption, result
SHUFFLE = 64 * 1024 * 1024  # about 14 000 rankings of RFC-3526-2048
ROLL_FILE = 4 * 1024 * 1024  # what an outside credential authority starts from
PUBLIC_LISTS = 64 * 1024 * 1024  # what it sends back: every election of a meeting
SMALL = 4 * 1024  # header, event, setup, owned, sized tally

QUESTIONS = 200
ANSWERS = 1000  # per question
BOXES = 2000  # per ballot, all questions together
TRUSTEES_COUNT = 100
RANKINGS = 13_000  # of an election we open: its mix, parts and result stay below what is read here
RANKED_NUMBERS = 350_000  # in these rankings together
ELECTIONS = 200  # of one meeting, in the files of an outside credential authority
RIGHTS = 40_000  # in the same files

FIELD_BYTES = 24  # an upper bound of what JSON adds to one number: its name, quotes, brackets
