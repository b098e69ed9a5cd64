package dev.manykitchens.coordinator.journal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/// The native part of SQLite. Its driver would unpack another one into the directory for temporary
/// files with every start, where those of killed processes stay and where a container may forbid to
/// run anything; so it is unpacked into the journal's directory, once. Where that is on a file
/// system from which nothing may be run, it is loaded from a temporary file, which goes again.
final class NativeLibrary {

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String PREFIX = "sqlite-";
    private static final String PATH = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";

    private static boolean loaded;

    private NativeLibrary() {}

    /// Loads it, unless this process has it.
    ///
    /// @param directory where it may be unpacked: this process's alone, or under the lock of
    ///   [JournalShelf]
    /// @throws JournalException in one line when there is none for this machine
    static synchronized void load(Path directory) throws JournalException {
        if (loaded) {
            return;
        }
        try {
            if (System.getProperty(PATH) != null) {
                loaded = SQLiteJDBCLoader.initialize();
                return;
            }
            Path library = unpack(directory);
            if (mayRun(library)) {
                loadWith(library);
                return;
            }
            // Where nothing in the journal's directory may run.
            Path elsewhere = Files.createTempDirectory("kitchen-sqlite-");
            Path copy = Files.copy(library, elsewhere.resolve(library.getFileName()));
            try {
                if (!mayRun(copy)) {
                    throw new IOException(
                            "neither there nor in %s may a program's code be loaded (is it mounted noexec?); choose another directory with --data, or another for temporary files with -Djava.io.tmpdir"
                                    .formatted(elsewhere.getParent()));
                }
                loadWith(copy);
            } finally {
                // What is loaded stays loaded.
                Files.delete(copy);
                Files.delete(elsewhere);
            }
            // The driver declares Exception.
        } catch (Exception e) {
            throw new JournalException(
                    "SQLite must be there for this machine, could not be unpacked into %s and loaded: %s"
                            .formatted(directory, String.valueOf(e.getMessage()).strip()),
                    e);
        }
    }

    /// The driver itself would say on standard error that a file cannot be loaded.
    @SuppressWarnings("restricted")
    private static boolean mayRun(Path library) {
        try {
            System.load(library.toAbsolutePath().toString());
            return true;
        } catch (UnsatisfiedLinkError e) {
            LOG.debug("SQLite could not be loaded from {}", library, e);
            return false;
        }
    }

    /// Tells the driver which file it is.
    private static void loadWith(Path library) throws Exception {
        System.setProperty(PATH, String.valueOf(library.toAbsolutePath().getParent()));
        System.setProperty(NAME, String.valueOf(library.getFileName()));
        loaded = SQLiteJDBCLoader.initialize();
    }

    /// @return its file
    private static Path unpack(Path directory) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        byte[] wanted;
        try (InputStream stream =
                SQLiteJDBCLoader.class.getResourceAsStream(
                        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (stream == null) {
                throw new IOException("none comes along for this machine");
            }
            wanted = stream.readAllBytes();
        }
        String unpacked = PREFIX + SQLiteJDBCLoader.getVersion() + "-" + name;
        Path library = directory.resolve(unpacked);
        if (!Files.isRegularFile(library) || !Arrays.equals(wanted, Files.readAllBytes(library))) {
            removeOthers(directory);
            Path draft = directory.resolve(PREFIX + "draft");
            Files.write(draft, wanted);
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwx------"));
            Files.move(
                    draft,
                    library,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return library;
    }

    private static void removeOthers(Path directory) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path other : others) {
                Files.delete(other);
            }
        }
    }
}
