"""Where a text shows images, and what of them a visitor reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcheck.drafts.markdown_images import find_images

Found = tuple[str, str, tuple[str, ...]]


def found(text: str) -> list[Found]:
    return [
        (text[image.start : image.end], image.destination, tuple(text[start:end] for start, end in image.words))
        for image in find_images(text, 0, len(text))
    ]


@pytest.mark.parametrize(
    ("syntax", "destination", "words"),
    [
        ("![Amelia](star.jpg)", "star.jpg", ("Amelia",)),
        ("![](star.jpg)", "star.jpg", ()),
        ("![a [b] c](star.jpg)", "star.jpg", ("a [b] c",)),
        ('![Amelia](star.jpg "Amelia Carter")', "star.jpg", ("Amelia", "Amelia Carter")),
        ("![Amelia](star.jpg 'A title (so)')", "star.jpg", ("Amelia", "A title (so)")),
        ('![Amelia](<my star.jpg> "T")', "my star.jpg", ("Amelia", "T")),
        ("![Amelia](my star (1).jpg)", "my star (1).jpg", ("Amelia",)),
        ("![Amelia](my%20star.jpg)", "my%20star.jpg", ("Amelia",)),
        ("![Two\nlines](star.jpg)", "star.jpg", ("Two\nlines",)),
        ("![Amelia](  star.jpg  )", "star.jpg", ("Amelia",)),
        ('<img src="star.jpg" alt="Amelia" title=Star>', "star.jpg", ("Amelia", "Star")),
        ("<IMG ALT='Amelia'\n SRC=star.jpg />", "star.jpg", ("Amelia",)),
        ("![[star.jpg|Amelia]]", "star.jpg", ("Amelia",)),
        ('{{< figure src="star.jpg" alt="Amelia" caption="Under it" >}}', "star.jpg", ("Amelia", "Under it")),
        ("![Amelia](https://example.org/a_(b).jpg)", "https://example.org/a_(b).jpg", ("Amelia",)),
    ],
)
def test_one_image(syntax: str, destination: str, words: tuple[str, ...]) -> None:
    for before, after in (
        ("", ""),
        ("Text [link](a.html) ", " more [text]"),
        ("Lines\r\n\r\n", "\r\nmore"),
        ("![unfinished ", ""),
    ):
        assert found(before + syntax + after) == [(syntax, destination, words)]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_references(line_end: str) -> None:
    text = '![Amelia][Pic] ![pic][] ![PIC] ![other]\n\n[pic]: star.jpg "A title"\n[pic]: second.jpg\n'.replace(
        "\n", line_end
    )
    images = find_images(text, 0, len(text))
    assert [text[image.start : image.end] for image in images] == ["![Amelia][Pic]", "![pic][]", "![PIC]"]
    assert {image.destination for image in images} == {"star.jpg"}
    assert [text[start:end] for start, end in images[0].words] == ["Amelia", "A title"]
    assert [text[start:end] for start, end in images[0].masked] == ["![Amelia][Pic]", '[pic]: star.jpg "A title"']


@pytest.mark.parametrize(
    "text",
    [
        r"\![Amelia](star.jpg)",
        "[Amelia](star.jpg)",
        "![Amelia]",
        "![Amelia](star.jpg",
        "![Amelia\n\n](star.jpg)",
        "![Amelia] (star.jpg)",
        "<img alt=Amelia>",
    ],
)
def test_what_is_no_image(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [("`", "`"), ("``a ` ", " ``"), ("```\n", "\n```\n"), ("~~~ md\n", "\n~~~~"), ("```\n", ""), ("<!-- ", " -->")],
)
def test_code_and_comments_are_quiet(before: str, after: str) -> None:
    text = f"![a](a.jpg)\n\n{before}![b](b.jpg){after}\n\n![c](c.jpg)"
    quiet = {image.destination: image.quiet for image in find_images(text, 0, len(text))}
    assert quiet == {"a.jpg": False, "b.jpg": True, "c.jpg": after == ""}


def test_a_linked_image_and_all_of_a_set_are_found() -> None:
    assert found("[![Amelia](star.jpg)](page.html)") == [("![Amelia](star.jpg)", "star.jpg", ("Amelia",))]
    text = (
        '<picture><source srcset="a.webp 1x, b.webp 2x"><img src="c.jpg" alt="Amelia"></picture>'
        "<video poster=p.jpg src=v.mp4>"
    )
    assert [destination for _, destination, _ in found(text)] == ["a.webp", "b.webp", "c.jpg", "p.jpg", "v.mp4"]


def test_only_the_given_stretch_is_looked_at() -> None:
    text = "![a](a.jpg) ![b](b.jpg) ![c](c.jpg)"
    assert [image.destination for image in find_images(text, 12, 23)] == ["b.jpg"]


@pytest.mark.parametrize(
    ("text", "unmasked"),
    [
        ('<img src="a.jpg" Well done Amelia Carter!', " Well done Amelia Carter!"),
        ("<img src=a.jpg Amelia alt='b' controls>", "Amelia"),
        ("<img src=a.jpg class=c data-caption='Amelia &amp; Rhys' loading=lazy>!", "Amelia &amp; Rhys!"),
        ('{{< figure src="a.jpg" link="/amelia" >}}', "/amelia"),
        ('{{< figure src="a.jpg" Well done Amelia', " Well done Amelia"),
        ('{{% figure src="a.jpg" alt="5 > 3" %}} Amelia', " Amelia"),
    ],
)
def test_what_is_said_beside_the_image_stays_in_the_text(text: str, unmasked: str) -> None:
    (image,) = find_images(text, 0, len(text))
    assert image.destination == "a.jpg"
    for start, end in reversed(image.masked):
        text = text[:start] + text[end:]
    assert text == unmasked


@pytest.mark.parametrize(
    ("text", "destination", "words"),
    [
        ("![a `]` b](c.jpg)", "c.jpg", ("a `]` b",)),
        ('![a](b.jpg "see ](")', "b.jpg", ("a", "see ](")),
        ("![a](![b](c.jpg))", "c.jpg", ("b",)),
        ("![b`s](c.jpg) `d", "c.jpg", ("b`s",)),
        ("![b\n```\nd](c.jpg)", "c.jpg", ("b\n```\nd",)),
        ("[d](e '![b](c.jpg)')", "c.jpg", ("b",)),
        ('<a title="![b](c.jpg)">', "c.jpg", ("b",)),
        ("<img src=it's.jpg alt=A>", "it's.jpg", ("A",)),
        ("<img alt= src=c.jpg>", "", ()),
        ("<img x= alt='' = src=c.jpg>", "c.jpg", ()),
        ("<img src='a.jpg'alt='B'>", "a.jpg", ("B",)),
        ("![b][c]\n\n> [c]:\n> d.jpg", "", ()),
        ("![b][c]\n\n[c]:\n  d.jpg", "d.jpg", ("b",)),
        ("![b][C\\]]\n\n> [c\\]]: d.jpg", "d.jpg", ("b",)),
    ],
)
def test_images_that_a_browser_shows(text: str, destination: str, words: tuple[str, ...]) -> None:
    assert [(file, said) for _, file, said in found(text)] == ([(destination, words)] if destination else [])


def test_code_within_a_list_may_be_no_code() -> None:
    text = "- a\n\n      ```\n![b](c.jpg)"
    assert [image.quiet for image in find_images(text, 0, len(text))] == [False]


@given(
    st.lists(
        st.sampled_from(
            [
                "![",
                "[",
                "]",
                "](",
                ")",
                "(",
                '"',
                "`",
                "```\n",
                "\n\n",
                "\r\n",
                "a.jpg",
                "<img src=",
                "<!--",
                "-->",
                ">",
                "![[",
            ]
        ),
        max_size=40,
    )
)
def test_offsets_are_always_sound(parts: list[str]) -> None:
    text = "".join(parts)
    position = 0
    for image in find_images(text, 0, len(text)):
        assert position <= image.start < image.end <= len(text)
        position = image.start
        assert image.destination in text
        for start, end in image.words:
            assert any(low <= start < end <= high for low, high in image.masked)


@pytest.mark.parametrize(
    "part", ["![", "![](", "](", "`a``b", "<img src='", "![[", "<!-- ", "[a]: b\n", '![](x "', "![x](a)"]
)
def test_long_repetitive_texts_are_no_trouble(part: str) -> None:
    text = part * (250_000 // len(part))
    assert all(0 <= image.start < image.end <= len(text) for image in find_images(text, 0, len(text)))


def test_deeply_nested_images_keep_their_words_in_the_text() -> None:
    depth = 50
    text = "![" * depth + "Amelia" + "".join(f"]({number}.jpg)" for number in range(depth))
    images = find_images(text, 0, len(text))
    assert len(images) == depth
    assert sum(len(image.words) for image in images) < depth


@pytest.mark.parametrize("size", ["=200x100", "=200x", "=x100"])
def test_a_size_beside_the_file_is_not_part_of_its_name(size: str) -> None:
    (image,) = find_images(text := f"![Stars](stars.png {size})", 0, len(text))
    assert image.destination == "stars.png"
