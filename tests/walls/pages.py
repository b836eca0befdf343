"""Pages with and without text for a reader, in the markup and the words of many programs and languages."""

from typing import NamedTuple

from cleancopy.flags import Flag


class Page(NamedTuple):
    """A page.

    name      what it is
    html      its markup
    flag      the flag of a page without text
    snippet   words that the answer to a page with text must have
    """

    name: str
    html: str
    flag: Flag | None = None
    snippet: str = ""


def _bare(title: str, body: str) -> str:
    """A page of a server or a gateway, with nothing around its message."""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


def _site(title: str, body: str, *, menu: str = "Home News Sport Culture Contact") -> str:
    """A page of a site with a menu, a search box and a footer."""
    links = "".join(f'<li><a href="/{word.lower()}">{word}</a></li>' for word in menu.split())
    return (
        f"<!doctype html><html><head><title>{title}</title><script>var a = 1;</script></head><body>"
        f'<header><a class="logo" href="/">Harbour Post</a><nav><ul>{links}</ul></nav>'
        '<form action="/search"><input name="q" placeholder="Search"><button>Search</button></form></header>'
        f"<main>{body}</main>"
        '<footer><ul><li><a href="/about">About us</a></li><li><a href="/terms">Terms</a></li></ul>'
        "<p>© 2026 Harbour Post Ltd. All rights reserved.</p></footer></body></html>"
    )


def _error(name: str, title: str, body: str, *, bare: bool = False) -> Page:
    return Page(name, (_bare if bare else _site)(title, body), Flag.ERROR_PAGE)


def _robot(name: str, title: str, body: str) -> Page:
    return Page(name, _bare(title, body), Flag.BOT_CHECK)


def _login(name: str, title: str, body: str, *, bare: bool = False) -> Page:
    return Page(name, (_bare if bare else _site)(title, body), Flag.LOGIN_WALL)


def _consent(name: str, title: str, body: str) -> Page:
    return Page(name, _bare(title, body), Flag.CONSENT_WALL)


def _shell(name: str, title: str, body: str) -> Page:
    return Page(name, _bare(title, f'{body}<script src="/app.js"></script>'), Flag.APP_SHELL)


ERRORS = (
    _error(
        "nginx 404",
        "404 Not Found",
        "<center><h1>404 Not Found</h1></center><hr><center>nginx/1.24.0</center>",
        bare=True,
    ),
    _error(
        "apache 404",
        "404 Not Found",
        "<h1>Not Found</h1><p>The requested URL was not found on this server.</p><hr>"
        "<address>Apache/2.4.57 (Debian) Server at example.org Port 443</address>",
        bare=True,
    ),
    _error(
        "apache 403",
        "403 Forbidden",
        "<h1>Forbidden</h1><p>You don't have permission to access this resource.</p>",
        bare=True,
    ),
    _error(
        "gateway 502",
        "502 Bad Gateway",
        "<center><h1>502 Bad Gateway</h1></center><hr><center>openresty</center>",
        bare=True,
    ),
    _error(
        "service 503",
        "503 Service Temporarily Unavailable",
        "<h1>Service Temporarily Unavailable</h1><p>The server is "
        "temporarily unable to service your request due to maintenance downtime or capacity problems. Please try again "
        "later.</p>",
        bare=True,
    ),
    _error(
        "blog 404",
        "Page not found – Harbour Post",
        "<h1>Oops! That page can’t be found.</h1><p>It looks like nothing was "
        "found at this location. Maybe try a search?</p>",
    ),
    _error(
        "shop 404",
        "404 Not Found | Oak &amp; Ash",
        "<h1>404</h1><p>The page you requested does not exist.</p>"
        '<a class="button" href="/collections/all">Continue shopping</a>',
    ),
    _error(
        "gone",
        "Harbour Post",
        "<h1>This article is no longer available</h1><p>The article you are looking for has been "
        "removed. You may like one of our other stories.</p>",
    ),
    _error(
        "friendly 404",
        "Harbour Post",
        "<h2>Sorry, we couldn’t find that page</h2><p>The link may be broken, or the page may "
        "have been removed. Check that the address is spelled correctly.</p><p><a href='/'>Back to the front page</a></p>",
    ),
    _error(
        "with teasers",
        "Page Not Found | Harbour Post",
        "<h1>Page Not Found</h1><p>The page you are looking for was moved or "
        "deleted.</p><h2>Most read</h2><ul>"
        + "".join(
            f"<li><a href='/{i}'>{t}</a></li>"
            for i, t in enumerate(
                (
                    "Ferry to sail twice a day from May",
                    "Council votes for the new swimming pool",
                    "What the storm left behind on the northern shore",
                )
            )
        )
        + "</ul>",
    ),
    _error(
        "German",
        "Seite nicht gefunden - Hafenbote",
        "<h1>Seite nicht gefunden</h1><p>Die von Ihnen aufgerufene Seite existiert "
        "leider nicht mehr. Bitte nutzen Sie die Suche oder gehen Sie zur Startseite.</p>",
    ),
    _error(
        "French",
        "Page introuvable - Le Phare",
        "<h1>Oups ! Page introuvable</h1><p>La page que vous recherchez n’existe plus ou a été déplacée.</p>",
    ),
    _error(
        "Spanish",
        "Página no encontrada | El Puerto",
        "<h1>Error 404</h1><p>Lo sentimos, la página que busca no existe o ha cambiado de dirección.</p>",
    ),
    _error(
        "Portuguese",
        "Página não encontrada",
        "<h1>Página não encontrada</h1><p>O conteúdo que você procura pode ter sido "
        "removido ou o endereço está errado.</p>",
    ),
    _error("Polish", "Nie znaleziono strony - Kurier", "<h1>404</h1><p>Nie znaleziono strony o podanym adresie.</p>"),
    _error(
        "Russian",
        "Страница не найдена",
        "<h1>Ошибка 404</h1><p>К сожалению, запрашиваемая страница не найдена. Возможно, она была удалена.</p>",
    ),
    _error(
        "Japanese",
        "ページが見つかりません",
        "<h1>404</h1><p>お探しのページは移動または削除された可能性があります。</p>",
    ),
    _error("Chinese", "页面不存在", "<h1>抱歉，您访问的页面不存在</h1><p>请检查您输入的网址是否正确，或返回首页。</p>"),
    _error(
        "maintenance",
        "Under maintenance",
        "<h1>We’ll be back soon!</h1><p>The site is currently down for maintenance. Sorry for the inconvenience.</p>",
        bare=True,
    ),
)
ROBOTS = (
    _robot(
        "Cloudflare",
        "Just a moment...",
        "<h1>www.example.org</h1><h2>Verifying you are human. This may take a few seconds.</h2>"
        "<p>www.example.org needs to review the security of your connection before proceeding.</p>",
    ),
    _robot(
        "Cloudflare blocks",
        "Attention Required! | Cloudflare",
        "<h1>Sorry, you have been blocked</h1><h2>You are unable to access "
        "example.org</h2><h2>Why have I been blocked?</h2><p>This website is using a security service to protect itself from "
        "online attacks. The action you just performed triggered the security solution.</p><h2>What can I do to resolve this?"
        "</h2><p>You can email the site owner to let them know you were blocked.</p>",
    ),
    _robot(
        "press and hold",
        "Access to this page has been denied",
        "<h1>Press &amp; Hold to confirm you are a human (and not a bot).</h1><p>Reference ID 2f0c1d</p>",
    ),
    _robot(
        "interruption",
        "Pardon Our Interruption",
        "<h1>Pardon Our Interruption...</h1><p>As you were browsing something about your "
        "browser made us think you were a bot. There are a few reasons this might happen:</p><ul><li>You've disabled cookies "
        "in your web browser.</li><li>You're a power user moving through this website with super-human speed.</li></ul>",
    ),
    _robot(
        "captcha",
        "Robot Check",
        "<h4>Enter the characters you see below</h4><p>Sorry, we just need to make sure you're not a "
        "robot. For best results, please make sure your browser is accepting cookies.</p>",
    ),
    _robot(
        "traffic",
        "Sorry...",
        "<p>Our systems have detected unusual traffic from your computer network. Please try your request "
        "again later.</p>",
    ),
    _robot(
        "proof of work",
        "Making sure you're not a bot!",
        "<h1>Making sure you're not a bot!</h1><p>Loading...</p><p>Please wait a "
        "moment while we ensure the security of your connection.</p>",
    ),
    _robot(
        "German",
        "Sicherheitsüberprüfung",
        "<h1>Bitte bestätigen Sie, dass Sie ein Mensch sind</h1><p>Wir prüfen die Sicherheit Ihrer Verbindung.</p>",
    ),
    _robot(
        "French",
        "Vérification de sécurité",
        "<p>Veuillez confirmer que vous n’êtes pas un robot pour accéder au site.</p>",
    ),
    _robot("Chinese", "安全验证", "<p>为了保证您的访问安全，请完成人机验证后继续访问。</p>"),
)
LOGINS = (
    _login(
        "network",
        "Log in or sign up to view",
        "<h1>Log in to Photobook</h1><form><input type=email><input type=password>"
        "<button>Log in</button></form><a href='/r'>Forgot password?</a> <a href='/n'>Create new account</a>",
        bare=True,
    ),
    _login(
        "forum",
        "Login required - Sailors’ forum",
        "<div class=notice>You must be logged in to view this topic.</div><form>Username "
        "<input name=u> Password <input type=password> <label><input type=checkbox> Remember me</label> <button>Log in</button>"
        "</form>",
    ),
    _login(
        "members",
        "Members only",
        "<h1>Members only</h1><p>This content is for members only. Please log in with your member number.</p>",
    ),
    _login(
        "intranet",
        "Sign in",
        "<h1>Sign in</h1><p>Sign in to continue to your account.</p><form><input><input type=password></form>"
        "<p>Don’t have an account? <a href='/j'>Join</a></p>",
        bare=True,
    ),
    _login(
        "German",
        "Anmelden",
        "<h1>Anmelden</h1><p>Bitte melden Sie sich an, um fortzufahren.</p><p><a href='/p'>Passwort vergessen?</a></p>",
    ),
    _login(
        "French",
        "Connexion",
        "<h1>Connexion</h1><p>Connectez-vous pour accéder à votre espace personnel.</p><p><a href='/m'>Mot de "
        "passe oublié ?</a></p>",
    ),
    _login(
        "Spanish",
        "Iniciar sesión",
        "<p>Debes iniciar sesión para ver este contenido.</p><a href='/c'>¿Olvidaste tu contraseña?</a>",
    ),
    _login(
        "Japanese",
        "ログイン",
        "<p>このページを表示するにはログインしてください。</p><a href='/w'>パスワードをお忘れの方</a>",
    ),
)
CONSENTS = (
    _consent(
        "search engine",
        "Before you continue to Search",
        "<h1>Before you continue to Search</h1><p>We use cookies and data to</p>"
        "<ul><li>Deliver and maintain services</li><li>Track outages and protect against spam</li></ul><p>If you choose “Accept "
        "all”, we will also use cookies and data to develop new services and to show personalised ads.</p><button>Reject all"
        "</button><button>Accept all</button>",
    ),
    _consent(
        "partners",
        "Harbour Post",
        "<h2>We value your privacy</h2><p>We and our 842 partners store and access personal data, like "
        "cookies, on your device to show personalised ads and content. By choosing Accept all you consent to this.</p>"
        "<button>Manage options</button><button>Accept all</button>",
    ),
    _consent(
        "German",
        "Hafenbote",
        "<h1>Weiter mit Werbung lesen</h1><p>Besuchen Sie unsere Seite wie gewohnt mit Werbung und Cookies. "
        "Die Zustimmung ist jederzeit widerrufbar. Unsere 210 Partner verarbeiten Daten für personalisierte Werbung.</p>"
        "<button>Alle akzeptieren</button>",
    ),
    _consent(
        "French",
        "Respect de votre vie privée",
        "<p>Nos partenaires et nous utilisons des cookies pour stocker des données et "
        "afficher des publicités personnalisées. Vous pouvez refuser ou donner votre consentement.</p><button>Tout accepter"
        "</button>",
    ),
)
SHELLS = (
    _shell(
        "React", "Harbour app", "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"
    ),
    _shell(
        "Vue",
        "Harbour app",
        "<noscript><strong>We're sorry but harbour doesn't work properly without JavaScript enabled. Please "
        "enable it to continue.</strong></noscript><div id=app></div>",
    ),
    _shell("no words", "Harbour", "<div id=__next></div>"),
    _shell("loading", "Harbour", "<div class=spinner>Loading…</div>"),
    _shell(
        "social",
        "Photobook",
        "<h1>JavaScript is not available.</h1><p>We’ve detected that JavaScript is disabled in this browser. "
        "Please enable JavaScript or switch to a supported browser to continue.</p>",
    ),
    _shell(
        "German",
        "Hafen",
        "<noscript>Bitte aktivieren Sie JavaScript in Ihrem Browser, um diese Seite zu nutzen.</noscript><div></div>",
    ),
    _shell(
        "browser",
        "Harbour maps",
        "<h1>Your browser is not supported</h1><p>Please turn on JavaScript, or update your browser.</p>",
    ),
)
WALLS = (*ERRORS, *ROBOTS, *LOGINS, *CONSENTS, *SHELLS)


def _text(name: str, title: str, body: str, snippet: str, *, bare: bool = False) -> Page:
    return Page(name, (_bare if bare else _site)(title, body), None, snippet)


def _list(items: str, tag: str = "li") -> str:
    return "".join(f"<{tag}>{item}</{tag}>" for item in items.split("|"))


_SHORT = "The ferry sails at nine. Tickets are sold on board."
_NEWS = (
    "The harbour council voted on Monday to dredge the old basin before the summer. The work begins in March and will take "
    "ten weeks, the harbour master said."
)
TEXTS = (
    _text("one sentence", "Ferry", f"<p>{_SHORT}</p>", _SHORT),
    _text("bare Chinese", "渡轮", "<h1>渡轮恢复通航</h1><p>海港局昨日宣布，前往外岛的渡轮将于五月起每日往返两班。</p><p>船票可在码头购买，儿童半价。</p>",
          "船票可在码头购买", bare=True),
    _text("bare Korean", "여객선", "<h1>여객선 운항 재개</h1><p>항만청은 오월부터 섬으로 가는 여객선을 하루 두 번 운항한다고 밝혔다.</p>", "하루 두 번 운항한다", bare=True),
    _text("bare Japanese", "フェリー", "<h1>フェリー再開</h1><p>港湾局は五月から離島行きのフェリーを一日二便運航すると発表した。</p>", "一日二便運航する", bare=True),
    _text("cards of headings", "Talks", "<h1>Talks in May</h1>" + "".join(
        f"<div class=card><h3>{t}</h3><h4>Hall {i}, Harbour Street</h4></div>" for i, t in enumerate((
            "How tides are predicted", "Lighthouses of the north", "Ropes and knots for beginners", "The herring trade",
            "Reading old charts", "Sails, then and now"))), "Lighthouses of the north"),
    _text("links of a list", "New links", "<table>" + "".join(
        f"<tr><td>{i}.</td><td><a href='/{i}'>{t}</a> <span>(example.org)</span></td></tr>" for i, t in enumerate((
            "How the old lighthouse was moved by hand", "A map of all wrecks in the bay", "Why herring swim in circles",
            "Show: I built a tide clock", "The last rope maker of the coast", "Ask: which knots do you use?"), 1)) + "</table>",
          "A map of all wrecks in the bay", bare=True),
    _text("products", "Anchors", "<h1>Anchors</h1><ul>" + "".join(
        f"<li><a href='/a{i}'><h2>{n}</h2></a><span>€ {i}9.00</span></li>" for i, n in enumerate((
            "Folding anchor 4 kg", "Plough anchor 10 kg", "Mushroom anchor 2 kg", "Stock anchor 15 kg"), 2)) + "</ul>",
          "Plough anchor 10 kg"),
    _text("one product", "Brass lantern", "<h1>Brass lantern</h1><p class=price>€ 49.00</p><ul><li>Height 22 cm</li><li>Burns "
          "paraffin</li><li>Made in Skagen</li></ul>", "Burns paraffin"),
    _text("definitions", "Terms", "<h1>Terms of sailing</h1><dl><dt>Bow<dd>The front of a ship.<dt>Stern<dd>The back of a ship."
          "<dt>Port<dd>The left side, seen from the stern.</dl>", "The left side, seen from the stern."),
    _text("questions", "Questions", "<h1>Questions</h1><details><summary>Can I take a dog?</summary><p>Yes, on a lead.</p></details>"
          "<details><summary>Is there a café?</summary><p>On the upper deck.</p></details>", "Yes, on a lead."),
    _text("timetable", "Timetable", "<h1>Timetable</h1><table><tr><th>Leaves<th>Arrives<tr><td>09:00<td>10:10<tr><td>13:00<td>14:10"
          "<tr><td>18:30<td>19:40</table>", "13:00"),
    _text("price list", "Prices", "<h1>Prices</h1><table><tr><td>Adults<td>€ 12<tr><td>Children<td>€ 6<tr><td>Bicycles<td>€ 4</table>",
          "Bicycles"),
    _text("text in noscript", "Ferry", f"<noscript><h1>Basin to be dredged</h1><p>{_NEWS}</p><p>{_NEWS}</p></noscript>",
          "voted on Monday to dredge", bare=True),
    _text("text as data", "Ferry", '<div id=root></div><script type="application/ld+json">{"@type":"NewsArticle","headline":"Basin to be '
          f'dredged","articleBody":"{_NEWS} {_NEWS} {_NEWS}"}}</script>', "voted on Monday to dredge", bare=True),
    _text("forum post", "Which rope? - Sailors’ forum", "<div class=post><b>anna</b> 3 May <p>Which rope do you take for mooring?</p></div>"
          "<div class=post><b>bo</b> 4 May <p>Polyester, it stretches less.</p></div>", "it stretches less"),
    _text("poem", "Tide", "<h1>Tide</h1><p>Out goes the water,<br>in comes the sand,<br>the moon holds the harbour<br>in her hand.</p>",
          "the moon holds the harbour"),
    _text("contact", "Contact", "<h1>Contact</h1><p>Harbour office<br>Quay Street 4<br>Skagen</p><p>Open from eight to four on "
          "weekdays.</p>", "Open from eight to four"),
    _text("jobs", "Jobs", "<h1>Open positions</h1><ul><li><h3>Deckhand</h3><span>Skagen, full time</span></li><li><h3>Cook</h3><span>On "
          "board, summer</span></li><li><h3>Engineer</h3><span>Dry dock, full time</span></li></ul>", "Engineer"),
    _text("code", "tide.py", "<h1>tide.py</h1><pre><code>def tide(hour):\n    return 2 * sin(hour / 12.4)\n</code></pre>", "def tide(hour):"),
    _text("steps", "How to splice", "<h1>How to splice a rope</h1><ol><li>Unlay the strands.</li><li>Tuck the first under.</li><li>Pull "
          "tight and trim.</li></ol>", "Pull tight and trim."),
    _text("event", "Harbour day", "<h1>Harbour day</h1><p>Saturday, 6 June, 10:00</p><p>Old basin, free entry</p>", "Old basin, free entry"),
    _text("gallery", "Pictures", "<h1>Pictures of the storm</h1>" + "".join(
        f"<figure><img src=/{i}.jpg><figcaption>{c}</figcaption></figure>" for i, c in enumerate((
            "Waves break over the mole on Sunday night.", "The café on the pier lost its roof.",
            "Volunteers fill bags with sand."))), "", bare=False),
    _text("quotes", "Sayings", "<h1>Sayings</h1><blockquote>Red sky at night, sailors’ delight.</blockquote><blockquote>A smooth sea "
          "never made a skilled sailor.</blockquote>", "never made a skilled sailor"),
    _text("old page", "Tides", "<font size=2><b>Tides of May</b><br><br>High water at noon on the first.<br>Low water at six.</font>",
          "High water at noon", bare=True),
    _text("on errors", "How to fix the error 404 - Web notes", f"<h1>How to fix the error 404</h1><p>“Page not found” means that the server "
          f"has no such page. Look for a wrong link first.</p><p>{_NEWS}</p><p>{_NEWS}</p><p>{_NEWS}</p>", "Look for a wrong link first"),
    _text("on robots", "Why captchas fail - Web notes", "<h1>Why captchas fail</h1><p>A box that says “I am not a robot” stops fewer robots "
          "than people think, a study of twelve sites found.</p><p>The authors paid for nothing but patience, and got through in nine "
          "of ten cases.</p>", "stops fewer robots"),
    _text("on cookies", "Cookies and the law - Web notes", "<h1>Cookies and the law</h1><p>A court has told three publishers that consent "
          "to cookies must be as easy to refuse as to give.</p><p>The ruling takes effect in May. Publishers have a year to change "
          "their pages, the court said on Monday.</p>", "as easy to refuse as to give"),
    _text("on logins", "Logging in without a password", "<h1>Logging in without a password</h1><p>More sites let people sign in with a key "
          "that their telephone keeps. We tried it on five of them.</p><p>Four worked at once. The fifth asked for a password "
          "again after a week.</p>", "with a key that their telephone keeps"),
    _text("comments need a login", "Ferry", f"<h1>Ferry to sail twice</h1><p>{_NEWS}</p><div>You must be logged in to comment.</div>",
          "voted on Monday to dredge"),
    _text("teaser", "Ferry", f"<h1>Ferry to sail twice</h1><p>{_NEWS}</p><div class=gate><p>Log in to continue reading.</p></div>",
          "voted on Monday to dredge"),
    _text("notice of cookies", "Ferry", f"<div class=banner>We use cookies. <button>Accept all</button></div><h1>Ferry</h1><p>{_NEWS}</p>",
          "voted on Monday to dredge"),
    _text("needs scripts for comments", "Ferry", f"<h1>Ferry</h1><p>{_NEWS}</p><noscript>Please enable JavaScript to view the comments."
          "</noscript>", "voted on Monday to dredge"),
    _text("front page of a group", "Free Ferries", "<h2>What are the FREE FERRIES?</h2><p>We are a group of people who want ferries "
          "to be free. We publish FREE FERRIES, a magazine that says why, and we invite you to find out more and to join us.</p><h3>Events"
          "</h3><h3>International news</h3><p>Get our feed sent to your site. Contact us by clicking here</p>",
          "who want ferries to be free", bare=False),
    _text("front page of a club, German", "Ruderklub Salzmeer", "<h2>Wer wir sind</h2><p>Wir sind ein Verein von Leuten, die gern rudern. Du "
          "kannst uns jederzeit besuchen und mitmachen.</p><h3>Termine</h3><h3>Bilder</h3>", "die gern rudern", bare=False),
    _text("front page of a choir, Spanish", "Coro del Puerto", "<h2>Quiénes somos</h2><p>Somos un coro de marineros y amigos. Cantamos los "
          "martes en el muelle y te invitamos a escuchar y a cantar con nosotros.</p><h3>Agenda</h3>", "un coro de marineros", bare=False),
    _text("German listing", "Fahrten", "<h1>Unsere Fahrten</h1><ul><li><a href=/1>Rund um die Insel</a> 12 €</li><li><a href=/2>Zu den "
          "Robben</a> 18 €</li><li><a href=/3>Abendfahrt mit Musik</a> 25 €</li></ul>", "Zu den Robben"),
)  # fmt: skip
