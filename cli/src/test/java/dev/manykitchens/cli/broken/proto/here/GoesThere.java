package dev.manykitchens.cli.broken.proto.here;

import dev.manykitchens.cli.broken.proto.there.GoesHere;

public record GoesThere(GoesHere next) {}
