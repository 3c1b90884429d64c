# The home page and the empty library.
home-title = Earmark: podcasts about anything
home-heading = What would you like to hear about?
home-size = { $podcasts ->
    [one] One show
   *[other] { $podcasts } shows
} with { $episodes ->
    [one] one episode
   *[other] { $episodes } episodes
}, as of { $day }.
home-transcripts = { $count ->
    [one] One of them has a transcript.
   *[other] { $count } of them have a transcript.
}
home-topics = Several shows talk about
home-topics-none = No phrase comes up in two shows yet. Search for any word instead.
home-topic-shows = { $count ->
    [one] { $count } show
   *[other] { $count } shows
}
home-newest = Newest episodes
home-all-episodes = All episodes by date
home-browse = Browse the library
home-podcasts = Podcasts
home-all-podcasts = All podcasts by title
home-languages = Languages
home-language-episodes = { $count ->
    [one] { $count } episode
   *[other] { $count } episodes
}

empty-title = Nothing to search yet
empty-pending = { $count ->
    [one] One change is waiting to be indexed; this page will show it soon.
   *[other] { $count } changes are waiting to be indexed; this page will show them soon.
}
empty-visitor = The owner of this library has added nothing that everybody may see. Come back another day.

episodes-title = Episodes by date
episodes-title-language = Episodes in { $language }, by date
episodes-total = { $count ->
    [one] One episode, newest first.
   *[other] { $count } episodes, newest first.
}
episodes-none = There is no episode here.
episodes-any-language = All languages
