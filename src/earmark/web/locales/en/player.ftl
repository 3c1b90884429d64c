# The player at the foot of the window, the single keys, and what else scripts say.
player = Player
player-play = Play
player-pause = Pause
player-play-episode = Play: { $title }
player-pause-episode = Pause: { $title }
player-close = Close the player
player-close-episode = Close the player: { $title }
player-back = Back { $seconds } seconds
player-forward = Forward { $seconds } seconds
player-position = Position
# Of the slider: where it stands and how long the audio is, as 12:34.
player-position-of = { $at } of { $length }
player-speed = Speed
player-times = { $speed }×
player-now = Playing: { $title }
player-publisher = Open it at the publisher
player-publisher-episode = Open it at the publisher: { $title }
player-trouble-network = The connection to the publisher broke off. Press Play to try again.
player-trouble-broken = The publisher’s audio is damaged here, or of a kind that this browser doesn’t play.
player-trouble-gone = The audio can’t be had: the publisher has moved or removed it, or can’t be reached.
player-trouble-insecure = The publisher offers this audio only without encryption, which a secure page may not play.
player-trouble-unsupported = This browser doesn’t play audio of this kind.
keys-title = Single keys
keys-search = Search
keys-next = Next episode
keys-previous = Previous episode
keys-play = Play or pause
keys-show = Show these keys
keys-off = They can be turned off at the foot of each page.
keys-close = Close
suggestions = Suggestions
# After somebody typed: how many entries the list has; the arrow keys reach them.
suggestions-count = Suggestions: { $count }
