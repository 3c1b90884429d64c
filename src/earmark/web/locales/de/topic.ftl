# Die Themenseite.
topic-title = Podcasts über { $phrase }
topic-eyebrow = Podcasts über
topic-announce = { $count ->
    [one] 1 Folge
   *[other] { $count } Folgen
}
read-as = Gelesen als
read-in = in Titeln, Shownotes, Kapiteln, Stichwörtern, Namen und Transkripten.

# Ein Satz: was es gibt, dann vielleicht wann, dann der Punkt.
sentence-few = { $count ->
    [one] Es kommt in einer Folge vor
   *[other] Es kommt in { $count } Folgen vor
}
sentence-on = {", am "}{ $days }
sentence-subject = { $count ->
    [0] { $of ->
        [one] Eine Folge erwähnt es, keine handelt davon
       *[other] { $of } Folgen erwähnen es, keine handelt davon
    }
    [one] { $of ->
        [one] Die eine Folge handelt davon
       *[other] 1 von { $of } Folgen handelt davon
    }
   *[other] { $count } von { $of } Folgen handeln davon
}
sentence-discussed = { $count ->
    [one] 1 von { $of } Folgen bespricht es
   *[other] { $count } von { $of } Folgen besprechen es
}
sentence-mentioned = { $count ->
    [one] 1 von { $of } Folgen erwähnt es nur am Rande
   *[other] { $count } von { $of } Folgen erwähnen es nur am Rande
}
sentence-ad = { $count ->
    [one] Nur Werbung oder ein Hinweis in 1 Folge enthält es
   *[other] Nur Werbung oder Hinweise in { $count } Folgen enthalten es
}
sentence-last = {"; die letzte vom "}{ $day }
sentence-came-up = {"; zuletzt kam es am "}{ $day }{" vor"}

# Was man darüber wissen sollte, wie der Ausdruck gefunden wird.
note-common-words = „{ $phrase }“ gehört zu den häufigsten Wörtern einer Sprache und sagt darum wenig über eine Folge. Mit einem zweiten Wort wird ein Thema daraus.
note-substring-counts = Im Japanischen, Chinesischen, Koreanischen und Thailändischen trennen keine Leerzeichen die Wörter; deshalb zählt auch der Teil eines längeren Wortes.
note-not-indexed-yet = { $count ->
    [one] Eine Änderung steckt noch nicht in diesen Zahlen; gleich ist sie darin.
   *[other] { $count } Änderungen stecken noch nicht in diesen Zahlen; gleich sind sie darin.
}

play-first = Den besten Treffer abspielen
follow = Abonnieren
follow-said = Neue Folgen kommen in die App, mit der man ohnehin hört. Dort diese Adresse hinzufügen, als Podcast über seine Adresse („über URL“):
follow-address = Adresse des Feeds zu diesem Thema
follow-copy = Kopieren
follow-copied = Kopiert
follow-only-here = Diese Adresse gilt für Apps auf diesem Computer. Andere Geräte brauchen eine, unter der er erreichbar ist.
follow-rss = RSS
follow-rss-said = für jede Podcast-App: jede Folge mit dem Ton des Anbieters
follow-json-feed = JSON Feed
follow-json-feed-said = dasselbe für Feedreader, die das lieber lesen
follow-opml = OPML
follow-opml-said = die eigenen Feeds der Podcasts, soweit bekannt, um sie zu abonnieren
follow-csv = CSV
follow-csv-said = jede Zeile hinter den Zahlen, für eine Tabelle
follow-json = JSON
follow-json-said = diese Seite für Programme

starters = { $count ->
    [one] Eine zum Einstieg
    [2] Zwei zum Einstieg
   *[other] Drei zum Einstieg
}
starter-most = { $grade ->
    [subject] Handelt am meisten davon
   *[other] Hier kommt es am meisten vor
}
starter-newest = { $grade ->
    [subject] Die neueste, die davon handelt
   *[other] Die neueste
}
starter-shortest = { $grade ->
    [subject] Die kürzeste, die davon handelt
   *[other] Die kürzeste
}

episodes = Folgen
undated-rows = Folgen ohne Datum stehen dort, wo sie zuerst gesehen wurden.
switch-label = Welche Folgen
switch-about = Darum geht es
switch-every = Jede Erwähnung

filter = Filtern
filter-language = Sprache
filter-show = Podcast
filter-since = Von
filter-until = Bis
filter-any = Alle
filter-set = Diese zeigen
filtered = Nur:
filtered-since = ab { $day }
filtered-until = bis { $day }
filtered-as_of = Stand { $day }
filtered-also = Auch:
remove = Entfernen
narrow-by = { $count } Folgen sind viel auf einmal. Eingrenzen nach:
years = Jahre
shows = Podcasts

around = Über dieses Thema
figures = In Zahlen
as-of = Stand { $day }
rows = Zeilen
see-them = Zeigen
see-it = Zeigen
figure-episodes = { $count ->
    [one] Folge
   *[other] Folgen
}
figure-episodes-said = von { $of } { $narrowed ->
    [yes] unter diesen Filtern
   *[no] in der Bibliothek
}{ $repeats ->
    [0] .
    [one] ; 1 Wiederholung zählt nicht mit.
   *[other] ; { $repeats } Wiederholungen zählen nicht mit.
}
figure-podcasts = { $count ->
    [one] Podcast
   *[other] Podcasts
}
figure-podcasts-said = von { $of } { $narrowed ->
    [yes] unter diesen Filtern.
   *[no] in der Bibliothek.
}
figure-length = im Schnitt
figure-length-said = das Mittel von { $known }{ $unknown ->
    [0] .
    [one] ; 1 sagt nicht, wie lang sie ist.
   *[other] ; { $unknown } sagen nicht, wie lang sie sind.
}
figure-new-a-month = neu im Monat
figure-new-a-month-said = { $count } in den letzten 12 Monaten.
figure-new-a-year = in den letzten 12 Monaten
figure-new-a-year-said = von allen { $of }.
figure-latest = die neueste
figure-latest-said = die erste ist vom { $first }{ $undated ->
    [0] .
    [one] ; 1 ist ohne Datum.
   *[other] ; { $undated } sind ohne Datum.
}

popularity = Wie oft es vorkommt

best-podcasts = Die besten Podcasts
best-of = Die besten { $count } von { $of }; in den Zeilen stehen alle.
other-shows = { $count ->
    [one] 1 weiterer Podcast
   *[other] { $count } weitere Podcasts
}
reason-only = seine einzige Folge hier
reason-all = alle seine { $of } Folgen hier
reason-some = { $episodes } seiner { $of } Folgen
reason-about-one = handelt davon
reason-about-all = alle handeln davon
reason-about-some = { $subject ->
    [one] 1 handelt davon
   *[other] { $subject } handeln davon
}
reason-named-title = steht im Titel des Podcasts
reason-named-description = steht in der Beschreibung des Podcasts
reason-last = zuletzt im { $month }
reason-ended = beendet

coverage = Transkripte
coverage-said = { $count ->
    [0] { $of ->
        [one] Die eine Folge hat kein Transkript; gefunden ist sie über Titel und Shownotes.
       *[other] Keine der { $of } Folgen hat ein Transkript; gefunden sind sie über Titel und Shownotes.
    }
   *[other] { $others ->
        [0] { $of ->
            [one] Die eine Folge hat ein Transkript.
           *[other] Alle { $of } Folgen haben eines.
        }
       *[other] { $count } von { $of } Folgen { $count ->
            [one] hat
           *[other] haben
        } eines; { $others ->
            [one] die andere ist
           *[other] die anderen sind
        } über Titel und Shownotes gefunden.
    }
}
variants = Auch geschrieben
related = Verwandte Themen
languages = Sprachen
people = Personen

why-not = Warum steht eine Folge nicht hier?
why-episode = Adresse, GUID oder ID einer Folge
why-ask = Nachsehen

# Nichts gefunden.
nothing = Nichts in { $episodes ->
    [one] der einen Folge
   *[other] { $episodes } Folgen
} von { $podcasts ->
    [one] einem Podcast
   *[other] { $podcasts } Podcasts
}.
nothing-here = { $episodes ->
    [0] Unter diesen Filtern bleibt keine Folge der Bibliothek übrig.
    [one] Nichts in der einen Folge unter diesen Filtern.
   *[other] Nichts in den { $episodes } Folgen unter diesen Filtern.
}
nothing-here-all = Das ganze Thema, ohne Filter
nothing-but-ads = { $count ->
    [one] Nur Werbung, ein wiederholter Hinweis oder eine Adresse in einer Folge enthält es, und das zählt nicht.
   *[other] Nur Werbung, wiederholte Hinweise oder Adressen in { $count } Folgen enthalten es, und das zählt nicht.
}
in-episodes = { $count ->
    [0] in keiner Folge
    [one] in 1 Folge
   *[other] in { $count } Folgen
}
instead-words = Jedes Wort für sich
instead-near = Was die Bibliothek enthält
instead-variants = Auch geschrieben
instead-search = Stattdessen suchen
instead-search-said = Ein Thema ist der Ausdruck, wie er dasteht. Eine Suche findet Folgen, in denen seine Wörter irgendwo stehen.
instead-search-do = Diese Wörter suchen
instead-home = Themen dieser Bibliothek
