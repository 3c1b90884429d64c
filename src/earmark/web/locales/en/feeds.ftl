# The owner’s page of feeds.
feeds-title = Feeds
feeds-count = { $count ->
    [0] No feed is polled yet.
    [one] One feed is polled.
   *[other] { $count } feeds are polled.
}
feeds-needs = What needs you
feeds-needs-none = Nothing needs you: every feed is well, or mends itself.
feeds-need-moving = Moving
feeds-need-refused = Access refused
feeds-need-gone = Taken down or not found
feeds-need-dead = Given up
feeds-need-failing = Failing
feeds-all-of = { $count ->
    [one] The one
   *[other] All { $count }
}
feeds-state-new = Not asked yet
feeds-state-fine = Fine
feeds-state-quiet = Quiet
feeds-state-moving = Moving
feeds-state-failing = Failing
feeds-state-refused = Refused
feeds-state-gone = Gone
feeds-state-dead = Given up
feeds-since = { $times ->
    [0] since { $day }
    [one] since { $day }
   *[other] since { $day }, { $times } times in a row
}
feeds-moving-said = It redirects for good to
feeds-moving-hinted = It says that it moves to
feeds-moving-other = The episodes there are others than those known: follow it only if that is the same show.
feeds-do-follow = Follow the move
feeds-do-check = Check now
feeds-do-stop = Stop asking
feeds-do-remove = Remove …
feeds-do-remove-it = Remove it for good
feeds-remove-said = Its show and all its episodes leave this library, and are kept out.
feeds-more = Why, and when next
feeds-offers = It recommends:
feeds-answered = answered { $at }
feeds-next = next { $at }
feeds-due = due now
feeds-never = not asked any more
feeds-how = How it stands
feeds-round = Last round
feeds-round-ended = It ended { $at }.
feeds-round-since = It goes on since { $at }.
feeds-round-none = Nothing was asked yet.
feeds-round-asked = asked
feeds-round-same = unchanged
feeds-round-failed = failed
feeds-round-new = new episodes
feeds-round-bytes = received
feeds-backlog = Backlog
feeds-backlog-due = feeds due
feeds-backlog-late = by more than a day
feeds-backlog-pending = changes not indexed yet
feeds-resting = Hosts at rest
feeds-resting-until = until { $at }
feeds-resting-more = and { $count } more
feeds-disk = Disk
feeds-disk-free = free
feeds-all = All feeds
feeds-filter = Feeds by state
feeds-all-states = All
feeds-none = There is no feed here.
feeds-first = To the first
feeds-further = More feeds
feeds-done-check = It is asked for in a moment:
feeds-done-follow = Its address from now on is the new one:
feeds-done-stop = It is not asked for any more:
feeds-done-remove = The show is removed, and stays out.
feeds-done-take = What it recommends was added:

# What happened, and what helps.
failure-bad-address = Its address is no web address.
remedy-bad-address = Check the address in a browser, and add the right one.
failure-private-address = Its address leads into a private network, where nothing is fetched.
remedy-private-address = If the feed is on a machine of yours, allow that host or network in the settings.
failure-no-such-host = Its host is not known to the name servers.
remedy-no-such-host = If every feed says so, check this machine’s network. If it is only this one, look for its new address.
failure-not-reached = Its server can’t be reached.
remedy-not-reached = If every feed says so, check this machine’s network; else it is tried again by itself.
failure-timed-out = Its server took too long to answer.
remedy-timed-out = Nothing to do: it is tried again by itself.
failure-not-secure = There is no secure connection to its server: the certificate is wrong or out of date.
remedy-not-secure = Check this machine’s clock and certificates; if a browser warns too, tell the publisher.
failure-too-large = What it sends is over the limit for a feed.
remedy-too-large = If you trust it, raise the limit in the settings.
failure-headers-too-large = Its server sends too many headers.
remedy-headers-too-large = Tell the publisher.
failure-bad-encoding = Its server packs the feed in a way that can’t be undone.
remedy-bad-encoding = Tell the publisher.
failure-redirects = Its address redirects in a circle, too often, or to a place that isn’t allowed.
remedy-redirects = Check the address in a browser, and add the right one.
failure-cut-short = The answer ended before it was whole.
remedy-cut-short = Nothing to do: it is tried again by itself.
failure-bad-answer = Its server doesn’t speak HTTP.
remedy-bad-answer = Check the address in a browser, and add the right one.
failure-stopped = The crawler was stopped before the answer.
remedy-stopped = Nothing to do: it is tried again by itself.
failure-password-refused = It wants a password, or refuses the one in its address (401).
remedy-password-refused = Copy the feed’s private address from the publisher’s site again, and add it.
failure-payment = It wants a payment (402).
remedy-payment = Renew the membership, or remove the feed.
failure-forbidden = Its server refuses access (403).
remedy-forbidden = Open it in a browser; if it opens there, ask the publisher to let feed readers in.
failure-legal = It is blocked for legal reasons (451).
remedy-legal = Remove the feed.
failure-not-found = Nothing is at its address any more (404).
remedy-not-found = Look for its new address on the show’s page, and add that.
failure-gone = Its publisher took it down (410).
remedy-gone = Look whether the show lives on elsewhere; its episodes stay.
failure-too-many = Its host asks for fewer requests.
remedy-too-many = Nothing to do: it is tried again by itself.
failure-unavailable = Its host is closed for a while (503).
remedy-unavailable = Nothing to do: it is tried again by itself.
failure-server-error = Its server had an error.
remedy-server-error = Nothing to do: it is tried again by itself.
failure-odd-status = Its server gave an answer that means no feed.
remedy-odd-status = Check the address in a browser, and add the right one.
failure-empty = Its server sent nothing.
remedy-empty = Nothing to do: it is tried again by itself.
failure-not-a-feed = What came is no feed, often a web page.
remedy-not-a-feed = Open it in a browser: behind a sign-in page of a network, wait; else look for the feed’s new address.
failure-emptied = What came has no episodes, where there were some; nothing was changed.
remedy-emptied = Nothing to do if the publisher mends it; else look for the feed’s new address.
failure-unreadable = What came can’t be read.
remedy-unreadable = Tell the publisher.
failure-worker-died = Reading it took more memory than it may.
remedy-worker-died = If you trust it, report the feed.
