package dev.manykitchens.coordinator.security;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/// Where a coordinator keeps what outlives it. Only its owner can look into it, and a directory
/// that others can look into is refused: what is in there opens the cluster.
///
/// What is written there belongs to the directory's owner, whoever writes it: root may rotate the
/// tokens of a coordinator that runs as somebody else, and it still reads them.
public final class StateDirectory {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private final Path directory;

    private StateDirectory(Path directory) {
        this.directory = directory;
    }

    /// Opens the directory, and makes it when it is not there.
    ///
    /// @throws IOException in one line when it cannot be made, or others can look into it
    public static StateDirectory open(Path directory) throws IOException {
        try {
            if (!Files.isDirectory(directory)) {
                Path parent = directory.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectory(
                        directory,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileSystemException e) {
            throw new IOException(
                    "the state directory must be one that can be made, %s cannot: %s"
                            .formatted(directory, e),
                    e);
        }
        requireOwnersAlone(directory);
        return new StateDirectory(directory);
    }

    /// The usual place: `$XDG_STATE_HOME/many-kitchens/coordinator`, by default below
    /// `~/.local/state`.
    ///
    /// @param stateHome `XDG_STATE_HOME`; empty when it is not set
    /// @param home `HOME`, which says what `~` is; unless it is absolute, Java says it
    public static Path usual(String stateHome, Path home) {
        Path user = home.isAbsolute() ? home : Path.of(System.getProperty("user.home"));
        Path base = stateHome.isBlank() ? user.resolve(".local/state") : Path.of(stateHome);
        return base.resolve("many-kitchens").resolve("coordinator");
    }

    /// Refuses a file or directory that others than its owner can read or write.
    static void requireOwnersAlone(Path path) throws IOException {
        Set<PosixFilePermission> permissions =
                EnumSet.copyOf(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
        permissions.retainAll(OTHERS);
        if (!permissions.isEmpty()) {
            throw new IOException(
                    "%s must be its owner's alone, others have %s; use chmod go= on it, or another --state"
                            .formatted(path, permissions));
        }
    }

    /// A file in it.
    Path file(String name) {
        return directory.resolve(name);
    }

    /// Opens the file that is locked by whoever changes anything in the directory.
    ///
    /// @throws IOException in one line when it cannot be the directory's owner's
    FileChannel openLock() throws IOException {
        return open("lock");
    }

    /// Opens a file in it for reading and writing, made when it is not there.
    ///
    /// @throws IOException in one line when it cannot be the directory's owner's
    FileChannel open(String name) throws IOException {
        Path file = file(name);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS);
        try {
            giveToOwner(file);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void giveToOwner(Path file) throws IOException {
        giveToOwner(file, directoryOf(file));
    }

    /// Makes the owner of a state directory the owner of a file. Links are not followed: whoever
    /// owns the directory must not get another's file from root.
    ///
    /// @throws IOException in one line when only another may do that
    static void giveToOwner(Path file, StateDirectory state) throws IOException {
        giveToOwner(file, state.directory);
    }

    private static void giveToOwner(Path file, Path directory) throws IOException {
        UserPrincipal owner = Files.getOwner(directory);
        if (Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
            return;
        }
        try {
            Files.getFileAttributeView(
                            file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(owner);
        } catch (FileSystemException e) {
            throw new IOException(
                    "what is in the state directory %s must belong to its owner %s, cannot be given to that user; run this as %s or as root"
                            .formatted(directory, owner.getName(), owner.getName()),
                    e);
        }
    }

    /// Writes a file that only its owner can read, whole or not at all.
    static void write(Path file, byte[] content) throws IOException {
        Path draft =
                Files.createTempFile(
                        directoryOf(file),
                        ".draft",
                        "",
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            Files.write(
                    draft,
                    content,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.SYNC,
                    LinkOption.NOFOLLOW_LINKS);
            giveToOwner(draft);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            boolean _ = Files.deleteIfExists(draft);
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("/") : parent;
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
