# Search, its suggestions, and why an episode is or isn’t on a topic’s page.
search-title = Search: { $query }
search-title-empty = Search
search-heading = Search
search-eyebrow = Search
search-read-as = Read as
search-total = { $count ->
    [0] No episode has all of this.
    [one] One episode.
   *[other] { $count } episodes, best match first.
}
search-topic = Topic page:
search-topics = Topic pages:
search-none-parts = By itself:
search-none-part = { $count ->
    [0] no episode
    [one] { $count } episode
   *[other] { $count } episodes
}
search-none-help = Take a word away, or write OR between words.
search-next = More results
search-first = Back to the best
search-unread = This query can’t be read.
search-place = Reading stopped at the marked place:
search-end = (end)
search-how = How to search
search-how-intro = A plain word or phrase opens its topic page. With these marks you get a list of episodes instead:
search-how-quotes = the words in this order
search-how-or = one or the other
search-how-minus = without a word
search-how-brackets = brackets say what belongs together
search-how-podcast = in shows with this in their title
search-how-language = in a language
search-how-since = from a day, month or year on
search-how-until = up to a day, month or year

suggested-topic = { $episodes ->
    [one] { $episodes } episode
   *[other] { $episodes } episodes
}
suggested-podcast = { $episodes ->
    [one] Show with { $episodes } episode
   *[other] Show with { $episodes } episodes
}

why-title = Why isn’t it here?
why-intro = Each episode on a topic’s page is there for a reason, and each that is missing is missing for one. Name the topic and the episode to read it.
why-topic = Topic
why-topic-help = A word or phrase
why-which = Episode
why-which-help = The address of its page here, its id, or the publisher’s address of it
why-button = Tell me why
why-answer = The reason
why-to-episode = Page of this episode
why-to-topic = Topic page of “{ $phrase }”
