"""What pages say that have no text for a reader: errors, checks for robots, logins, consent, empty shells of apps.

The words are those of servers, gateways, content systems and publishers, in the languages with most readers. Each line
of a list is a pattern over text in small letters, most of them for one language.
"""

import re
from functools import cache
from typing import NamedTuple

from cleancopy.flags import Flag


class WallWords(NamedTuple):
    """How pages of a kind speak.

    flag        what the article of such a page is flagged with
    title       matches a whole title, without the site's name, or a whole heading
    statement   is found in a sentence
    """

    flag: Flag
    title: re.Pattern[str]
    statement: re.Pattern[str]


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


_THING = r"(?:page|url|file|document|content|article|site|resource)s?"
_NOT_FOUND = _any(
    rf"(?:the |this |that |your |requested )*{_THING} (?:(?:you|that|which|we)\b.{{0,50}}? )?"
    r"(?:(?:was|were|is|are|could|can|has|have|does|do)(?: not|n['’]t)|cannot|(?:is )?no longer|not)"
    r"(?: be| been| currently| longer)? ?(?:found|exist|available|here|located|displayed|reached)",
    rf"(?:can['’]?t|cannot|could ?n['’]?t|could not|unable to) (?:seem to )?(?:find|locate) (?:the|that|this"
    rf"|your|a)? ?(?:{_THING}|what you)",
    r"nothing (?:was |could be )?found (?:here|at this)",
    r"not found",
    r"seite (?:wurde |konnte |ist |existiert )?(?:leider )?nicht(?: mehr)?(?: gefunden| verfügbar| vorhanden)?",
    r"page (?:introuvable|non trouvée|inexistante|indisponible)",
    r"page (?:demandée |que vous (?:cherchez|recherchez|demandez) )?n['’](?:existe|est|a) (?:pas|plus)",
    r"página (?:que (?:busca|buscas|está buscando) )?no (?:encontrada|existe|disponible|se (?:ha )?encuentr\w+)",
    r"no (?:se (?:ha )?(?:encontrado|encuentra|pudo encontrar)|encontramos|hemos encontrado|existe) (?:la"
    r"|esta) página",
    r"pagina (?:(?:che stai cercando|richiesta) )?non (?:è stata )?(?:trovata|esiste|disponibile)",
    r"página (?:que (?:você )?procura )?não (?:foi )?(?:encontrada|existe|disponível)",
    r"pagina (?:is |kon |werd |bestaat )?(?:helaas )?niet",
    r"nie znaleziono (?:takiej )?strony|strona (?:nie (?:została znaleziona|istnieje)|o podanym adresie nie)",
    r"страниц[аыу] не (?:найден\w*|существует)|сторінк[ау] не (?:знайден\w*|існує)",
    r"stránka (?:nebyla nalezena|neexistuje|nenalezena)|oldal nem (?:található|létezik)",
    r"pagina (?:căutată )?nu (?:a fost|există)",
    r"sid[ae]n (?:kunde inte hittas|hittades inte|finns inte|blev ikke fundet|findes ikke|finnes ikke"
    r"|ble ikke funnet)",
    r"sivua ei löyt\w+|sayfa (?:bulunamadı|mevcut değil)|σελίδα δεν (?:βρέθηκε|υπάρχει)",
    r"pàgina no (?:trobada|existeix)",
    r"الصفحة (?:غير موجودة|التي تبحث)|לא נמצא|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|(?:पृष्ठ|पेज) नहीं मिला|ไม่พบหน้า",
    r"ページ(?:が|は)(?:見つかりません|存在しません|ありません)|お探しのページ|페이지를 찾을 수 없",
    r"존재하지 않는 페이지",
    r"(?:页面|頁面|网页|網頁|内容)(?:不存在|未找到|找不到|已删除|已被删除)|找不到(?:该|此|您|頁|页|网)",
    r"không tìm thấy trang|trang (?:này )?không tồn tại|halaman (?:yang anda cari )?tidak ditemukan",
)
_EXCUSE = _any(
    r"(?:may|might|could) have been (?:re)?(?:moved|named|deleted)|(?:has been|was) (?:removed|deleted|moved)",
    r"(?:link|address|url)\b.{0,40}\b(?:broken|wrong|incorrect|outdated|expired|misspelled)",
    r"check (?:that )?(?:the|your) (?:address|url|spelling|link)|temporarily unable to",
    r"wurde (?:leider )?(?:verschoben|gelöscht|entfernt)|a (?:peut-être )?été (?:déplacée?|supprimée?)",
    r"(?:puede|podría|pode|pôde|può|potrebbe) (?:haber|ter|essere) (?:sido|stat[ao])",
    r"(?:была|был|быть) (?:удал[её]н\w*|перемещ[её]н\w*)|移動または削除",
)
_REFUSED = _any(
    r"access (?:is |to this page (?:has been |is )?)?(?:denied|forbidden)|forbidden|permission (?:is )?denied",
    r"unauthori[sz]ed",
    r"you (?:don['’]t|do not) have (?:permission|access)",
    r"zugriff (?:verweigert|nicht gestattet)|accès (?:refusé|interdit)|acceso (?:denegado|prohibido)",
    r"accesso negato|acesso negado",
    r"toegang geweigerd|odmowa dostępu|доступ (?:запрещ[её]н|закрыт)|アクセス(?:が拒否|できません)",
    r"(?:访问|存取)被拒|접근이 (?:거부|금지)",
)
_BROKEN = _any(
    r"internal server error|bad gateway|gateway time-?out|service (?:is )?(?:temporarily )?unavailable",
    r"bad request|too many requests",
    r"(?:web ?site|site|page|service|server) (?:is )?(?:currently |temporarily )*"
    r"(?:unavailable|offline|down for|under (?:maintenance|construction))",
    r"(?:scheduled|undergoing|down for|under) maintenance|account (?:has been )?suspended|something went wrong",
    r"an? (?:unexpected |application )?error(?: has)? occurred|error establishing a database connection",
    r"site can['’]t be reached",
    r"wartungs(?:arbeiten|modus)|ein (?:unerwarteter )?fehler ist aufgetreten",
    r"une erreur (?:est survenue|s['’]est produite)",
    r"en maintenance|ha ocurrido un error|se ha producido un error|en mantenimiento|si è verificato un errore",
    r"in manutenzione",
    r"ocorreu um erro|em manutenção|er is (?:een fout|iets misgegaan)|wystąpił błąd|przerwa techniczna",
    r"произошла ошибка|технические работы|エラーが発生しました|メンテナンス中|发生错误|系统维护",
    r"오류가 발생했습니다|점검 중",
)
_CODE = r"(?:40[0134589]|410|429|451|50[0-4]|52[0-7])"
_SORRY = _any(
    "oops",
    "whoops",
    "uh[- ]?oh",
    "sorry",
    "oh no",
    "hoppla",
    "[uo]u?ps",
    "oh",
    "entschuldigung",
    "désolé",
    "lo sentimos",
)
_ERROR = _any(
    "error|fehler|erreur|errore|erro|fout|fel|błąd|ошибка|помилка|hata|chyba|http(?: status)?|status|错误|오류|エラー"
)
_ARTICLE = r"(?:(?:the|this|that|your|we|you|die|diese|la|cette|esta|questa|deze|ta|эта) ?)*"
_WHAT_FAILED = _any(_NOT_FOUND, _REFUSED, _BROKEN)
_START = rf"(?:{_SORRY}\b[\s!.,:…–-]*)*"
_ERROR_TITLE = _any(
    rf"{_START}(?:{_ERROR}[\s:#-]*)?(?:code[\s:]*)?{_CODE}\b[\s:!.,–—|-]*(?:{_ERROR}\b)?[\s:!.,–—|-]*{_START}"
    rf"(?:{_ARTICLE}{_WHAT_FAILED}.*)?",
    rf"{_START}{_ARTICLE}{_WHAT_FAILED}.{{0,40}}",
)
_ERROR_STATEMENT = _any(_WHAT_FAILED, _EXCUSE, rf"\b{_ERROR}[\s:#-]*{_CODE}\b")

_ROBOT_TITLE = _any(
    r"just a (?:moment|second)\W*|attention required\W*(?:cloudflare)?|one more step.*",
    r"pardon our interruption.*|checking.*",
    r"(?:please )?(?:wait|verify|confirm)\W.*(?:human|robot|browser).*",
    r"(?:are you|verify(?:ing)? (?:that )?you are|(?:prove|confirm|making sure) (?:that )?you(?:['’]re"
    r"| are)) (?:not )?"
    r"(?:a )?(?:human|robot|bot)\W*",
    r"(?:security|browser|robot|bot|human) (?:check|verification|challenge)\W*|(?:re)?captcha\W*|ddos-guard",
    r"please complete (?:the )?(?:security check|captcha).*|access to this page has been denied",
    r"request (?:blocked|rejected)",
    r"sicherheitsüberprüfung|vérification de sécurité|verificación de seguridad|проверка браузера|安全验证",
    r"人机验证|로봇 확인",
)
_ROBOT_STATEMENT = _any(
    r"\b(?:verify|verifying|confirm|prove|make sure|check(?:ing)? (?:that|if)|ensure)\b.{0,30}\byou(?:['’]re"
    r"| are)\b.{0,20}"
    r"\b(?:human|person|robot|bot)\b",
    r"\byou(?:['’]re| are) not a (?:ro)?bot\b|(?:checking|verifying) (?:your browser|if the site connection)",
    r"enable javascript and cookies to continue|needs? to review the security of your connection",
    r"ddos protection|press (?:&|and) hold",
    r"(?:unusual|suspicious|automated) (?:traffic|activity|requests?|behaviou?r)",
    r"(?:request|you) (?:has been|have been|was|were) blocked",
    r"(?:complete|solve|enter) (?:the )?(?:security check|captcha|challenge|characters you see)",
    r"(?:ein mensch|kein roboter|keine? bot)\b|robot(?:er)? sind|(?:êtes|est|es) (?:bien )?(?:un )?humain",
    r"pas un robot",
    r"no (?:eres|soy|es) un robot|(?:eres|es) (?:un )?humano|non s(?:ei|ono) un robot|não (?:é|sou) um robô",
    r"geen robot",
    r"nie jesteś robotem|не робот|проверк\w+ (?:вашего )?браузера|robot olmadığını",
    r"ロボットではありません|人間であること|(?:不是|非)机器人|人机验证|安全验证|异常(?:流量|访问)|로봇이 아닙니다",
)

_LOGIN = _any(
    "log[ -]?in|sign[ -]?in|log[ -]?on|anmelden|anmeldung|einloggen|connexion|se connecter|identification",
    "iniciar sesión|inicio de sesión|acceder|accedi|accesso|entrar|iniciar sessão|inloggen|aanmelden",
    "logga in|log ind|logg inn",
    "zaloguj(?: się)?|logowanie|войти|вход|авторизация|увійти|přihlášení|kirjaudu(?: sisään)?|giriş(?: yap)?",
    "σύνδεση|bejelentkezés",
    "autentificare|تسجيل الدخول|כניסה|ログイン|登录|登入|登錄|로그인|đăng nhập|masuk|เข้าสู่ระบบ",
)
_LOGIN_TITLE = _any(
    rf"(?:please |bitte |veuillez |por favor,? )?{_LOGIN}(?: required| erforderlich| requise)?"
    r"(?: (?:to|or|und|and|oder|bei|zu|en|in|a|ao|на|into|with)\b.{0,40})?\W*",
    r"members? only\W*|authentication required|restricted (?:area|access|content)|private (?:site|page|area)",
    r"(?:account|member|user) login|welcome back\W*",
)
_LOGIN_STATEMENT = _any(
    r"(?:log|sign)(?:ged)?[ -]?in to (?:continue|view|see|access|read|your|proceed|use|join|\w+ account)",
    r"log ?in (?:is )?required",
    r"(?:must|need to|have to|required to) (?:be |first )?(?:log|sign)(?:ged|ed)?[ -]?in",
    r"(?:please|first) (?:log|sign)[ -]?in",
    r"(?:only|exclusively) (?:available |visible |accessible )?(?:to|for) (?:registered|logged|members)",
    r"for members only",
    r"(?:forgot|forgotten|lost|reset) (?:your )?(?:password|username)|keep me (?:logged|signed) in|remember me",
    r"don['’]t have an account|(?:new|not a) (?:user|member|here)\b",
    r"(?:melden|loggen) sie sich (?:bitte )?(?:an|ein)|bitte (?:melden|loggen|anmelden|einloggen)",
    r"anmeldung erforderlich",
    r"(?:passwort|kennwort) vergessen|noch kein (?:konto|mitglied)",
    r"(?:connectez|identifiez)-vous|mot de passe (?:oublié|perdu)|vous devez (?:être|vous) (?:connect|identifi)",
    r"pas encore (?:de compte|inscrit)",
    r"(?:inicia|inicie|iniciar) sesión para|(?:debes?|tienes? que) iniciar sesión",
    r"(?:olvid\w+|recuperar) (?:su|tu|la|mi)? ?contraseña",
    r"(?:accedi|effettua (?:il login|l['’]accesso)) per|password dimenticata|non hai (?:ancora )?un account",
    r"(?:faça|fazer|efetue) (?:o )?login|esquec\w+ (?:a|sua|minha) senha|log in om|wachtwoord vergeten",
    r"zaloguj się,? aby|nie pamiętasz hasła|zapomniałe\w+ hasła|(?:войдите|авторизуйтесь|зарегистрируйтесь)[, ]",
    r"забыли пароль",
    r"необходимо (?:войти|авторизоваться)|glömt (?:ditt )?lösenord|glemt (?:din )?adgangskode|glemt passord",
    r"unohditko salasanan",
    r"şifre(?:mi|ni|nizi) (?:mi )?unuttu\w+|ログインしてください|パスワードを(?:お)?忘れ|请(?:先)?登[录錄入]",
    r"忘记密码|忘記密碼",
    r"로그인이 필요|로그인 후|비밀번호 찾기|quên mật khẩu|lupa (?:kata sandi|password)|نسيت كلمة",
)

_CONSENT_TITLE = _any(
    r"before you continue(?: to .*)?|bevor (?:sie|du) .{0,30}(?:weiter|fortf).*|avant d['’](?:accéder|continuer).*",
    r"antes de (?:continuar|ir).*|prima di continuare.*|voordat je verdergaat.*",
    r"(?:we|your) (?:value|respect|care about) your privacy\W*|your privacy (?:choices|matters|is important).*",
    r"(?:cookie|privacy|consent)s? (?:settings|preferences|notice|consent|policy|choices)?\W*",
    r"wir (?:respektieren|schätzen|achten) ihre privatsphäre\W*|(?:vie privée|respect de votre vie privée).*",
    r"tu privacidad.*",
    r"(?:cookies?|datenschutz)(?:-einstellungen)?|cookies? (?:en|et|und) .*",
)
_CONSENT_STATEMENT = _any(
    r"\b(?:we|our|your|you)\b.{0,60}\b(?:cookies?|consent)\b|\bcookies?\b.{0,60}\b(?:on your|your|our|we)\b",
    r"\bwe and our (?:\d+ )?partners\b|\b(?:our|third[- ]party) (?:partners|vendors)\b",
    r"\bmanage (?:options|preferences|choices)\b",
    r"\bpersonali[sz]ed (?:ads|content|advertising)\b|\b(?:accept|reject) all\b",
    r"einwilligung|(?:mit|nutzt|nutzen|verwend\w+).{0,30}\bcookies\b|alle akzeptieren",
    r"personalisierte (?:werbung|anzeigen|inhalte)",
    r"unsere (?:\d+ )?partner|(?:utilisons|utilise) des cookies|consentement|tout (?:accepter|refuser)",
    r"nos (?:\d+ )?partenaires",
    r"publicités personnalisées|consentimiento|aceptar todo|nuestros (?:\d+ )?socios|consenso|accetta tutt",
    r"i nostri partner",
    r"consentimento|aceitar tudo|toestemming|alles accepteren|zgod[yaę]|ciasteczk|файл\w+ cookie|согласи[ея]",
    r"クッキー|同意|쿠키|동의|隐私|プライバシー",
)

_SHELL_TITLE = _any(
    r"(?:loading|please wait|laden|wird geladen|chargement(?: en cours)?|cargando|caricamento|carregando"
    r"|bezig met laden)[\s.…]*",
    r"(?:ładowanie|загрузка|yükleniyor|読み込み中|加载中|載入中|로딩 ?중?)[\s.…]*",
    r"(?:please )?(?:enable|turn on) javascript\W*",
    r"javascript (?:is )?(?:required|disabled|needed|erforderlich|requis)\W*",
    r"(?:unsupported|outdated) browser\W*|browser not supported\W*",
)
_SHELL_STATEMENT = _any(
    r"(?:enable|turn on|activate|allow|requires?|needs?|without|supports?)\b.{0,40}\bjavascript",
    r"javascript\b.{0,40}(?:enabled|disabled|required|turned on|not (?:enabled|supported|available)|aktivier"
    r"|deaktivier|erforderlich)",
    r"javascript\b.{0,40}(?:activ[éeaoi]|habilit|desactiv|disabilit|abilit|ingeschakeld|nodig|włącz|включ)",
    r"(?:aktivieren sie|activez|activer|active|habilite|habilitar|attiva|abilita|ative|włącz|включите|zapněte"
    r"|aktiver)\b.{0,40}javascript",
    r"javascript.{0,12}(?:有効|启用|啟用|활성화)|(?:启用|啟用|开启).{0,6}javascript|app is loading",
    r"loading (?:the )?app",
    r"(?:browser|navigateur|navegador) (?:is |you are using is |version is )?(?:not supported|unsupported"
    r"|out of date|outdated)",
)


@cache
def compile_walls() -> tuple[WallWords, ...]:
    """The kinds in the order in which they are tried. Compiled when a page first asks: few have so little text."""
    return (
        WallWords(Flag.BOT_CHECK, re.compile(_ROBOT_TITLE), re.compile(_ROBOT_STATEMENT)),
        WallWords(Flag.ERROR_PAGE, re.compile(_ERROR_TITLE), re.compile(_ERROR_STATEMENT)),
        WallWords(Flag.APP_SHELL, re.compile(_SHELL_TITLE), re.compile(_SHELL_STATEMENT)),
        WallWords(Flag.CONSENT_WALL, re.compile(_CONSENT_TITLE), re.compile(_CONSENT_STATEMENT)),
        WallWords(Flag.LOGIN_WALL, re.compile(_LOGIN_TITLE), re.compile(_LOGIN_STATEMENT)),
    )
