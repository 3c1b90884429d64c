# Die Seite der Feeds, für den, dem die Bibliothek gehört.
feeds-title = Feeds
feeds-count = { $count ->
    [0] Noch wird kein Feed abgefragt.
    [one] Ein Feed wird abgefragt.
   *[other] { $count } Feeds werden abgefragt.
}
feeds-needs = Was dich braucht
feeds-needs-none = Nichts braucht dich: allen Feeds geht es gut, oder es wird von selbst wieder.
feeds-need-moving = Ziehen um
feeds-need-refused = Zugriff verweigert
feeds-need-gone = Entfernt oder nicht zu finden
feeds-need-dead = Aufgegeben
feeds-need-failing = Gestört
feeds-all-of = { $count ->
    [one] Der eine
   *[other] Alle { $count }
}
feeds-state-new = Noch nicht abgefragt
feeds-state-fine = In Ordnung
feeds-state-quiet = Still
feeds-state-moving = Zieht um
feeds-state-failing = Gestört
feeds-state-refused = Verweigert
feeds-state-gone = Weg
feeds-state-dead = Aufgegeben
feeds-since = { $times ->
    [0] seit { $day }
    [one] seit { $day }
   *[other] seit { $day }, { $times }-mal in Folge
}
feeds-moving-said = Er leitet dauerhaft um nach
feeds-moving-hinted = Er sagt, er ziehe um nach
feeds-moving-other = Dort sind andere Folgen als die bekannten: nur mitgehen, wenn es derselbe Podcast ist.
feeds-do-follow = Mit umziehen
feeds-do-check = Jetzt abfragen
feeds-do-stop = Nicht mehr abfragen
feeds-do-remove = Entfernen …
feeds-do-remove-it = Für immer entfernen
feeds-remove-said = Der Podcast verlässt mit allen Folgen diese Bibliothek und bleibt draußen.
feeds-more = Warum, und wann wieder
feeds-offers = Er empfiehlt:
feeds-answered = antwortete { $at }
feeds-next = wieder { $at }
feeds-due = jetzt fällig
feeds-never = wird nicht mehr abgefragt
feeds-how = Wie es steht
feeds-round = Letzte Runde
feeds-round-ended = Sie endete { $at }.
feeds-round-since = Sie läuft seit { $at }.
feeds-round-none = Noch wurde nichts abgefragt.
feeds-round-asked = abgefragt
feeds-round-same = unverändert
feeds-round-failed = fehlgeschlagen
feeds-round-new = neue Folgen
feeds-round-bytes = empfangen
feeds-backlog = Rückstand
feeds-backlog-due = fällige Feeds
feeds-backlog-late = seit über einem Tag
feeds-backlog-pending = Änderungen noch nicht im Index
feeds-resting = Hosts in Ruhe
feeds-resting-until = bis { $at }
feeds-resting-more = und { $count } weitere
feeds-disk = Platte
feeds-disk-free = frei
feeds-all = Alle Feeds
feeds-filter = Feeds nach Zustand
feeds-all-states = Alle
feeds-none = Hier ist kein Feed.
feeds-first = Zum Anfang
feeds-further = Weitere Feeds
feeds-done-check = Er wird gleich abgefragt:
feeds-done-follow = Seine Adresse ist ab jetzt die neue:
feeds-done-stop = Er wird nicht mehr abgefragt:
feeds-done-remove = Der Podcast ist entfernt und bleibt draußen.
feeds-done-take = Was er empfiehlt, ist hinzugefügt:

# Was geschah, und was hilft.
failure-bad-address = Seine Adresse ist keine Webadresse.
remedy-bad-address = Die Adresse in einem Browser prüfen und die richtige hinzufügen.
failure-private-address = Seine Adresse führt in ein privates Netz, aus dem nichts geholt wird.
remedy-private-address = Liegt der Feed auf einem eigenen Rechner, diesen Host oder dieses Netz in den Einstellungen erlauben.
failure-no-such-host = Die Nameserver kennen seinen Host nicht.
remedy-no-such-host = Sagen das alle Feeds, das Netz dieses Rechners prüfen. Ist es nur dieser, seine neue Adresse suchen.
failure-not-reached = Sein Server ist nicht zu erreichen.
remedy-not-reached = Sagen das alle Feeds, das Netz dieses Rechners prüfen; sonst wird es von selbst wieder versucht.
failure-timed-out = Sein Server brauchte zu lange für eine Antwort.
remedy-timed-out = Nichts zu tun: es wird von selbst wieder versucht.
failure-not-secure = Zu seinem Server gibt es keine sichere Verbindung: das Zertifikat ist falsch oder abgelaufen.
remedy-not-secure = Uhr und Zertifikate dieses Rechners prüfen; warnt auch ein Browser, es dem Anbieter sagen.
failure-too-large = Was er schickt, ist größer als für einen Feed erlaubt.
remedy-too-large = Wer ihm traut, hebt die Grenze in den Einstellungen.
failure-headers-too-large = Sein Server schickt zu viele Header.
remedy-headers-too-large = Es dem Anbieter sagen.
failure-bad-encoding = Sein Server packt den Feed so, dass er sich nicht auspacken lässt.
remedy-bad-encoding = Es dem Anbieter sagen.
failure-redirects = Seine Adresse leitet im Kreis um, zu oft oder an einen Ort, der nicht erlaubt ist.
remedy-redirects = Die Adresse in einem Browser prüfen und die richtige hinzufügen.
failure-cut-short = Die Antwort endete, bevor sie ganz war.
remedy-cut-short = Nichts zu tun: es wird von selbst wieder versucht.
failure-bad-answer = Sein Server spricht kein HTTP.
remedy-bad-answer = Die Adresse in einem Browser prüfen und die richtige hinzufügen.
failure-stopped = Das Abfragen wurde vor der Antwort beendet.
remedy-stopped = Nichts zu tun: es wird von selbst wieder versucht.
failure-password-refused = Er will ein Passwort oder lehnt das in seiner Adresse ab (401).
remedy-password-refused = Die private Adresse des Feeds neu von der Website des Anbieters kopieren und hinzufügen.
failure-payment = Er will bezahlt werden (402).
remedy-payment = Die Mitgliedschaft erneuern oder den Feed entfernen.
failure-forbidden = Sein Server verweigert den Zugriff (403).
remedy-forbidden = In einem Browser öffnen; geht es dort, den Anbieter bitten, Feedreader hereinzulassen.
failure-legal = Er ist aus rechtlichen Gründen gesperrt (451).
remedy-legal = Den Feed entfernen.
failure-not-found = An seiner Adresse ist nichts mehr (404).
remedy-not-found = Seine neue Adresse auf der Website des Podcasts suchen und hinzufügen.
failure-gone = Der Anbieter hat ihn entfernt (410).
remedy-gone = Nachsehen, ob der Podcast anderswo weiterlebt; seine Folgen bleiben.
failure-too-many = Sein Host bittet um weniger Anfragen.
remedy-too-many = Nichts zu tun: es wird von selbst wieder versucht.
failure-unavailable = Sein Host ist eine Weile geschlossen (503).
remedy-unavailable = Nichts zu tun: es wird von selbst wieder versucht.
failure-server-error = Sein Server hatte einen Fehler.
remedy-server-error = Nichts zu tun: es wird von selbst wieder versucht.
failure-odd-status = Sein Server gab eine Antwort, die kein Feed ist.
remedy-odd-status = Die Adresse in einem Browser prüfen und die richtige hinzufügen.
failure-empty = Sein Server schickte nichts.
remedy-empty = Nichts zu tun: es wird von selbst wieder versucht.
failure-not-a-feed = Was kam, ist kein Feed, oft eine Webseite.
remedy-not-a-feed = In einem Browser öffnen: hinter der Anmeldeseite eines Netzes abwarten; sonst die neue Adresse des Feeds suchen.
failure-emptied = Was kam, hat keine Folgen, wo welche waren; nichts wurde geändert.
remedy-emptied = Nichts zu tun, wenn der Anbieter es behebt; sonst die neue Adresse des Feeds suchen.
failure-unreadable = Was kam, lässt sich nicht lesen.
remedy-unreadable = Es dem Anbieter sagen.
failure-worker-died = Ihn zu lesen brauchte mehr Speicher als erlaubt.
remedy-worker-died = Wer ihm traut, meldet den Feed.
