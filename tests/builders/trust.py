"""A trust with two schools, a consent list each, whose ids repeat."""

from __future__ import annotations

from tests.builders.school import School

FORMBY = """\
pupil_id,forename,surname,school,photo,name_first,name_full
P0001,Amelia,Carter,Formby High,given,given,given
P0007,Rhys,Morgan,Formby High,given,given,given
"""
GREENBANK = """\
pupil_id,forename,surname,photo_social,name_first_social,name_full_social
P0007,Amelia,Carter,refused,refused,refused
P0009,Tomasz,Kowal,given,given,given
"""
SETTINGS = """\
consent = ["lists/formby.csv", "lists/greenbank.csv"]
[[account]]
name = "Formby"
school = "Formby High"
[[account]]
name = "Greenbank"
school = "greenbank"
[[account]]
name = "The trust"
"""
LISTS = ("--consent", "lists/formby.csv", "--consent", "lists/greenbank.csv")


def trust_of(school: School) -> School:
    """Give a school's folder the lists of two schools, and a register of three accounts."""
    lists = school.folder / "lists"
    lists.mkdir()
    (lists / "formby.csv").write_text(FORMBY, encoding="utf-8")
    (lists / "greenbank.csv").write_text(GREENBANK, encoding="utf-8")
    (school.folder / "consent.csv").unlink()
    (school.folder / "postcheck.toml").write_text(SETTINGS, encoding="utf-8")
    return school


def named(trust: School, text: str, header: str = "") -> list[tuple[str, list[str]]]:
    """Return the verdict of a post on Facebook and the pupils of each of its flags."""
    trust.draft(f"---\nchannel: facebook\n{header}---\n{text}\n")
    post = trust.run("check", "drafts", "--format", "json", "--date", "2026-11-21").post
    return [(post["verdict"], ids) for flag in post["flags"] if (ids := flag["pupil_ids"])] or [(post["verdict"], [])]
