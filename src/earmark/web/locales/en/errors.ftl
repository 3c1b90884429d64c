# What went wrong, as a heading; what to do about it follows it.
error-title = { $code ->
    [400] That can’t be read
    [404] There is nothing here
    [503] Just a moment
   *[other] That didn’t work
}
error-topic = All of the topic:
error-near = Perhaps this
error-home = To the first page
