package dev.manykitchens.cli.broken.core.here;

import dev.manykitchens.cli.broken.core.there.GoesHere;

public record GoesThere(GoesHere next) {}
