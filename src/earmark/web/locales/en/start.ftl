# The start page of an empty library, and the page that adds podcasts to one.
start-title = Which podcasts do you listen to?
start-title-more = Add podcasts
start-say = Give Earmark some, and for any word or phrase it shows which of their episodes are about it.
start-box = Addresses
start-box-help = A feed, a show’s site or an episode’s page, one a line. The text of an OPML file works too.
start-file = An OPML file
start-file-help = Most podcast apps export one; this page says how.
start-drop = You can also drop it anywhere on this page.
start-sets = Starting sets
start-sets-help = Public feeds, fetched from their publishers once you add them. These shows are not affiliated with Earmark.
start-set-world = World news
start-set-science = Science
start-set-software = Software
start-set-podcasting = Podcasting
start-set-shows = { $count ->
    [one] { $count } show
   *[other] { $count } shows
}
start-add = Add
start-apps = Your podcasts from another app
start-app-antennapod = Settings, Import/Export, OPML export.
start-app-apple = It has no export. Paste the addresses of the shows’ own sites instead.
start-app-castro = Its settings export your subscriptions as OPML.
start-app-gpodder = Subscriptions menu, Export to OPML file.
start-app-overcast = Settings, Export OPML; or your account page on overcast.fm.
start-app-pocketcasts = Profile, settings, Import & Export OPML.
start-app-podcastaddict = Its settings have a backup, and an OPML export beside it.
start-app-spotify = It has no export. Shows that are only there have no feed that others can read.
start-demo = Only looking? This command, in a terminal, shows a sample library of invented shows and leaves this one alone:
start-nothing = Nothing was given: paste an address, choose a file or tick a set.
start-refused = { $count ->
    [one] One of them could not be added
   *[other] { $count } of them could not be added
}
start-refused-rest = { $count ->
    [0] Nothing else was given.
    [one] One feed was added.
   *[other] { $count } feeds were added.
}

# While the shows that were added are coming in.
filling-title = { $shows } of { $feeds } shows in
filling-first = Your shows are on their way
filling-first-say = The first ones are here in a moment, and this page shows them by itself.
filling-without = { $count ->
    [one] One feed brought nothing yet.
   *[other] { $count } feeds brought nothing yet.
}
filling-why = See why
filling-topics = Several shows talk about
filling-stop = Stop refreshing this page
