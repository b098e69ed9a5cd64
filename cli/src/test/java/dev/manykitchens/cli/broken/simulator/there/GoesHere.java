package dev.manykitchens.cli.broken.simulator.there;

import dev.manykitchens.cli.broken.simulator.here.GoesThere;

public record GoesHere(GoesThere next) {}
