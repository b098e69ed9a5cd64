package dev.manykitchens.cli.broken.core.util;

final class InUtil {}
