package dev.manykitchens.cli.broken.core.there;

import dev.manykitchens.cli.broken.core.here.GoesThere;

public record GoesHere(GoesThere next) {}
