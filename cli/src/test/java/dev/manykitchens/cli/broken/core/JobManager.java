package dev.manykitchens.cli.broken.core;

final class JobManager {}
