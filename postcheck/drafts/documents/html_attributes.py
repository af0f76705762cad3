"""What the attributes and elements of a web page are to a reader: addresses, pictures, words, or nothing at all."""

from __future__ import annotations

from postcheck.text.html_words import word_set

LINKS = word_set("href action formaction cite longdesc data-href xlink:href")
SHOWN = word_set("src data-src poster background data-background data-lazy-src data-original")
SHOWN_SETS = word_set("srcset data-srcset imagesrcset")
# How something looks or behaves; never words for a reader.
TECHNICAL = word_set(
    "align as async autocomplete autoplay bgcolor border cellpadding cellspacing charset class color colspan "
    "contenteditable controls coords crossorigin datetime decoding defer dir disabled download draggable enctype "
    "face fetchpriority fill for form frameborder headers height hidden hreflang http-equiv id inputmode integrity "
    "is itemid itemprop itemref itemscope itemtype kind lang loading loop max maxlength media method min minlength "
    "multiple muted name nonce novalidate open pattern ping playsinline points preload property readonly "
    "referrerpolicy rel required rev role rowspan rows cols sandbox scope scrolling selected shape size sizes slot "
    "span spellcheck start step stroke style tabindex target transform translate type usemap valign version viewbox "
    "width wrap x y x1 x2 y1 y2 cx cy d r rx ry value-type xmlns"
)
TECHNICAL_META = word_set(
    "viewport generator robots googlebot theme-color color-scheme referrer format-detection csrf-token csrf-param "
    "og:type og:locale twitter:card apple-mobile-web-app-capable apple-mobile-web-app-status-bar-style "
    "msapplication-tilecolor google-site-verification"
)
PICTURE_META = word_set(
    "og:image og:image:url og:image:secure_url twitter:image twitter:image:src msapplication-tileimage thumbnail image"
)
SEEN_ELSEWHERE = word_set("iframe object embed frame portal")
PLAYERS = word_set("video audio")


# Of these, the values that nobody but a program reads, whatever they look like.
NEVER_WORDS = word_set("class id d face style name pattern points for form headers list transform xmlns content")
