"""Header keys that a site publishes: key by YAML or TOML by how the name stands there."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.fault import NAME, Fault

_TEXT_KEYS = (
    "author", "authors", "description", "excerpt", "summary", "abstract", "subtitle", "tagline", "seo_title",
    "og_description", "linkTitle", "title", "first_comment",
)  # fmt: skip
_WORD_KEYS = ("categories", "keywords", "tags", "series", "topics")
_ADDRESS_KEYS = ("slug", "permalink", "url", "aliases", "redirect_from", "canonical")
_SLUG = NAME.lower().replace(" ", "-")
_BODY = "Our fair was fun.\n"


def faults() -> Iterator[Fault]:
    for key in _TEXT_KEYS:
        for form, name in {"full": NAME, "first": "Tamsin", "capitals": NAME.upper()}.items():
            value = f"Well done to {name}" if key not in {"author", "authors"} else name
            yield from _both(f"{key}-{form}", f"{key}: {value}", f'{key} = "{value}"')
    for key in _WORD_KEYS:
        yield from _both(f"{key}-list", f"{key}: [sport, {NAME}]", f'{key} = ["sport", "{NAME}"]')
        yield from _both(f"{key}-slug", f"{key}:\n  - {_SLUG}", f'{key} = ["{_SLUG}"]')
        yield from _both(f"{key}-joined", f"{key}: [WellDoneTamsin]", f'{key} = ["WellDoneTamsin"]')
    for key in _ADDRESS_KEYS:
        yield from _both(f"{key}-slug", f"{key}: /news/{_SLUG}-wins/", f'{key} = "/news/{_SLUG}-wins/"')
        yield from _both(f"{key}-first", f"{key}: tamsin-wins", f'{key} = "tamsin-wins"')
        yield from _both(f"{key}-joined", f"{key}: tamsinpenhallow", f'{key} = "tamsinpenhallow"')
    yield from _structures()
    yield from _names_of_posts()
    yield from _calm()


def _both(name: str, yaml: str, toml: str) -> Iterator[Fault]:
    yield Fault(f"header-yaml-{name}", "header keys", {"post.md": f"---\n{yaml}\n---\n{_BODY}"})
    yield Fault(f"header-toml-{name}", "header keys", {"post.md": f"+++\n{toml}\n+++\n{_BODY}"})


def _structures() -> Iterator[Fault]:
    wholes = {
        "nested": f"menu:\n  main:\n    name: {NAME}",
        "params": f"params:\n  hero: Well done {NAME}",
        "taxonomies": f"taxonomies:\n  tags: [{NAME}]",
        "folded": f"description: >\n  Well done\n  {NAME}",
        "folded-between": "description: >\n  Well done Tamsin\n  Penhallow",
        "literal": f"description: |\n  Well done\n  {NAME}",
        "escaped": 'description: "Well done T\\x61msin Penhallow"',
        "unicode": 'description: "Well done T\\u0061msin Penhallow"',
        "anchor": f"description: &a Well done {NAME}\nsummary: *a",
        "merge": f"base: &b\n  description: {NAME}\n<<: *b",
        "flow": f"{{description: Well done {NAME}}}",
        "tagged": f"description: !!str {NAME}",
        "binary": "description: !!binary VGFtc2luIFBlbmhhbGxvdw==",
        "unknown": f"hero_words: Well done {NAME}",
        "unknown-key": f"{NAME}: 65",
        "complex-key": f"? [{NAME}]\n: 3",
        "authors-mapping": f"authors:\n  - name: {NAME}\n    role: writer",
        "image-alt": f"images:\n  - file: star.png\n    alt: Well done {NAME}",
        "not-closed": f"title: Our fair\ndescription: {NAME}",
        "duplicate": f"description: Our fair\ndescription: {NAME}",
        "tabs": f"\tdescription: {NAME}",
        "broken": f"description: [{NAME}",
        "two-documents": f"title: Our fair\n...\n---\ndescription: {NAME}",
        "weight": f"weight: Well done {NAME}",
        "lang": f"lang: Well done {NAME}",
        "theme": f"theme: Well done {NAME}",
        "comments": f"comments: Well done {NAME}",
        "style": f"style: Well done {NAME}",
    }
    for name, header in wholes.items():
        closed = "" if name == "not-closed" else "---\n"
        yield Fault(f"header-{name}", "header keys", {"post.md": f"---\n{header}\n{closed}{_BODY}"})
    tomls = {
        "table": f'[params]\nhero = "Well done {NAME}"',
        "array-of-tables": f'[[resources]]\nname = "{NAME}"\nsrc = "*.png"',
        "inline": f'extra = {{ hero = "{NAME}" }}',
        "multiline": f'description = """\nWell done\n{NAME}"""',
        "literal": f"description = 'Well done {NAME}'",
        "escaped": 'description = "T\\u0061msin Penhallow"',
        "dotted": f'params.hero = "{NAME}"',
        "quoted-key": f'"{NAME}" = 65',
        "broken": f'description = "{NAME}',
        "bare": f"description = {NAME}",
    }
    for name, header in tomls.items():
        yield Fault(f"header-toml-{name}", "header keys", {"post.md": f"+++\n{header}\n+++\n{_BODY}"})
    for before in ("\ufeff", "\n", "   ", "\n\n\n"):
        text = f"{before}---\ndescription: Well done {NAME}\n---\n{_BODY}"
        yield Fault(f"header-after-{len(before)}-{ord(before[0])}", "header keys", {"post.md": text})
    json_header = f'{{"description": "Well done {NAME}"}}\n\n{_BODY}'
    yield Fault("header-json", "header keys", {"post.md": json_header})
    yield Fault("header-json-fence", "header keys", {"post.md": f";;;\n{json_header[:-19]};;;\n{_BODY}"})


def _names_of_posts() -> Iterator[Fault]:
    for folder in ("_posts", "_drafts", "content/posts", "content/news", "src/content/blog", "source/_posts"):
        for form in (_SLUG, f"2026-11-01-{_SLUG}-wins", f"2026-11-01-{_SLUG}", "2026-11-01-tamsin"):
            yield Fault(f"post-{folder}-{form}".replace("/", "-"), "names of posts", {f"{folder}/{form}.md": _BODY})
    yield Fault("post-bundle", "names of posts", {f"content/posts/{_SLUG}/index.md": _BODY})


def _calm() -> Iterator[Fault]:
    for key in _TEXT_KEYS:
        value = "Our autumn fair" if key not in {"author", "authors"} else "Mrs Hartley"
        for form, header in {"yaml": f"---\n{key}: {value}\n---", "toml": f'+++\n{key} = "{value}"\n+++'}.items():
            yield Fault(f"calm-header-{form}-{key}", "header keys", {"post.md": f"{header}\n{_BODY}"}, calm=True)
    for key in (*_WORD_KEYS, *_ADDRESS_KEYS):
        value = "[sport, school-life]" if key in _WORD_KEYS else "/news/our-autumn-fair/"
        yield Fault(f"calm-header-{key}", "header keys", {"post.md": f"---\n{key}: {value}\n---\n{_BODY}"}, calm=True)
    plain = "weight: 3\ndraft: false\nlayout: post\nimage: star.png\nmath: true\nnav_order: 2\ndate: 2026-11-01"
    yield Fault(
        "calm-header-values",
        "header keys",
        {"a/post.md": f"---\n{plain.replace('image: star.png', '')}\n---\n{_BODY}"},
        calm=True,
    )
    yield Fault("calm-post-name", "names of posts", {"_posts/2026-11-01-our-autumn-fair.md": _BODY}, calm=True)
