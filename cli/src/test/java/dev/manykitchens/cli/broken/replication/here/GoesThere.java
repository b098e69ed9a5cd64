package dev.manykitchens.cli.broken.replication.here;

import dev.manykitchens.cli.broken.replication.there.GoesHere;

public record GoesThere(GoesHere next) {}
