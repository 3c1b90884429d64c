# What every page says.
earmark = Earmark
skip-to-content = Skip to content
search-label = Any word or phrase
search-placeholder = Podcasts about …
search-button = Search
main-navigation = Main
podcasts = Podcasts
for-programs = For programs
preferences-language = Language
preferences-theme = Look
preferences-shortcuts = Single-key shortcuts
preferences-keep = Keep
theme-auto = As the device
theme-light = Light
theme-dark = Dark
shortcuts-on = On
shortcuts-off = Off
language-itself-en = English
language-itself-de = Deutsch
no-date = no date
age-checked = Checked { $at }.
age-within-a-day = { $feeds ->
    [one] { $fresh } of { $feeds } feed answered within a day.
   *[other] { $fresh } of { $feeds } feeds answered within a day.
}
age-as-of = As of { $at }.
moment = { $day }, { $time } UTC
length-unknown = length unknown
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $minutes ->
    [0] { $hours } h
   *[other] { $hours } h { $minutes } min
}
language-unknown = unknown language
pager-label = More of this list
pager-newest = Back to the newest
pager-older = Older episodes

# A row of a list.
untitled = Without a title
play = Play
at-the-publisher = At the publisher
no-audio = No audio
keywords = Keywords
more = More
said-title = in the title
said-keywords = a keyword
said-people = a name
grade-subject = About it
grade-discussed = Discussed
grade-mentioned = In passing
grade-ad = Only in an ad or a notice
field-title = title
field-notes = notes
field-chapters = chapter
field-keywords = keyword
field-people = people
field-transcript = transcript
kind-ad = in an ad
kind-boilerplate = in a notice that the show repeats
kind-address = in an address
about-there = or thereabouts
mentions = { $count ->
    [one] 1 mention
   *[other] { $count } mentions
}
more-mentions = { $count ->
    [one] 1 more mention
   *[other] { $count } more mentions
}
mentions-unshown = { $count ->
    [one] One mention more isn’t quoted here.
   *[other] { $count } mentions more aren’t quoted here.
}
published-times = { $count ->
    [one] Published once
   *[other] Published { $count } times
}
