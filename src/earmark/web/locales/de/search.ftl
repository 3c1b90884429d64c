# Die Suche, ihre Vorschläge und warum eine Folge zu einem Thema gehört oder nicht.
search-title = Suche: { $query }
search-title-empty = Suche
search-heading = Suche
search-eyebrow = Suche
search-read-as = Gelesen als
search-total = { $count ->
    [0] Keine Folge hat das alles.
    [one] Eine Folge.
   *[other] { $count } Folgen, die beste zuerst.
}
search-topic = Themenseite:
search-topics = Themenseiten:
search-none-parts = Für sich allein:
search-none-part = { $count ->
    [0] keine Folge
    [one] { $count } Folge
   *[other] { $count } Folgen
}
search-none-help = Hilft oft: ein Wort weglassen oder OR zwischen die Wörter schreiben.
search-next = Weitere Treffer
search-first = Zurück zu den besten
search-unread = Diese Suche lässt sich nicht lesen.
search-place = An der markierten Stelle ging es nicht weiter:
search-end = (Ende)
search-how = So lässt sich suchen
search-how-intro = Ein einfaches Wort oder ein Ausdruck öffnet die Themenseite. Mit diesen Zeichen kommt stattdessen eine Liste von Folgen:
search-how-quotes = die Wörter in dieser Reihenfolge
search-how-or = das eine oder das andere
search-how-minus = ohne ein Wort
search-how-brackets = Klammern sagen, was zusammengehört
search-how-podcast = in Podcasts, deren Titel das enthält
search-how-language = in einer Sprache
search-how-since = ab einem Tag, Monat oder Jahr
search-how-until = bis zu einem Tag, Monat oder Jahr

suggested-topic = { $episodes ->
    [one] { $episodes } Folge
   *[other] { $episodes } Folgen
}
suggested-podcast = { $episodes ->
    [one] Podcast mit { $episodes } Folge
   *[other] Podcast mit { $episodes } Folgen
}

why-title = Warum steht eine Folge nicht hier?
why-intro = Jede Folge auf einer Themenseite hat dort ihren Grund, und der lässt sich lesen; ebenso der Grund, warum eine fehlt. Dazu braucht es Thema und Folge.
why-topic = Thema
why-topic-help = Ein Wort oder Ausdruck
why-which = Folge
why-which-help = Die Adresse ihrer Seite hier, ihre ID oder ihre Adresse beim Anbieter
why-button = Grund zeigen
why-answer = Der Grund
why-to-episode = Seite dieser Folge
why-to-topic = Themenseite „{ $phrase }“
