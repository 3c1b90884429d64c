# Der Player am Fuß des Fensters, die Tasten und was die Skripte sonst sagen.
player = Player
player-play = Abspielen
player-pause = Anhalten
player-play-episode = Abspielen: { $title }
player-pause-episode = Anhalten: { $title }
player-close = Player schließen
player-close-episode = Player schließen: { $title }
player-back = { $seconds } Sekunden zurück
player-forward = { $seconds } Sekunden vor
player-position = Stelle
# Am Regler: wo er steht und wie lang der Ton ist, etwa 12:34.
player-position-of = { $at } von { $length }
player-speed = Tempo
player-times = { $speed }×
player-now = Es läuft: { $title }
player-publisher = Beim Anbieter öffnen
player-publisher-episode = Beim Anbieter öffnen: { $title }
player-trouble-network = Die Verbindung zum Anbieter ist abgebrochen. „Abspielen“ versucht es noch einmal.
player-trouble-broken = Der Ton des Anbieters ist an dieser Stelle beschädigt oder von einer Art, die dieser Browser nicht abspielt.
player-trouble-gone = Der Ton ist nicht zu bekommen: Der Anbieter hat ihn verschoben oder entfernt oder ist nicht erreichbar.
player-trouble-insecure = Der Anbieter liefert diesen Ton nur unverschlüsselt; eine sichere Seite darf ihn nicht abspielen.
player-trouble-unsupported = Dieser Browser spielt Ton dieser Art nicht ab.
keys-title = Einzelne Tasten
keys-search = Suchen
keys-next = Nächste Folge
keys-previous = Vorige Folge
keys-play = Abspielen oder anhalten
keys-show = Diese Tasten zeigen
keys-off = Am Fuß jeder Seite lassen sie sich ausschalten.
keys-close = Schließen
suggestions = Vorschläge
# Nach dem Tippen: so viele Einträge hat die Liste; die Pfeiltasten führen hinein.
suggestions-count = Vorschläge: { $count }
