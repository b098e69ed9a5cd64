package dev.manykitchens.cli.broken.benchmarks;

/// Seen by nobody, if all keep to the rules.
public final class Seen {}
