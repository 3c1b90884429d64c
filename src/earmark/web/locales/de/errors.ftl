# Was nicht ging, als Überschrift; was dann hilft, steht darunter.
error-title = { $code ->
    [400] Das lässt sich nicht lesen
    [404] Hier ist nichts
    [503] Einen Moment noch
   *[other] Das hat nicht geklappt
}
error-topic = Das ganze Thema:
error-near = Vielleicht das hier
error-home = Zur Startseite
