"""The demonstration finds in its own mails the codes of the person one plays."""

import os
from pathlib import Path

from governance.services.entry.tour import mailed_codes


def mail(folder: Path, name: str, to: str, link: str, age: int) -> None:
    text = f"To: Anne <{to}>\r\nSubject: Convocation\r\n\r\nVotre lien :\r\n\r\n{link}\r\n"
    path = folder / f"{name}.eml"
    path.write_bytes(text.encode())
    os.utime(path, (1_780_000_000 - age, 1_780_000_000 - age))


def test_the_newest_code_of_each_line_is_found(tmp_path):
    site = "http://127.0.0.1:8000/assemblees/3/lien"
    mail(tmp_path, "a", "anne@example.org", f"{site}#t=old-T_1&c=4:AAA-111,5:BBB-222", age=60)
    mail(tmp_path, "b", "anne@example.org", f"{site}#t=new&c=5:CCC-333", age=10)

    assert mailed_codes(tmp_path, "Anne@example.org", 3) == {4: "AAA-111", 5: "CCC-333"}


def test_the_codes_of_others_and_of_other_assemblies_are_not_taken(tmp_path):
    site = "http://127.0.0.1:8000/assemblees"
    mail(tmp_path, "a", "marianne@example.org", f"{site}/3/lien#t=x&c=4:AAA-111", age=1)
    mail(tmp_path, "b", "anne@example.org", f"{site}/33/lien#t=x&c=4:AAA-111", age=1)
    mail(tmp_path, "c", "anne@example.org", f"{site}/3/lien#t=x&c=", age=1)

    assert mailed_codes(tmp_path, "anne@example.org", 3) == {}
    assert mailed_codes(tmp_path / "not-there", "anne@example.org", 3) == {}
