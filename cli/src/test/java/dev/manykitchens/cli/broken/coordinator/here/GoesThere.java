package dev.manykitchens.cli.broken.coordinator.here;

import dev.manykitchens.cli.broken.coordinator.there.GoesHere;

public record GoesThere(GoesHere next) {}
