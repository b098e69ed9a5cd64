package dev.manykitchens.cli.broken.report.here;

import dev.manykitchens.cli.broken.report.there.GoesHere;

public record GoesThere(GoesHere next) {}
