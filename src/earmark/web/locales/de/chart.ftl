# Wie oft ein Thema vorkommt: das Bild, sein Satz und seine Tabelle.

chart-measure = Was die Balken zeigen
chart-share = Anteil
chart-count = Anzahl

# Was ein Balken sagt: wann, wie viele, von wie vielen.
chart-bar =
    { $period }: { $episodes } von { $published ->
        [one] { $published } Folge
       *[other] { $published } Folgen
    } aus { $shows ->
        [one] { $shows } Podcast
       *[other] { $shows } Podcasts
    }
chart-bar-alone =
    { $period }: { $episodes ->
        [one] { $episodes } Folge
       *[other] { $episodes } Folgen
    }

# Das Bild in Worten, Satz für Satz.
chart-peak-share =
    Höchststand { $period }: { $share } aller damals erschienenen Folgen ({ $episodes ->
        [one] { $episodes } Folge
       *[other] { $episodes } Folgen
    }).
chart-peak-count =
    Höchststand { $period }: { $episodes ->
        [one] { $episodes } Folge
       *[other] { $episodes } Folgen
    }.
chart-trend-up = Seit { $period } öfter als zuvor.
chart-trend-down = Seit { $period } seltener als zuvor.
chart-trend-even = Seit { $period } etwa so oft wie zuvor.
chart-span =
    { $by ->
        [month] Nach Monaten, { $first } bis { $last }.
        [quarter] Nach Quartalen, { $first } bis { $last }.
       *[year] Nach Jahren, { $first } bis { $last }.
    }
chart-undated =
    { $count ->
        [one] { $count } weitere hat kein Datum.
       *[other] { $count } weitere haben kein Datum.
    }
chart-transcripts = Transkripte gibt es ab { $period } (gepunktete Linie); seither wird mehr gefunden.

chart-bar-partial = { $bar }, noch nicht zu Ende

# Was ein Muster daneben bedeutet.
chart-hollow = weniger als { $shows } Podcasts mit Folgen in dieser Zeit
chart-partial = noch nicht zu Ende
chart-cut = höher als gezeichnet

chart-table = Dasselbe als Tabelle
chart-csv = Alle Zeilen als CSV
chart-caption =
    { $by ->
        [month] { $title }, nach Monaten
        [quarter] { $title }, nach Quartalen
       *[year] { $title }, nach Jahren
    }
chart-column-period = Zeitraum
chart-column-episodes = Folgen
chart-column-published = Von allen
chart-column-share = Anteil
chart-column-shows = Podcasts mit Folgen
