package dev.manykitchens.cli.broken.cli.there;

import dev.manykitchens.cli.broken.cli.here.GoesThere;

public record GoesHere(GoesThere next) {}
