"""Pictures and documents that a draft shows, in every grammar: markup by what is the matter with the file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.builders.documents import png
from tests.faults.fault import NAME, Fault

POST = "site/content/posts/2026-11-01-fair.md"
PICTURE = "site/static/img/star.png"
_MARKUP = {
    "markdown": "![Stars](/img/star.png)",
    "markdown-title": '![Stars](/img/star.png "Our stars")',
    "markdown-angles": "![Stars](</img/star.png>)",
    "markdown-reference": "![Stars][s]\n\n[s]: /img/star.png",
    "markdown-shortcut": "![s]\n\n[s]: /img/star.png",
    "markdown-link": "[Our stars](/img/star.png)",
    "markdown-link-reference": "[Our stars][s]\n\n[s]: /img/star.png",
    "markdown-autolink": "Look: </img/star.png>",
    "markdown-linked": "[![Stars](/img/star.png)](/news)",
    "markdown-attributes": "![Stars](/img/star.png){.wide width=200}",
    "markdown-size": "![Stars](/img/star.png =200x100)",
    "markdown-blank": "![Stars] (/img/star.png)",
    "img": '<img src="/img/star.png" alt="Stars">',
    "img-unquoted": "<img src=/img/star.png alt=Stars>",
    "img-stray-equals": '<img alt= src="/img/star.png">',
    "img-data-equals": "<img data-x=> <img src='/img/star.png'>",
    "img-after-empty-comment": '<!--><img src="/img/star.png">',
    "img-after-dashes": '<!---><img src="/img/star.png">',
    "img-entities": '<img src="/img/st&#0000000000097;r.png">',
    "img-entity-hex": '<img src="/img/st&#x0061;r.png">',
    "img-entity-dot": '<img src="/img/star&period;png">',
    "img-percent": '<img src="/img/st%61r.png">',
    "img-query": '<img src="/img/star.png?v=3">',
    "img-lazy": '<img data-src="/img/star.png" alt="">',
    "img-srcset": '<img srcset="/img/star.png 2x" alt="">',
    "img-srcset-many": '<img srcset="/img/star.png 1x, /img/star.png 2x" alt="">',
    "picture-source": '<picture><source srcset="/img/star.png"></picture>',
    "video-poster": '<video poster="/img/star.png"></video>',
    "object": '<object data="/img/star.png"></object>',
    "embed": '<embed src="/img/star.png">',
    "iframe": '<iframe src="/img/star.png"></iframe>',
    "srcdoc": "<iframe srcdoc=\"<img src='/img/star.png'>\"></iframe>",
    "input-image": '<input type="image" src="/img/star.png">',
    "svg-image": '<svg><image href="/img/star.png"/></svg>',
    "svg-xlink": '<svg><image xlink:href="/img/star.png"/></svg>',
    "svg-script": '<svg><script>var a = "/img/star.png"</script></svg>',
    "script": '<script>show("/img/star.png")</script>',
    "script-escaped": '<script>show("\\/img\\/star.png")</script>',
    "handler": "<p onclick=\"show('/img/star.png')\">Look</p>",
    "style": "<p style=\"background: url('/img/star.png')\">Look</p>",
    "style-sheet": "<style>p { background: url(/img/star.png) }</style>",
    "background": '<table background="/img/star.png"><tr><td>x</td></tr></table>',
    "plaintext": '<plaintext><img src="/img/star.png">',
    "meta-image": '<meta property="og:image" content="/img/star.png">',
    "link-icon": '<link rel="image_src" href="/img/star.png">',
    "upper-case": '<IMG SRC="/img/star.png">',
    "newlines": '<img\n\nsrc\n=\n"/img/star.png"\n>',
    "hugo-figure": '{{< figure src="/img/star.png" >}}',
    "hugo-img": '{{% img "/img/star.png" %}}',
    "hugo-gallery": '{{< gallery "/img/star.png" >}}',
    "hugo-param": '{{< lead image="/img/star.png" text="Look" >}}',
    "jekyll-include": '{% include figure image_path="/img/star.png" %}',
    "jekyll-include-bare": "{% include image.html url=/img/star.png %}",
    "jekyll-filter": '![x]({{ "/img/star.png" | relative_url }})',
    "jekyll-link": "![x]({% link img/star.png %})",
    "jekyll-asset": "{% asset /img/star.png %}",
    "mdx-import": "import star from '/img/star.png'\n\n<img src={star} />",
    "mdx-require": "<Image src={require('/img/star.png').default} />",
    "mdx-brace": '<Image src={"/img/star.png"} />',
    "mdx-template": "<Image src={`/img/star.png`} />",
    "wiki-embed": "![[/img/star.png]]",
    "wiki-embed-size": "![[/img/star.png|300]]",
    "wiki-file": "[[File:/img/star.png|thumb|Our stars]]",
    "wiki-image": "[[Image:/img/star.png]]",
    "wiki-template": "{{Infobox|image=/img/star.png}}",
    "dokuwiki": "{{:/img/star.png?200}}",
    "rst-image": ".. image:: /img/star.png\n   :alt: Stars",
    "rst-figure": ".. figure:: /img/star.png\n\n   Our stars",
    "rst-substitution": ".. |star| image:: /img/star.png",
    "asciidoc-block": "image::/img/star.png[Stars]",
    "asciidoc-inline": "Look image:/img/star.png[Stars] here",
    "bbcode": "[img]/img/star.png[/img]",
    "bbcode-size": "[img=200x100]/img/star.png[/img]",
    "colon-image": ':::image type="content" source="/img/star.png" alt-text="Stars":::',
    "colon-figure": "::: figure\n/img/star.png\n:::",
    "myst": "```{image} /img/star.png\n```",
    "textile": "!/img/star.png!",
    "org": "[[file:/img/star.png]]",
    "latex": "\\includegraphics{/img/star.png}",
    "typst": '#image("/img/star.png")',
    "wordpress": '[caption id="a"]<img src="/img/star.png" />Our stars[/caption]',
    "wordpress-block": '<!-- wp:image {"url":"/img/star.png"} -->',
    "front-matter-like": "image: /img/star.png",
    "json-block": '{"image": "\\/img\\/star.png"}',
}
_ROOT = {"site/postcheck.toml": ""}
_DOCUMENTS = ("markdown-link", "object", "iframe", "jekyll-include", "rst-figure", "wiki-file", "mdx-require", "script")


def faults() -> Iterator[Fault]:
    for name, markup in _MARKUP.items():
        post = {POST: _post(markup)}
        yield _shown(f"shown-{name}-damaged", {**post, PICTURE: b"no picture"}, "star.png")
        yield Fault(f"calm-shown-{name}", "shown", {**_ROOT, **post, PICTURE: png()}, "site/content/posts", calm=True)
    for name, markup in _MARKUP.items():
        if name in {
            "front-matter-like",
            "plaintext",
            "svg-script",
            "wordpress-block",
            "myst",
            "json-block",
            "mdx-template",
        }:
            continue  # words about a picture, or an example of one, rather than a picture that is shown
        missing = markup.replace("/img/", "/img/missing/")
        yield _shown(f"shown-{name}-absent", {POST: _post(missing)}, "")
    for name in _DOCUMENTS:
        markup = _MARKUP[name].replace("star.png", "letter.pdf")
        files: dict[str, str | bytes] = {POST: _post(markup), "site/static/img/letter.pdf": b"%PDF-1.7 broken"}
        yield _shown(f"shown-{name}-pdf", files, "letter.pdf")
    for name in ("img", "markdown", "hugo-figure", "asciidoc-block", "bbcode", "jekyll-include"):
        markup = _MARKUP[name].replace("/img/star.png", f"/img/{NAME.lower().replace(' ', '-')}.png")
        files = {POST: _post(markup), "site/static/img/tamsin-penhallow.png": png()}
        yield Fault(f"shown-{name}-named", "shown", {**_ROOT, **files}, "site/content/posts")


def _post(markup: str) -> str:
    return f"---\npeople: []\n---\nOur fair was fun.\n\n{markup}\n"


def _shown(name: str, files: dict[str, str | bytes], said: str) -> Fault:
    return Fault(name, "a picture that a draft shows", {**_ROOT, **files}, "site/content/posts", said=said)
