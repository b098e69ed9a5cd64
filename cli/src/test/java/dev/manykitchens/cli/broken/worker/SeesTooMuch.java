package dev.manykitchens.cli.broken.worker;

import dev.manykitchens.cli.broken.benchmarks.Seen;

record SeesTooMuch(Seen seen) {}
