package dev.manykitchens.cli.broken.simulator.here;

import dev.manykitchens.cli.broken.simulator.there.GoesHere;

public record GoesThere(GoesHere next) {}
