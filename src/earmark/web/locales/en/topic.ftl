# The topic page.
topic-title = Podcasts about { $phrase }
topic-eyebrow = Podcasts about
topic-announce = { $count ->
    [one] 1 episode
   *[other] { $count } episodes
}
read-as = Read as
read-in = in titles, notes, chapters, keywords, names and transcripts.

# One sentence: what there is, then perhaps when, then the full stop.
sentence-few = { $count ->
    [one] It comes up in one episode
   *[other] It comes up in { $count } episodes
}
sentence-on = {", on "}{ $days }
sentence-subject = { $count ->
    [0] { $of ->
        [one] One episode mentions it, none is about it
       *[other] { $of } episodes mention it, none is about it
    }
    [one] { $of ->
        [one] The one episode is about it
       *[other] 1 of { $of } episodes is about it
    }
   *[other] { $count } of { $of } episodes are about it
}
sentence-discussed = { $count ->
    [one] 1 of { $of } episodes discusses it
   *[other] { $count } of { $of } episodes discuss it
}
sentence-mentioned = { $count ->
    [one] 1 of { $of } episodes only mentions it
   *[other] { $count } of { $of } episodes only mention it
}
sentence-ad = { $count ->
    [one] Only an ad or a notice of 1 episode holds it
   *[other] Only ads or notices of { $count } episodes hold it
}
sentence-last = {"; the last on "}{ $day }
sentence-came-up = {"; it last came up on "}{ $day }

# What a reader should know of how the phrase matches.
note-common-words = “{ $phrase }” is among the commonest words of a language, so it says little about an episode. A second word makes a topic of it.
note-substring-counts = In Japanese, Chinese, Korean and Thai no spaces part the words, so a part of a longer word counts too.
note-not-indexed-yet = { $count ->
    [one] One change isn’t in these figures yet; it will be in a moment.
   *[other] { $count } changes aren’t in these figures yet; they will be in a moment.
}

play-first = Play the best match
follow = Follow
follow-said = New episodes come to the app that you listen with. Add this address there, as a show by its address (“by URL”):
follow-address = Address of this topic’s feed
follow-copy = Copy
follow-copied = Copied
follow-only-here = This address works in apps on this computer. Other devices need one that reaches it.
follow-rss = RSS
follow-rss-said = for any podcast app: each episode with the publisher’s own audio
follow-json-feed = JSON Feed
follow-json-feed-said = the same for feed readers that prefer it
follow-opml = OPML
follow-opml-said = the shows’ own feeds, where they are known, to subscribe to them
follow-csv = CSV
follow-csv-said = every row behind the figures, for a spreadsheet
follow-json = JSON
follow-json-said = this page, for programs

starters = { $count ->
    [one] One to start with
    [2] Two to start with
   *[other] Three to start with
}
starter-most = { $grade ->
    [subject] Most about it
   *[other] Where it comes up most
}
starter-newest = { $grade ->
    [subject] The newest about it
   *[other] The newest
}
starter-shortest = { $grade ->
    [subject] The shortest about it
   *[other] The shortest
}

episodes = Episodes
undated-rows = Episodes without a date stand where they were first seen.
switch-label = Which episodes
switch-about = About it
switch-every = Every mention

filter = Filter
filter-language = Language
filter-show = Show
filter-since = From
filter-until = To
filter-any = Any
filter-set = Show these
filtered = Only:
filtered-since = from { $day }
filtered-until = to { $day }
filtered-as_of = as of { $day }
filtered-also = Also:
remove = Remove
narrow-by = { $count } episodes are a lot to look through. Narrow them by:
years = Years
shows = Shows

around = About this topic
figures = In figures
as-of = as of { $day }
rows = Rows
see-them = See them
see-it = See it
figure-episodes = { $count ->
    [one] episode
   *[other] episodes
}
figure-episodes-said = of { $of } { $narrowed ->
    [yes] under these filters
   *[no] in the library
}{ $repeats ->
    [0] .
    [one] ; 1 repeat is folded in.
   *[other] ; { $repeats } repeats are folded in.
}
figure-podcasts = { $count ->
    [one] show
   *[other] shows
}
figure-podcasts-said = of { $of } { $narrowed ->
    [yes] under these filters.
   *[no] in the library.
}
figure-length = on average
figure-length-said = the mean of { $known }{ $unknown ->
    [0] .
   *[other] ; { $unknown } don’t say how long they are.
}
figure-new-a-month = new a month
figure-new-a-month-said = { $count } in the last 12 months.
figure-new-a-year = in the last 12 months
figure-new-a-year-said = of all { $of }.
figure-latest = the latest
figure-latest-said = the first is of { $first }{ $undated ->
    [0] .
    [one] ; 1 has no date.
   *[other] ; { $undated } have no date.
}

popularity = How often it comes up

best-podcasts = Best podcasts
best-of = The best { $count } of { $of }; the rows name them all.
other-shows = { $count ->
    [one] 1 more show
   *[other] { $count } more shows
}
reason-only = Its only episode here
reason-all = All of its { $of } episodes here
reason-some = { $episodes } of its { $of } episodes
reason-about-one = about it
reason-about-all = each about it
reason-about-some = { $subject } about it
reason-named-title = named in its title
reason-named-description = named in its description
reason-last = last { $month }
reason-ended = ended

coverage = Transcripts
coverage-said = { $count ->
    [0] { $of ->
        [one] The one episode has no transcript; it is found by title and notes.
       *[other] None of the { $of } episodes has a transcript; they are found by title and notes.
    }
   *[other] { $others ->
        [0] { $of ->
            [one] The one episode has a transcript.
           *[other] All { $of } episodes have one.
        }
       *[other] { $count } of { $of } episodes { $count ->
            [one] has
           *[other] have
        } one; { $others ->
            [one] the other is
           *[other] the others are
        } found by title and notes.
    }
}
variants = Also written
related = Related topics
languages = Languages
people = People

why-not = Why isn’t it here?
why-episode = An episode’s address, guid or id
why-ask = Find out

# Nothing found.
nothing = Nothing in { $episodes ->
    [one] the one episode
   *[other] { $episodes } episodes
} of { $podcasts ->
    [one] one show
   *[other] { $podcasts } shows
}.
nothing-here = { $episodes ->
    [0] No episode of the library is left under these filters.
    [one] Nothing in the one episode under these filters.
   *[other] Nothing in the { $episodes } episodes under these filters.
}
nothing-here-all = All of the topic, without filters
nothing-but-ads = { $count ->
    [one] Only an ad, a repeated notice or an address of one episode holds it, and those don’t count.
   *[other] Only ads, repeated notices or addresses of { $count } episodes hold it, and those don’t count.
}
in-episodes = { $count ->
    [0] in no episode
    [one] in 1 episode
   *[other] in { $count } episodes
}
instead-words = Each word by itself
instead-near = What the library does hold
instead-variants = Also written
instead-search = Search instead
instead-search-said = A topic is the phrase as it stands. A search finds episodes that hold its words anywhere.
instead-search-do = Search these words
instead-home = Topics of this library
