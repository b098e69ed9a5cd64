package dev.manykitchens.cli.broken.report.there;

import dev.manykitchens.cli.broken.report.here.GoesThere;

public record GoesHere(GoesThere next) {}
