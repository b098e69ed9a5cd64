package dev.manykitchens.cli.broken.coordinator;

import dev.manykitchens.cli.broken.benchmarks.Seen;

record SeesTooMuch(Seen seen) {}
