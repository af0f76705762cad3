"""What has to be covered, and what is wrong with a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from postcheck.model.draft import Draft, DraftImage, Inside, Unexamined
from postcheck.model.faces import Faces
from postcheck.model.pack import BAR_RULE, Pack, Rule
from postcheck.model.report import DraftReport, Flag
from postcheck.model.severity import Category, Severity
from postcheck.model.text import Box, Passage, PlaceKind, Where
from postcheck.redact.places import Place
from postcheck.redact.plan import Cover, Residue, more, plan, residue

PACK = Pack("own", "Own", "1", "", None, ())
BOX = Box(1, 2, 30, 4)
PLACE = Place.of(BOX)


def image(name: str = "drafts/a.jpg", *, absent: bool = False, inside: Inside | None = None) -> DraftImage:
    return DraftImage(name, Path(name), name, Where(PlaceKind.IMAGE, name), absent=absent, inside=inside)


def flag(where: Where, category: Category = Category.NAME, severity: Severity = Severity.FAIL) -> Flag:
    return Flag("R-1", category, severity, "", "", "", where)


def at(name: str = "drafts/a.jpg", box: Box | None = BOX, frame: int = 0) -> Where:
    return Where(PlaceKind.IMAGE, name, "ocr", box=box, frame=frame)


def report(
    *flags: Flag,
    images: tuple[DraftImage, ...] = (image(),),
    unexamined: tuple[Unexamined, ...] = (),
    read: bool = True,
) -> DraftReport:
    passages = tuple(
        Passage("a.jpg", PlaceKind.FILENAME, each.name, "filename", image=each.key) for each in images if read
    )
    draft = Draft("drafts/post.md", None, images=images)
    return DraftReport(draft, PACK, (), date(2026, 11, 21), flags, unexamined=unexamined, passages=passages)


def test_names_and_details_that_may_not_be_shown_are_covered_and_nothing_else_is() -> None:
    flags = [
        flag(at(frame=2), severity=Severity.NOTE),
        flag(at(frame=1), severity=Severity.REVIEW),
        flag(at(box=Box(9, 9, 9, 9)), Category.DETAIL),
        flag(at(), Category.CONTENT),
        flag(at(box=None), Category.PICTURE),
        flag(at("drafts/other.jpg")),
    ]
    (cover,) = plan([report(*flags)]).covers
    assert cover.places == {1: (PLACE,), 0: (Place.of(Box(9, 9, 9, 9)),)}
    assert (cover.target, cover.renamed) == ("drafts/a.jpg", False)


def test_what_several_rules_object_to_is_one_place() -> None:
    flags = [flag(at()), flag(at(box=Box(2, 2, 30, 4))), flag(at(box=Box(1, 2, 14, 4)))]
    (cover,) = plan([report(*flags)]).covers
    assert cover.places == {0: (Place(Box(1, 2, 31, 4), 4),)}


def test_a_waived_flag_is_covered_all_the_same() -> None:
    waived = report()
    waived = DraftReport(waived.draft, PACK, (), waived.day, (), (flag(at()),), passages=waived.passages)
    assert plan([waived]).covers[0].places == {0: (PLACE,)}


def test_a_picture_of_two_posts_is_covered_for_both() -> None:
    other = Box(50, 50, 5, 5)
    (cover,) = plan([report(flag(at())), report(flag(at(box=other)))]).covers
    assert cover.places == {0: (PLACE, Place.of(other))}


def test_what_was_not_looked_at_has_no_copy() -> None:
    reason = Unexamined("drafts/a.jpg", "It is damaged.")
    crash = Unexamined("drafts/post.md", "postcheck itself failed.")
    for post, why in [
        (report(unexamined=(reason,)), "damaged"),
        (report(unexamined=(crash,), read=False), "failed"),
        (report(read=False), "did not come"),
    ]:
        found = plan([post])
        assert found.covers == ()
        assert why in found.unexamined[0].reason
    assert plan([report(unexamined=(crash,))]).covers  # the words beside it are another matter


def test_one_post_that_could_not_look_is_enough() -> None:
    assert plan([report(), report(unexamined=(Unexamined("drafts/a.jpg", "x"),))]).covers == ()


def test_a_picture_inside_a_document_is_not_passed_over() -> None:
    name = "drafts/plan.docx#word/media/a.png"
    within = (image(name, inside=Inside("word/media/a.png")),)
    found = plan([report(flag(at(name)), images=within)])
    assert (found.covers, found.unexamined, found.untouched) == ((), (), 0)
    assert found.inside[0].file == name
    assert "cannot be covered here" in found.inside[0].reason
    clean = plan([report(flag(at(name), severity=Severity.NOTE), images=within)])
    assert (clean.covers, clean.unexamined, clean.inside, clean.untouched) == ((), (), (), 1)
    assert plan([report(flag(at(name), severity=Severity.NOTE), images=within)], least=Severity.NOTE).inside


def test_whatever_was_not_examined_is_said_though_it_is_no_picture_that_is_there() -> None:
    missing = Unexamined("drafts/gone.jpg", "It is not there.")
    found = plan([report(unexamined=(missing,), images=(image(), image("drafts/gone.jpg", absent=True)))])
    assert found.unexamined == (missing,)
    assert [cover.name for cover in found.covers] == ["drafts/a.jpg"]


def test_notes_are_covered_if_that_is_asked_for_and_must_be_gone_from_the_copy_then() -> None:
    post = report(flag(at(), severity=Severity.NOTE))
    assert plan([post]).covers[0].places == {}
    assert plan([post], least=Severity.NOTE).covers[0].places == {0: (PLACE,)}
    copies = {Path("a.jpg"): Path("drafts/a.jpg")}
    assert residue([post], copies) == {}
    assert residue([post], copies, least=Severity.NOTE)[Path("a.jpg")].places == {0: [PLACE]}


def test_what_can_still_be_read_makes_all_covers_of_a_picture_as_large_as_they_can_be() -> None:
    (cover,) = plan([report(flag(at()))]).covers
    assert cover.covers() == {0: (PLACE,)}
    assert more(cover, Residue()).covers() == {0: (PLACE.cover(),)}


def test_copies_stay_below_their_folder_and_apart() -> None:
    names = ["drafts/a.jpg", "../a.jpg", "/home/x/a.jpg", "C:\\x\\a.jpg", "drafts/A.JPG", "x/../../a.jpg"]
    targets = [cover.target for cover in plan([report(images=tuple(image(name) for name in names))]).covers]
    assert len({target.casefold() for target in targets}) == len(names)
    assert targets[0] == "drafts/a.jpg"
    assert not any(target.startswith("/") or ".." in target or ":" in target for target in targets)


def test_a_telling_name_is_replaced() -> None:
    telling = flag(Where(PlaceKind.FILENAME, "drafts/rhys.JPG", "filename", start=0, end=4))
    (cover,) = plan([report(telling, images=(image("drafts/rhys.JPG"),))]).covers
    assert (cover.target, cover.renamed) == ("drafts/picture.jpg", True)


def test_a_copy_is_unsafe_if_anything_is_left_or_it_was_not_looked_at() -> None:
    copies = {Path("a.jpg"): Path("safe/a.jpg"), Path("b.jpg"): Path("safe/b.jpg"), Path("c.jpg"): Path("safe/c.jpg")}
    left = flag(at("safe/a.jpg"))
    named = flag(Where(PlaceKind.METADATA, "safe/a.jpg", "exif", start=0, end=4))
    of_text = flag(Where(PlaceKind.TEXT, "drafts/post.md", "body", start=0, end=4))
    unseen = Unexamined("safe/b.jpg", "It is damaged.")
    post = report(left, named, of_text, images=(image("safe/a.jpg"), image("safe/b.jpg")), unexamined=(unseen,))
    assert residue([post], copies) == {
        Path("a.jpg"): Residue((left, named), (), {0: [PLACE]}),
        Path("b.jpg"): Residue(),
        Path("c.jpg"): Residue(),
    }
    assert residue([report(images=(image("safe/a.jpg"),))], {Path("a.jpg"): Path("safe/a.jpg")}) == {}


def test_further_places_are_added() -> None:
    (cover,) = plan([report(flag(at()))]).covers
    further = Place.of(Box(5, 50, 5, 5))
    assert more(cover, Residue((), (), {0: [further], 1: [PLACE]})).places == {0: (PLACE, further), 1: (PLACE,)}


FACES = (Faces(1, (Box(100, 100, 40, 60),)),)
SHOWN_WRONGLY = Pack(
    "own", "Own", "1", "", None, (Rule("R-1", "", "pictured", Category.PICTURE, Severity.FAIL, "", "", "", ""),)
)


def pictured(*flags: Flag) -> DraftReport:
    return replace(report(*flags), pack=SHOWN_WRONGLY, faces={"drafts/a.jpg": FACES})


def test_faces_are_covered_only_where_that_is_wanted_and_somebody_may_be_shown_wrongly() -> None:
    post = pictured(flag(at(box=None), Category.PICTURE))
    assert plan([post]).covers[0].faces == {}
    assert not plan([post]).covers[0].faceless
    (cover,) = plan([post], faces=True).covers
    ((head,),) = cover.faces.values()
    assert (head.left, head.top, head.right, head.bottom) == (90, 79, 150, 169)
    assert cover.faceless
    assert plan([pictured(flag(at()))], faces=True).covers[0].faces == {}


def test_faces_are_covered_where_the_do_not_publish_list_speaks_although_the_pack_has_no_rule_for_it() -> None:
    barred = replace(flag(at(box=None), Category.PICTURE), rule=BAR_RULE)
    (cover,) = plan([replace(pictured(barred), pack=replace(SHOWN_WRONGLY, rules=()))], faces=True).covers
    assert cover.faceless
    assert len(cover.faces) == 1


def test_a_face_that_is_left_in_a_copy_makes_it_unsafe() -> None:
    copies = {Path("a.jpg"): Path("safe/a.jpg")}
    post = replace(report(images=(image("safe/a.jpg"),)), faces={"safe/a.jpg": FACES})
    assert residue([post], copies) == {}
    left = residue([post], copies, {Path("a.jpg")})
    assert left == {Path("a.jpg"): Residue((), FACES)}
    assert more(Cover(Path("a.jpg"), "a.jpg", "a.jpg"), left[Path("a.jpg")]).faces.keys() == {1}
