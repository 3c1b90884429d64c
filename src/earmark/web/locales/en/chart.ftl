# How often a topic comes up: the picture, its sentence and its table.

chart-measure = What the bars show
chart-share = Share
chart-count = Count

# What a bar says: when, how many, of how many.
chart-bar =
    { $period }: { $episodes } of { $published ->
        [one] { $published } episode
       *[other] { $published } episodes
    }, { $shows ->
        [one] { $shows } show
       *[other] { $shows } shows
    } published
chart-bar-alone =
    { $period }: { $episodes ->
        [one] { $episodes } episode
       *[other] { $episodes } episodes
    }

# The picture in words, sentence by sentence.
chart-peak-share =
    Most often in { $period }: { $share } of all episodes published then ({ $episodes ->
        [one] { $episodes } episode
       *[other] { $episodes } episodes
    }).
chart-peak-count =
    Most in { $period }: { $episodes ->
        [one] { $episodes } episode
       *[other] { $episodes } episodes
    }.
chart-trend-up = More often since { $period } than before.
chart-trend-down = Less often since { $period } than before.
chart-trend-even = About as often since { $period } as before.
chart-span =
    { $by ->
        [month] By month, { $first } to { $last }.
        [quarter] By quarter, { $first } to { $last }.
       *[year] By year, { $first } to { $last }.
    }
chart-undated =
    { $count ->
        [one] { $count } more has no date.
       *[other] { $count } more have no date.
    }
chart-transcripts = Transcripts are known from { $period } on (the dotted line), so more is found since.

chart-bar-partial = { $bar }, not over yet

# What a pattern beside it means.
chart-hollow = fewer than { $shows } shows published then
chart-partial = not over yet
chart-cut = higher than drawn

chart-table = The same as a table
chart-csv = All rows as CSV
chart-caption =
    { $by ->
        [month] { $title }, by month
        [quarter] { $title }, by quarter
       *[year] { $title }, by year
    }
chart-column-period = Period
chart-column-episodes = Episodes
chart-column-published = Of all
chart-column-share = Share
chart-column-shows = Shows that published
