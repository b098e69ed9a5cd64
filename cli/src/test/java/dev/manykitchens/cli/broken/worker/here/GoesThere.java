package dev.manykitchens.cli.broken.worker.here;

import dev.manykitchens.cli.broken.worker.there.GoesHere;

public record GoesThere(GoesHere next) {}
