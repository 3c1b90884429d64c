# Was jede Seite sagt.
earmark = Earmark
skip-to-content = Zum Inhalt
search-label = Ein Wort oder Ausdruck
search-placeholder = Podcasts über …
search-button = Suchen
main-navigation = Hauptnavigation
podcasts = Podcasts
for-programs = Für Programme
preferences-language = Sprache
preferences-theme = Aussehen
preferences-shortcuts = Kürzel mit einer Taste
preferences-keep = Merken
theme-auto = Wie das Gerät
theme-light = Hell
theme-dark = Dunkel
shortcuts-on = An
shortcuts-off = Aus
language-itself-en = English
language-itself-de = Deutsch
no-date = ohne Datum
age-checked = Abgefragt { $at }.
age-within-a-day = { $feeds ->
    [one] { $fresh } von { $feeds } Feed hat innerhalb eines Tages geantwortet.
   *[other] { $fresh } von { $feeds } Feeds haben innerhalb eines Tages geantwortet.
}
age-as-of = Stand { $at }.
moment = { $day }, { $time } UTC
length-unknown = Länge unbekannt
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $minutes ->
    [0] { $hours } h
   *[other] { $hours } h { $minutes } min
}
language-unknown = Sprache unbekannt
pager-label = Mehr von dieser Liste
pager-newest = Zurück zu den neuesten
pager-older = Ältere Folgen

# Eine Zeile einer Liste.
untitled = Ohne Titel
play = Abspielen
at-the-publisher = Beim Anbieter
no-audio = Kein Ton
keywords = Stichwörter
more = Mehr
said-title = im Titel
said-keywords = ein Stichwort
said-people = ein Name
grade-subject = Darum geht es
grade-discussed = Besprochen
grade-mentioned = Am Rande
grade-ad = Nur in Werbung oder einem Hinweis
field-title = Titel
field-notes = Shownotes
field-chapters = Kapitel
field-keywords = Stichwort
field-people = Personen
field-transcript = Transkript
kind-ad = in Werbung
kind-boilerplate = in einem Hinweis, den der Podcast wiederholt
kind-address = in einer Adresse
about-there = ungefähr
mentions = { $count ->
    [one] 1 Erwähnung
   *[other] { $count } Erwähnungen
}
more-mentions = { $count ->
    [one] 1 weitere Erwähnung
   *[other] { $count } weitere Erwähnungen
}
mentions-unshown = { $count ->
    [one] Eine weitere Erwähnung ist hier nicht zitiert.
   *[other] { $count } weitere Erwähnungen sind hier nicht zitiert.
}
published-times = { $count ->
    [one] Einmal erschienen
   *[other] { $count }-mal erschienen
}
