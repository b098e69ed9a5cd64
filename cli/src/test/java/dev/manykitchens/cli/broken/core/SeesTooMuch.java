package dev.manykitchens.cli.broken.core;

import dev.manykitchens.cli.broken.benchmarks.Seen;

record SeesTooMuch(Seen seen) {}
