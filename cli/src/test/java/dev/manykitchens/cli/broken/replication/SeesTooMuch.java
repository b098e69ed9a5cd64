package dev.manykitchens.cli.broken.replication;

import dev.manykitchens.cli.broken.benchmarks.Seen;

record SeesTooMuch(Seen seen) {}
