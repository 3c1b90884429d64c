topic-title = Podcasts about { $phrase }
