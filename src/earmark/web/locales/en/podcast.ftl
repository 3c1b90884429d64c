# The list of shows and the page of a show.
podcasts-title = Podcasts
podcasts-title-language = Podcasts in { $language }
podcasts-total = { $count ->
    [one] One show, by title.
   *[other] { $count } shows, by title.
}
podcasts-found = { $count ->
    [one] One show has “{ $named }” in its title.
   *[other] { $count } shows have “{ $named }” in their title.
}
podcasts-none = No show is called so.
podcasts-none-named = No show here has “{ $named }” in its title. It may be a topic instead:
podcasts-find = Part of a title
podcasts-find-button = Find
podcasts-language = Language
podcasts-any-language = All languages
podcasts-language-unsaid = no language given
podcasts-show-all = Show all podcasts
podcasts-next = More podcasts
podcasts-first = Back to the first

podcast-untitled = Untitled show
podcast-episodes = { $count ->
    [0] no episodes
    [one] { $count } episode
   *[other] { $count } episodes
}
podcast-last-heard = last { $day }
podcast-ended = ended
podcast-ended-on = Ended: the last episode came out on { $day }.
podcast-ended-complete = The publisher says that this show is complete.
podcast-feed = Feed
podcast-about = About the show
podcast-categories = Categories
podcast-figures = In figures
podcast-figure-episodes = Episodes
podcast-figure-first = First
podcast-figure-latest = Latest
podcast-figure-length = Usual length
podcast-figure-new = In the last 12 months
podcast-figure-new-said = { $count ->
    [0] nothing new
    [one] { $count } new
   *[other] { $count } new
}
podcast-figure-transcripts = With a transcript
podcast-counted = How these are counted
podcast-counted-episodes = A recording that was published several times counts once.
podcast-counted-listed = The feed has { $count } with all repeats.
podcast-counted-undated = { $count ->
    [one] One has no date and is in no year.
   *[other] { $count } have no date and are in no year.
}
podcast-counted-length = The length is the mean of the { $count } of { $of } whose length is known.
podcast-counted-day = As of { $day }.
podcast-topics = What it talks about
podcast-topic-episodes = { $count ->
    [one] { $count } episode
   *[other] { $count } episodes
}
podcast-topic-others = { $count ->
    [one] one other show
   *[other] { $count } other shows
}
podcast-people = People
podcast-years = Episodes a year
podcast-list = Episodes
podcast-no-episodes = This show has no episode here yet.
podcast-cut = The rest is not shown: this text is longer than 100 kB.
visibility-unlisted = unlisted: only you see it
visibility-private = private: only you see it
