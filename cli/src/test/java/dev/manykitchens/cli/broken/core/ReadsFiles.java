package dev.manykitchens.cli.broken.core;

import java.nio.file.Files;
import java.nio.file.Path;

final class ReadsFiles {
    boolean reads() {
        return Files.exists(Path.of("recipe"));
    }
}
