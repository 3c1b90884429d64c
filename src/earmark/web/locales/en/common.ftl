# What every page says.
earmark = Earmark
skip-to-content = Skip to content
search-label = Any word or phrase
search-placeholder = Podcasts about …
search-button = Search
main-navigation = Main
podcasts = Podcasts
preferences-keep = Keep
no-date = no date
length-unknown = length unknown
length-seconds = { $seconds } s
length-minutes = { $minutes } min
length-hours = { $minutes ->
    [0] { $hours } h
   *[other] { $hours } h { $minutes } min
}
language-unknown = unknown language
