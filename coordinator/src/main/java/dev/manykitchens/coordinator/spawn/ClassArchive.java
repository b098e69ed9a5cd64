package dev.manykitchens.coordinator.spawn;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/// An archive of classes and the jars whose content it was found to be of.
///
/// The JVM takes classes from an archive without a look at the jar that they were in. So whoever
/// starts one asks here first.
///
/// @param file what the JVM is given
/// @param jars as they were when their content was looked at
public record ClassArchive(Path file, List<Jar> jars) {

    /// A jar as far as that can be told without reading it.
    ///
    /// @param bytes its size; 0 when it is not there
    /// @param modifiedMillis when it was written, since 1970; 0 when it is not there
    public record Jar(String path, long bytes, long modifiedMillis) {

        static Jar of(String path) {
            File file = new File(path);
            return new Jar(path, file.length(), file.lastModified());
        }
    }

    public ClassArchive {
        jars = List.copyOf(jars);
    }

    /// Whether no jar has changed since.
    boolean suits() {
        return jars.stream().allMatch(jar -> Jar.of(jar.path()).equals(jar));
    }
}
