package dev.manykitchens.cli.broken.replication.there;

import dev.manykitchens.cli.broken.replication.here.GoesThere;

public record GoesHere(GoesThere next) {}
