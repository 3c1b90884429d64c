# Die Startseite einer leeren Bibliothek, und die Seite, die Podcasts hinzufügt.
start-title = Welche Podcasts hörst du?
start-title-more = Podcasts hinzufügen
start-say = Gib Earmark ein paar davon, und zu jedem Wort zeigt es, welche ihrer Folgen davon handeln.
start-box = Adressen
start-box-help = Ein Feed, die Website eines Podcasts oder die Seite einer Folge, je Zeile eine. Der Text einer OPML-Datei geht auch.
start-file = Eine OPML-Datei
start-file-help = Die meisten Podcast-Apps exportieren eine; wie, steht auf dieser Seite.
start-drop = Sie lässt sich auch irgendwo auf dieser Seite ablegen.
start-sets = Pakete für den Anfang
start-sets-help = Öffentliche Feeds; sie werden von ihren Anbietern geholt, sobald du sie hinzufügst. Diese Podcasts haben mit Earmark nichts zu tun.
start-set-world = Weltnachrichten
start-set-science = Wissenschaft
start-set-software = Software
start-set-podcasting = Podcasting
start-set-shows = { $count ->
    [one] { $count } Podcast
   *[other] { $count } Podcasts
}
start-add = Hinzufügen
start-apps = Deine Podcasts aus einer anderen App
start-app-antennapod = Einstellungen, Import/Export, OPML-Export.
start-app-apple = Sie exportiert nichts. Stattdessen die Adressen der Websites der Podcasts einfügen.
start-app-castro = Die Einstellungen exportieren die Abos als OPML.
start-app-gpodder = Menü „Abonnements“, als OPML-Datei exportieren.
start-app-overcast = Einstellungen, OPML exportieren; oder die Kontoseite auf overcast.fm.
start-app-pocketcasts = Profil, Einstellungen, OPML importieren und exportieren.
start-app-podcastaddict = Die Einstellungen haben eine Sicherung, daneben den OPML-Export.
start-app-spotify = Es exportiert nichts. Was es nur dort gibt, hat keinen Feed, den andere lesen können.
start-demo = Nur mal schauen? Dieser Befehl zeigt im Terminal eine Beispielbibliothek mit erfundenen Podcasts und lässt diese hier in Ruhe:
start-nothing = Es wurde nichts angegeben: eine Adresse einfügen, eine Datei wählen oder ein Paket ankreuzen.
start-refused = { $count ->
    [one] Eines davon ließ sich nicht hinzufügen
   *[other] { $count } davon ließen sich nicht hinzufügen
}
start-refused-rest = { $count ->
    [0] Sonst wurde nichts angegeben.
    [one] Ein Feed wurde hinzugefügt.
   *[other] { $count } Feeds wurden hinzugefügt.
}

# Während die hinzugefügten Podcasts hereinkommen.
filling-title = { $shows } von { $feeds } Podcasts sind da
filling-first = Deine Podcasts sind unterwegs
filling-first-say = Die ersten sind gleich da, und diese Seite zeigt sie von selbst.
filling-without = { $count ->
    [one] Ein Feed hat noch nichts gebracht.
   *[other] { $count } Feeds haben noch nichts gebracht.
}
filling-why = Warum
filling-topics = Darüber sprechen mehrere Podcasts
filling-stop = Diese Seite nicht mehr neu laden
