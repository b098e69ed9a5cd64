package dev.manykitchens.cli.broken.worker;

import dev.manykitchens.cli.broken.proto.v1.Generated;

record UsesGenerated(Generated message) {}
