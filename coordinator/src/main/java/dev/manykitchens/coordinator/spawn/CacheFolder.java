package dev.manykitchens.coordinator.spawn;

import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// The user's own folder for what can be made again: `many-kitchens` in `$XDG_CACHE_HOME`, or in
/// `~/.cache`.
final class CacheFolder {

    private static final Logger LOG = LoggerFactory.getLogger(CacheFolder.class);

    private CacheFolder() {}

    /// The folder, made if need be.
    ///
    /// @param home what `HOME` says `~` is; Java says it unless this is absolute
    /// @param cacheHome what `XDG_CACHE_HOME` says; empty when it says nothing
    /// @return empty when it cannot be had, or when somebody else could put something in: JVMs run
    ///   what is there
    static Optional<Path> find(Path home, String cacheHome) {
        Path user = home.isAbsolute() ? home : Path.of(System.getProperty("user.home"));
        Path base = Path.of(cacheHome);
        // What is not absolute is to be ignored, says the specification.
        Path folder = (base.isAbsolute() ? base : user.resolve(".cache")).resolve("many-kitchens");
        try {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(folder.getParent());
                Files.createDirectory(
                        folder,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
            return isOwn(folder) ? Optional.of(folder) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("there is no folder for archives of classes folder={}", folder, e);
            return Optional.empty();
        }
    }

    private static boolean isOwn(Path folder) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.owner().getName().equals(System.getProperty("user.name"))
                && !attributes.permissions().contains(GROUP_WRITE)
                && !attributes.permissions().contains(OTHERS_WRITE)
                && Files.isWritable(folder);
    }
}
