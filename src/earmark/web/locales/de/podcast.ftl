# Die Liste der Podcasts und die Seite eines Podcasts.
podcasts-title = Podcasts
podcasts-title-language = Podcasts, Sprache: { $language }
podcasts-total = { $count ->
    [one] Ein Podcast, nach Titel.
   *[other] { $count } Podcasts, nach Titel.
}
podcasts-found = { $count ->
    [one] Ein Podcast hat „{ $named }“ im Titel.
   *[other] { $count } Podcasts haben „{ $named }“ im Titel.
}
podcasts-none = Kein Podcast heißt so.
podcasts-none-named = Kein Podcast hier hat „{ $named }“ im Titel. Vielleicht ist es ein Thema:
podcasts-find = Teil eines Titels
podcasts-find-button = Finden
podcasts-language = Sprache
podcasts-any-language = Alle Sprachen
podcasts-language-unsaid = keine Sprache angegeben
podcasts-show-all = Alle Podcasts zeigen
podcasts-next = Weitere Podcasts
podcasts-first = Zurück zu den ersten

podcast-untitled = Podcast ohne Titel
podcast-episodes = { $count ->
    [0] keine Folgen
    [one] { $count } Folge
   *[other] { $count } Folgen
}
podcast-last-heard = zuletzt { $day }
podcast-ended = beendet
podcast-ended-on = Beendet: Die letzte Folge ist vom { $day }.
podcast-ended-complete = Der Anbieter sagt, dieser Podcast sei abgeschlossen.
podcast-feed = Feed
podcast-feed-of = Feed von { $title }
podcast-website-of = Website von { $title }: { $host }
podcast-eyebrow = Podcast
podcast-around = Über diesen Podcast
podcast-about = Über den Podcast
podcast-categories = Rubriken
podcast-figures = In Zahlen
podcast-figure-episodes = { $count ->
    [one] Folge
   *[other] Folgen
}
podcast-figure-episodes-said = { $repeats ->
    [0] jede Aufnahme zählt einmal
    [one] jede Aufnahme zählt einmal; eine Wiederholung zählt nicht mit
   *[other] jede Aufnahme zählt einmal; { $repeats } Wiederholungen zählen nicht mit
}
podcast-figure-length = im Schnitt
podcast-figure-length-of-one = lang
podcast-figure-length-said = { $unknown ->
    [0] das Mittel aller { $known }
   *[other] das Mittel von { $known }; bei { $unknown } ist die Länge unbekannt
}
podcast-figure-latest = die neueste
podcast-figure-latest-said = { $undated ->
    [0] die erste ist vom { $first }
    [one] die erste ist vom { $first }; eine ist ohne Datum
   *[other] die erste ist vom { $first }; { $undated } sind ohne Datum
}
podcast-figure-new = neu in einem Jahr
podcast-figure-new-said = in den letzten 12 Kalendermonaten
podcast-figure-transcripts = mit Transkript
podcast-figure-transcripts-said = von { $of }
podcast-topics = Themen dieses Podcasts
podcast-topics-how = Ausdrücke, die seine Folgen kennzeichnen, und wie viele andere Podcasts sie haben.
podcast-topic-episodes = { $count ->
    [one] { $count } Folge
   *[other] { $count } Folgen
}
podcast-topic-others = { $count ->
    [one] ein weiterer Podcast
   *[other] { $count } weitere Podcasts
}
podcast-people = Personen
podcast-years = Folgen im Jahr
podcast-list = Folgen
podcast-no-episodes = Von diesem Podcast ist noch keine Folge hier.
podcast-cut = Der Rest ist nicht gezeigt: Dieser Text ist länger als 100 kB.
visibility-unlisted = nicht gelistet
visibility-private = privat
visibility-unlisted-said = nicht gelistet: nur für den Besitzer sichtbar
visibility-private-said = privat: nur für den Besitzer sichtbar
