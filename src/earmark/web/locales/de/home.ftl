# Die Startseite und die leere Bibliothek.
home-title = Earmark: Podcasts über alles
home-heading = Worum soll es gehen?
home-size = { $podcasts ->
    [one] Ein Podcast
   *[other] { $podcasts } Podcasts
} mit { $episodes ->
    [one] einer Folge
   *[other] { $episodes } Folgen
}, Stand { $day }.
home-transcripts = { $count ->
    [one] Eine davon hat ein Transkript.
   *[other] { $count } davon haben ein Transkript.
}
home-topics = Worüber mehrere Podcasts sprechen
home-topics-none = Kein Ausdruck kommt in zwei Podcasts vor. Suchen lässt sich trotzdem jedes Wort.
home-topic-shows = { $count ->
    [one] { $count } Podcast
   *[other] { $count } Podcasts
}
home-newest = Neueste Folgen
home-all-episodes = Alle Folgen nach Datum
home-browse = In der Bibliothek stöbern
home-podcasts = Podcasts
home-all-podcasts = Alle Podcasts nach Titel
home-languages = Sprachen
home-language-episodes = { $count ->
    [one] { $count } Folge
   *[other] { $count } Folgen
}

empty-title = Noch nichts zu durchsuchen
empty-pending = { $count ->
    [one] Eine Änderung wartet darauf, in den Index zu kommen; bald steht sie hier.
   *[other] { $count } Änderungen warten darauf, in den Index zu kommen; bald stehen sie hier.
}
empty-visitor = In dieser Bibliothek ist noch nichts, das alle sehen dürfen. Vielleicht an einem anderen Tag.

episodes-title = Folgen nach Datum
episodes-title-language = Folgen nach Datum, Sprache: { $language }
episodes-total = { $count ->
    [one] Eine Folge, die neueste zuerst.
   *[other] { $count } Folgen, die neueste zuerst.
}
episodes-none = Hier ist keine Folge.
episodes-any-language = Alle Sprachen
