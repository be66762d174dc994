"""How large each thing may be: refused by size before anything is read or computed."""

ARCHIVE = 256 * 1024 * 1024
ELECTION = 4 * 1024 * 1024
TRUSTEES = 4 * 1024 * 1024
CREDENTIALS = 64 * 1024 * 1024  # about 100 000 voters
TALLY = 16 * 1024 * 1024  # encrypted tally, partial decryption, result
SHUFFLE = 64 * 1024 * 1024  # about 14 000 rankings of RFC-3526-2048
SMALL = 4 * 1024  # header, event, setup, owned, sized tally

QUESTIONS = 200
ANSWERS = 1000  # per question
BOXES = 2000  # per ballot, all questions together
TRUSTEES_COUNT = 100

FIELD_BYTES = 24  # an upper bound of what JSON adds to one number: its name, quotes, brackets
