package dev.manykitchens.cli.broken.report;

import dev.manykitchens.cli.broken.benchmarks.Seen;

record SeesTooMuch(Seen seen) {}
