package dev.manykitchens.cli.broken.proto.there;

import dev.manykitchens.cli.broken.proto.here.GoesThere;

public record GoesHere(GoesThere next) {}
