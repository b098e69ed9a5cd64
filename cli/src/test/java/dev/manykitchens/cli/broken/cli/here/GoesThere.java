package dev.manykitchens.cli.broken.cli.here;

import dev.manykitchens.cli.broken.cli.there.GoesHere;

public record GoesThere(GoesHere next) {}
