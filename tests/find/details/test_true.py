"""What gives a person away is found, with its exact place."""

from __future__ import annotations

import pytest

from postcheck.model.detail import Bearing, DetailKind
from postcheck.model.mention import Certainty
from postcheck.model.text import PlaceKind
from tests.find.details.look import look, telling

CERTAIN, LIKELY, UNSURE = Certainty.CERTAIN, Certainty.LIKELY, Certainty.UNSURE
OPEN = Bearing.OPEN

TRUE = [
    # what is written, what is found in it, its kind, how certain it is
    ("UPN B801200005001", "B801200005001", "upn", CERTAIN),
    ("Amelia Carter, UPN A801200005001", "A801200005001", "upn", LIKELY),
    ("Label: B801200005001.", "B801200005001", "upn", CERTAIN),
    ("upn: b8012O0005001", "b8012O0005001", "upn", CERTAIN),
    ("UPN number: B 801200005001", "B 801200005001", "upn", CERTAIN),
    ("Her NHS number is 999 000 0018.", "999 000 0018", "nhs_number", CERTAIN),
    ("NHS no: 9990000026", "9990000026", "nhs_number", CERTAIN),
    ("NHS number 999 000 0019", "999 000 0019", "nhs_number", LIKELY),
    ("Card: 999-000-0042", "999-000-0042", "nhs_number", LIKELY),
    ("NI number AB123456C", "AB123456C", "ni_number", CERTAIN),
    ("National Insurance: QQ 12 34 56 C", "QQ 12 34 56 C", "ni_number", LIKELY),
    ("Amelia, born 3 May 2015, loves tennis.", "3 May 2015", "birth_date", CERTAIN),
    ("DOB 03/05/2015", "03/05/2015", "birth_date", CERTAIN),
    ("D.O.B. 3.5.15", "3.5.15", "birth_date", CERTAIN),
    ("Date of birth: 3rd of May 2015", "3rd of May 2015", "birth_date", CERTAIN),
    ("Date of birth 2015-05-03", "2015-05-03", "birth_date", CERTAIN),
    ("Amelia's birthday is on 3 May 2015.", "3 May 2015", "birth_date", CERTAIN),
    ("Happy birthday Rhys, May 3rd 2015!", "May 3rd 2015", "birth_date", CERTAIN),
    ("Rhys turned 7 on 3 May.", "3 May", "birth_date", LIKELY),
    ("Rhys turns seven on Saturday 3rd May", "3rd May", "birth_date", LIKELY),
    ("Rhys turns 7 today!", "7 today", "birth_date", LIKELY),
    ("The boy was born on 3 May 2015.", "3 May 2015", "birth_date", LIKELY),
    ("Amelia's mum is on 07700 900123", "07700 900123", "mobile", CERTAIN),
    ("Call me on 07700 900 123.", "07700 900 123", "mobile", CERTAIN),
    ("Mob: 07700.900.123", "07700.900.123", "mobile", CERTAIN),
    ("Mob 07700-900-123", "07700-900-123", "mobile", CERTAIN),
    ("(07700) 900123", "(07700) 900123", "mobile", CERTAIN),
    ("Text +44 (0)7700 900123 to help", "+44 (0)7700 900123", "mobile", CERTAIN),
    ("WhatsApp +447700900123", "+447700900123", "mobile", CERTAIN),
    ("0044 7700 900123", "0044 7700 900123", "mobile", CERTAIN),
    ("Tel O77OO 9OO123", "O77OO 9OO123", "mobile", CERTAIN),
    ("Ring 07700\u00a0900\u2011123 now", "07700\u00a0900\u2011123", "mobile", CERTAIN),
    ("Ring 077\u200b00900123 now", "077\u200b00900123", "mobile", CERTAIN),
    ("Ring 077\u206a00\u034f900\u3164123 now", "077\u206a00\u034f900\u3164123", "mobile", CERTAIN),
    ("Contact ⓐmelia.carter@ⓖmail.com", "ⓐmelia.carter@ⓖmail.com", "private_email", CERTAIN),
    ("07700 900123 2026", "07700 900123", "mobile", CERTAIN),
    ("Ring Amelia's dad at home: 01632 960123", "01632 960123", "phone", CERTAIN),
    ("Her number is 01632 960 123", "01632 960 123", "phone", CERTAIN),
    ("Contact amelia.carter@gmail.com", "amelia.carter@gmail.com", "private_email", CERTAIN),
    ("<jo.osei@hotmail.co.uk>", "jo.osei@hotmail.co.uk", "private_email", CERTAIN),
    ("jo.osei (at) hotmail (dot) com", "jo.osei (at) hotmail (dot) com", "private_email", LIKELY),
    ("jo[at]icloud.com", "jo[at]icloud.com", "private_email", LIKELY),
    ("amelia at school dot uk", "amelia at school dot uk", "email", LIKELY),
    ("mrs.jones@hillside.sch.uk", "mrs.jones@hillside.sch.uk", "email", CERTAIN),
    ("j.osei@hillside.sch.uk", "j.osei@hillside.sch.uk", "email", CERTAIN),
    ("22acarter@hillside.sch.uk", "22acarter@hillside.sch.uk", "email", CERTAIN),
    ("24tosei@hillside.sch.uk", "24tosei@hillside.sch.uk", "email", LIKELY),
    ("jsmith@hillside.sch.uk", "jsmith@hillside.sch.uk", "email", CERTAIN),
    ("Send your homework to art@paintclub.example", "art@paintclub.example", "private_email", LIKELY),
    ("Amelia lives at 12 Mill Lane", "12 Mill Lane", "address", CERTAIN),
    ("Rhys lives in Mill Lane.", "Mill Lane", "address", CERTAIN),
    ("His home is 14B Orchard Close, Swansea", "14B Orchard Close", "address", CERTAIN),
    ("Jumble sale at my house, 12 Mill Lane!", "12 Mill Lane", "address", CERTAIN),
    ("Amelia Carter, 12 Mill Lane", "12 Mill Lane", "address", CERTAIN),
    ("She lives at HS1 2AB", "HS1 2AB", "postcode", CERTAIN),
    ("Home address: EC1A1BB", "EC1A1BB", "postcode", CERTAIN),
    ("He lives at 51.50741, -0.12781", "51.50741, -0.12781", "coordinates", CERTAIN),
    ("WiFi password: Sunflower12", "Sunflower12", "password", CERTAIN),
    ("WiFi password Sunflower12", "Sunflower12", "password", CERTAIN),
    ("Wi-Fi key Hs9-kk2-11", "Hs9-kk2-11", "password", CERTAIN),
    ("The password is “Tiger99!”", "Tiger99!", "password", CERTAIN),
    ("password is kindness", "kindness", "password", LIKELY),
    ("Passw0rd: hunter22", "hunter22", "password", CERTAIN),
    ("PIN 1234", "1234", "password", CERTAIN),
    ("Pin: 4321", "4321", "password", CERTAIN),
    ("The door code is C1234", "C1234", "password", CERTAIN),
    ("Username: acarter Password: blue42", "acarter", "password", CERTAIN),
    ("Login: rmorgan14 / Tiger99!", "Tiger99!", "password", CERTAIN),
    ("Sort code 12-34-56", "12-34-56", "bank", CERTAIN),
    ("Bank account number 12345678", "12345678", "bank", CERTAIN),
    ("12-34-56 12345678", "12345678", "bank", CERTAIN),
    ("Sort code: 12 34 56, a/c 1234 5678", "1234 5678", "bank", CERTAIN),
    ("Account no. 12345678", "12345678", "bank", LIKELY),
    ("IBAN GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32", "bank", CERTAIN),
    ("4111 1111 1111 1111", "4111 1111 1111 1111", "bank", CERTAIN),
    ("Card no. 4111111111111111", "4111111111111111", "bank", CERTAIN),
    ("5555555555554444", "5555555555554444", "bank", LIKELY),
    ("Amelia, who has epilepsy, swam 50 metres.", "epilepsy", "health", LIKELY),
    ("Zainab has a nut allergy.", "allergy", "health", LIKELY),
    ("Amelia won. She has asthma.", "asthma", "health", LIKELY),
    ("our SEND pupil Rhys", "SEND pupil", "special_needs", LIKELY),
    ("Rhys has an EHCP.", "EHCP", "special_needs", LIKELY),
    ("Zainab is autistic and loves chess.", "autistic", "special_needs", LIKELY),
    ("Wheelchair user Amelia came first", "Wheelchair", "special_needs", LIKELY),
    ("Well done to our looked-after child Rhys", "looked-after child", "care", LIKELY),
    ("Rhys and his foster mum came", "foster mum", "care", LIKELY),
    ("Rhys is on free school meals", "free school meals", "free_meals", LIKELY),
    ("Leaves from 12 Mill Lane.", "12 Mill Lane", "address", LIKELY),
    ("DM me on Instagram @miss_stuart_07", "@miss_stuart_07", "handle", CERTAIN),
    ("Add me on Snapchat: stuart.hist", "stuart.hist", "handle", CERTAIN),
    ("Ask Miss Stuart @stuart_history", "@stuart_history", "handle", LIKELY),
    ("Amelia (@mc12x) is online", "@mc12x", "handle", LIKELY),
    ("Happy 8th birthday Amelia! 3.5.2018", "3.5.2018", "birth_date", CERTAIN),
    ("Amelia's 8th birthday is today", "8th birthday is today", "birth_date", LIKELY),
    ("Rhys, aged 7, of Mill Lane, won.", "Mill Lane", "address", CERTAIN),
    ("Wifi: Hillside-Guest / pw: Learn2026!", "Learn2026", "password", CERTAIN),
    ("The code for the gate is 1234#", "1234#", "password", CERTAIN),
    ("user: hillside4 pass: Puffin22", "hillside4", "password", CERTAIN),
    ("TTRS username rmorgan password pup23", "rmorgan", "password", CERTAIN),
    ("Purple Mash: rmorgan4 / tiger", "tiger", "password", CERTAIN),
    ("Google Classroom code: abc12de", "abc12de", "password", CERTAIN),
    ("Add Rhys on Roblox: rhysplayz123", "rhysplayz123", "handle", LIKELY),
    ("Rhys's snapchat is rhys_m07", "rhys_m07", "handle", LIKELY),
    ("Mrs Carter's number is 07700 900 456", "07700 900 456", "mobile", CERTAIN),
    ("Amelia's address is Flat 2, 12 Mill Lane", "Flat 2, 12 Mill Lane", "address", CERTAIN),
    ("So proud of Amelia (ADHD) for her reading", "ADHD", "special_needs", LIKELY),
    ("Miss Stuart is back after her operation.", "operation", "health", LIKELY),
    ("Mr Osei is being treated for epilepsy.", "epilepsy", "health", LIKELY),
    ("Amelia got her diagnosis of autism in spring.", "autism", "special_needs", LIKELY),
    ("Amelia is recovering from her operation.", "recovering from", "health", LIKELY),
    ("Miss Stuart is off sick until Easter.", "off sick", "health", LIKELY),
    ("Rhys broke his leg at the weekend.", "broke his leg", "health", LIKELY),
    ("Get well soon, Miss Stuart!", "Get well soon", "health", LIKELY),
    ("Our caretaker was taken ill on Monday.", "taken ill", "health", LIKELY),
    ("Miss Stuart suffers from migraines.", "migraines", "health", LIKELY),
    ("Miss Stuart will be away after her hysterectomy.", "hysterectomy", "health", LIKELY),
    ("Mr Osei went into hospital on Monday.", "into hospital", "health", LIKELY),
    ("Mr Osei has been signed off by his doctor.", "signed off by", "health", LIKELY),
    ("Mr Osei is under the care of the team at Leeds.", "under the care of", "health", LIKELY),
    ("Mr Osei has gone deaf in one ear.", "gone deaf", "health", LIKELY),
    ("Miss Stuart is losing her sight.", "losing her sight", "health", LIKELY),
    ("Mr Osei is a recovering alcoholic.", "recovering alcoholic", "health", LIKELY),
    ("Our cook is having a kidney transplant.", "kidney transplant", "health", LIKELY),
    ("The Year 5 teaching assistant has arthritis.", "arthritis", "health", LIKELY),
    ("Amelia, who has epilepsy, raised £200 for charity.", "epilepsy", "health", LIKELY),
    ("A boy in Year 3 has just had open heart surgery.", "heart surgery", "health", LIKELY),
    ("One of our pupils is being treated for leukaemia.", "leukaemia", "health", LIKELY),
    ("Our Year 6 girl with cerebral palsy finished the race.", "cerebral palsy", "special_needs", LIKELY),
    ("Our head is signed off with stress.", "signed off with", "health", LIKELY),
    ("Miss Stuart has lost her dad.", "lost her dad", "care", LIKELY),
    ("Rhys's parents have separated.", "parents have separated", "care", LIKELY),
    ("Miss Stuart starts maternity leave on Friday.", "maternity leave", "health", LIKELY),
    ("Rhys needed stitches after PE.", "stitches", "health", LIKELY),
    ("Happy 8th birthday Amelia!", "8th birthday", "birth_date", LIKELY),
    ("Amelia is 8 today.", "8 today", "birth_date", LIKELY),
    ("Happy birthday Amelia, nine already!", "nine already", "birth_date", LIKELY),
    ("Rhys is 7! Happy birthday!", "7", "birth_date", LIKELY),
    ("Amelia's eighth birthday", "eighth birthday", "birth_date", LIKELY),
    ("The party is at the Carters, 14 Orchard Close.", "14 Orchard Close", "address", CERTAIN),
    ("Drop your tins at 14 Orchard Close.", "14 Orchard Close", "address", LIKELY),
    ("Thank you to Mrs Anand, mum of two boys in Year 2.", "mum of two boys", "family", LIKELY),
    ("Mrs Hale (mum of one of our Reception twins) helps.", "mum of one of our Reception", "family", LIKELY),
    ("Our governors are Mrs Anand (Year 2 mum) and others.", "Year 2 mum", "family", LIKELY),
    ("Mr Hale, whose daughter is in Kestrels, joins us.", "whose daughter is in Kestrels", "family", LIKELY),
    ("Year 4 dad Mr Hale mended the fence.", "Year 4 dad", "family", LIKELY),
    ("Thanks to Amelia's mum, Mrs Carter, for the cakes.", "mum", "family", LIKELY),
    ("Zainab's family uses the food bank", "food bank", "care", LIKELY),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "kind", "certainty"), TRUE)
def test_a_detail_is_found_where_it_stands(text: str, words: str, kind: str, certainty: Certainty) -> None:
    found = [detail for detail in telling(look(text)) if detail.text == words]
    assert [(detail.kind, detail.certainty) for detail in found] == [(DetailKind(kind), certainty)]
    assert found[0].bearing is Bearing.PRIVATE
    assert bool(found[0].why) is (certainty is not Certainty.CERTAIN)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("(01632) 960 123", "(01632) 960 123", "phone"),
        ("Tel 960123", "960123", "phone"),
        ("Contact the office on 07700 900111 if the lines are down.", "07700 900111", "mobile"),
        ("Please use the entrance at HS1 2AB.", "HS1 2AB", "postcode"),
        ("We found it at 51.50741, -0.12781", "51.50741, -0.12781", "coordinates"),
        ("51°30'26\"N 0°7'39\"W", "51°30'26\"N 0°7'39\"W", "coordinates"),
        ("///filled.count.soap", "///filled.count.soap", "coordinates"),
        ("Lat: 51.507 Long: -0.127", "Lat: 51.507 Long: -0.127", "coordinates"),
        ("zqx@dancecompany.example", "zqx@dancecompany.example", "email"),
    ],
)
def test_what_may_be_anybodys_is_found_and_left_open(text: str, words: str, kind: str) -> None:
    (found,) = telling(look(text))
    assert (found.text, found.kind, found.bearing) == (words, DetailKind(kind), OPEN)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amelia Carter 01632 960123", "Amelia Carter"),
        ("Rhys and Amelia's mum: 07700 900123", "Amelia"),
        ("Amelia's art club: ask Miss Stuart on 07700 900123", None),
        ("07700 900123 (Rhys)", "Rhys"),
        ("Amelia won. Her mum is on 07700 900123.", "Amelia"),
        ("Well done Amelia! Text 07700 900123 to help.", None),
        ("Amelia Carter\nTel 01632 960123", None),
        ("Contact amelia.carter@gmail.com", "amelia.carter"),
    ],
)
def test_a_detail_is_beside_the_name_that_it_is_said_of(text: str, name: str | None) -> None:
    (found,) = [detail for detail in telling(look(text)) if detail.kind is not DetailKind.HANDLE]
    assert (found.beside.text if found.beside else None) == name


@pytest.mark.parametrize("field", ["title", "alt", "caption", "first_comment", "credit", "body"])
def test_every_text_of_a_post_is_looked_at(field: str) -> None:
    (found,) = look("Call me on 07700 900123", field=field)
    assert found.kind is DetailKind.MOBILE


@pytest.mark.parametrize("field", ["exif", "xmp", "iptc"])
def test_hidden_details_of_a_picture_are_looked_at(field: str) -> None:
    mobile, place = look("Ring 07700 900123 from 51.50741, -0.12781", PlaceKind.METADATA, field)
    assert (mobile.kind, place.kind) == (DetailKind.MOBILE, DetailKind.COORDINATES)
    assert place.bearing is Bearing.PRIVATE


def test_file_names_are_looked_at() -> None:
    (found,) = look("amelia_carter_07700900123.jpg", PlaceKind.FILENAME, "filename")
    assert (found.text, found.kind) == ("07700900123", DetailKind.MOBILE)
    assert found.beside is not None


@pytest.mark.parametrize("link", ["tel:+447700900123", "https://wa.me/447700900123", "sms:07700900123"])
def test_a_number_in_a_link_is_found(link: str) -> None:
    (found,) = look(link, field="link")
    assert found.kind is DetailKind.MOBILE


def test_a_mailbox_in_a_link_is_found() -> None:
    (found,) = look("mailto:amelia.carter@gmail.com?subject=Hello", field="link")
    assert (found.text, found.kind) == ("amelia.carter@gmail.com", DetailKind.PRIVATE_EMAIL)
