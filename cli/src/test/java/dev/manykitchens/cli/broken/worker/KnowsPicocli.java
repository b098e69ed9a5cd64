package dev.manykitchens.cli.broken.worker;

import picocli.CommandLine;

record KnowsPicocli(CommandLine command) {}
