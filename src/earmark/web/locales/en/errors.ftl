error-title = { $code ->
    [404] Not found
   *[other] That didn’t work
}
