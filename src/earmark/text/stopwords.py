"""Words that carry no topic, by language: for telling languages and for key phrases.

Each list is the language's commonest function words, written here as people write them and folded
to tokens on import.
"""

from __future__ import annotations

from collections.abc import Mapping

from earmark.text.tokens import tokens

_WRITTEN: Mapping[str, str] = {
    "en": (
        "the and of to a in is it that for on with as this was are be by at from or an have has "
        "had not but they you we he she his her its our your their them us me my who what when "
        "where why how which will would can could should about into over more than so if all out "
        "up do does did just also there here been were new one some any no other then now get "
        "like i s t re ve ll m don after before these those very only own off being because while "
        "through between"
    ),
    "no": (
        "og i jeg det at en et den til er som på de med han av ikke der så var meg seg men ett "
        "har om vi min mitt ha hadde hun nå over da ved fra du ut sin dem oss opp man kan hans "
        "hvor eller hva skal selv sjøl her alle vil bli ble blitt kunne inn når være kom noen noe "
        "ville dere deg mye etter mot også bare hvis hvem hvordan hvorfor denne dette disse mer "
        "enn blir får for ikkje eg frå kva korleis ho dei mellom under uten siden mange"
    ),
    "sv": (
        "och det att i en jag hon som han på den med var sig för så till är men ett om hade de av "
        "icke mig du henne då sin nu har inte hans honom skulle hennes där min man ej vid kunde "
        "något från ut när efter upp vi dem vara vad över än dig kan sina här ha mot alla under "
        "någon eller allt mycket sedan ju denna själv detta åt utan varit hur ingen mitt ni bli "
        "blev oss din dessa några mina samma vilken er sådan vår blivit också hos bara mer"
    ),
    "da": (
        "og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har "
        "om vi min havde ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal "
        "selv her alle vil blev kunne ind når være dog noget ville jo deres efter ned skulle "
        "denne end dette mit også under have dig anden hende mine alt meget sit sine vor mod "
        "disse hvis din nogle hos blive mange ad bliver hendes været jer sådan bare mere uden "
        "mellem"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es "
        "an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen "
        "so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei wir ich du ihr "
        "uns euch was wenn dann doch schon kann können unser unsere ihre seine diese dieser "
        "dieses hier jetzt immer wieder gibt geht mal ja ob vom beim gegen ohne unter zwischen "
        "alle alles warum wer wo neue"
    ),
    "nl": (
        "de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar "
        "om hem dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar "
        "haar naar heb hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden "
        "toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier "
        "wie werd altijd doch wordt wezen kunnen ons onze zelf tegen na reeds wil kon niets uw "
        "iemand"
    ),
    "fr": (
        "le la les de des du et en un une est que qui dans pour sur au aux avec ce il elle ne pas "
        "par plus se sa son ses je tu nous vous ils elles on mais ou où cette ces être été a ont "
        "était sont fait comme tout tous leur leurs mon ma mes votre notre nos vos y d l c s n j "
        "m t qu si aussi sans très bien peut même entre après avant dont quand comment pourquoi "
        "deux encore"
    ),
    "es": (
        "de la que el en y a los del se las por un para con no una su al lo como más pero sus le "
        "ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien "
        "desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí antes "
        "algunos qué unos yo otro otras otra él tanto esa estos mucho quienes nada muchos cual "
        "poco ella estar estas ser es son fue era ha han está nuestro nuestra tu te"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao "
        "ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso "
        "ela entre era depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram "
        "essa num nem suas meu às minha têm numa pelos elas havia seja qual será nós lhe deles "
        "essas esses este esta são sobre"
    ),
    "it": (
        "di e il la che in a per un una del della dei delle i le lo gli è non con si da al alla "
        "sono come più ma anche nel nella su questo questa ha o se ci ad sul sulla dal dalla cui "
        "chi quando dove perché suo sua loro noi voi io tu lui lei essere stato stata hanno tra "
        "fra molto tutto tutti quello quella ancora già senza dopo prima ogni uno degli dagli "
        "agli ai mi ti vi ne"
    ),
    "pl": (
        "i w z na do nie się że jest to o jak a po co za od ale tak czy dla już tylko być był "
        "była było są przez przy ich jego jej te ten ta tym tego tej który która które oraz lub "
        "ze we ma może mnie nas nam was wam bo by jako gdy kiedy gdzie dlaczego bardzo więc także "
        "też"
    ),
    "fi": (
        "ja on ei se että hän oli en joka mutta niin kun mitä ovat jos myös tai kuin sen ole nyt "
        "vain me sitä minä te ne sinä olen olla tämä tässä mukaan kanssa miten mikä kuka missä "
        "voi ollut sitten vielä jo koska ennen kaikki"
    ),
    "tr": (
        "ve bir bu da de için ile ne çok gibi daha var olarak en o mi ki ama kadar sonra ya mı "
        "her olan ben sen biz siz onlar şey nasıl neden değil ise bile hem veya"
    ),
    "ru": (
        "и в не на я быть он с что а по это она этот к но они мы весь который из у то за свой вы "
        "о так для же все как от бы было был если его только еще до когда или ни нет есть чем где "
        "почему кто мой наш ваш их ее нас вас там тут очень можно при без под над про"
    ),
    "uk": (
        "і в не на я бути він з що а по це вона цей до але вони ми весь який із у то за свій ви "
        "про так для же все як від би було був якщо його тільки ще коли або ні немає є та й чому "
        "хто"
    ),
    "id": (
        "yang dan di ke dari untuk dengan ini itu pada adalah tidak dalam akan juga saya kita "
        "kami mereka dia ada bisa oleh atau karena sudah seperti lebih saat apa bagaimana"
    ),
    "fa": (
        "و در به از که این را با است برای آن یک خود تا بر هم نیز شد ما من شما او آنها های می چه"
    ),
    "ar": (
        "في من على إلى عن أن هذا هذه التي الذي مع ما لا كان هو هي و أو ثم قد كل بعد قبل بين كما"
    ),
    "he": ("של את על לא זה עם הוא היא אני גם מה כי או אם כל אבל יש אין אנחנו הם אל כמו רק עוד בין"),
}

STOPWORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(tokens(words).split()) for language, words in _WRITTEN.items()
}


def _languages_of_word() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for language, words in STOPWORDS.items():
        for word in words:
            found[word] = (*found.get(word, ()), language)
    return found


LANGUAGES_OF_WORD: Mapping[str, tuple[str, ...]] = _languages_of_word()
"""Stop-word -> the languages that have it."""

ALL_STOPWORDS = frozenset(LANGUAGES_OF_WORD)
