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
podcast-feed-of = Feed of { $title }
podcast-website-of = Website of { $title }: { $host }
podcast-eyebrow = Podcast
podcast-around = About this show
podcast-about = About the show
podcast-categories = Categories
podcast-figures = In figures
podcast-figure-episodes = { $count ->
    [one] episode
   *[other] episodes
}
podcast-figure-episodes-said = { $repeats ->
    [0] each recording counts once
    [one] each recording counts once; one repeat is folded in
   *[other] each recording counts once; { $repeats } repeats are folded in
}
podcast-figure-length = on average
podcast-figure-length-of-one = long
podcast-figure-length-said = { $unknown ->
    [0] the mean of all { $known }
   *[other] the mean of { $known }; of { $unknown } the length is unknown
}
podcast-figure-latest = latest
podcast-figure-latest-said = { $undated ->
    [0] the first was on { $first }
    [one] the first was on { $first }; one has no date
   *[other] the first was on { $first }; { $undated } have no date
}
podcast-figure-new = new in a year
podcast-figure-new-said = in the last 12 calendar months
podcast-figure-transcripts = with a transcript
podcast-figure-transcripts-said = of { $of }
podcast-topics = What it talks about
podcast-topics-how = Phrases that mark its episodes, and how many other shows have them.
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
visibility-unlisted = unlisted
visibility-private = private
visibility-unlisted-said = unlisted: only you see it
visibility-private-said = private: only you see it
