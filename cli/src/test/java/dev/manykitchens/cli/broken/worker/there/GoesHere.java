package dev.manykitchens.cli.broken.worker.there;

import dev.manykitchens.cli.broken.worker.here.GoesThere;

public record GoesHere(GoesThere next) {}
