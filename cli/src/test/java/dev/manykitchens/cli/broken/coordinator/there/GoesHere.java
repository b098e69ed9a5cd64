package dev.manykitchens.cli.broken.coordinator.there;

import dev.manykitchens.cli.broken.coordinator.here.GoesThere;

public record GoesHere(GoesThere next) {}
