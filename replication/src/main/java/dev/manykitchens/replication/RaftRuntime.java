package dev.manykitchens.replication;

import org.apache.ratis.util.ExitUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// What Ratis would do to the process that it runs in, and does not.
final class RaftRuntime {

    private static final String NO_UNSAFE = "org.apache.ratis.thirdparty.io.netty.noUnsafe";

    /// Where its copy of Netty unpacks what it loads, TLS among it.
    private static final String UNPACK = "org.apache.ratis.thirdparty.io.netty.native.workdir";

    private static final FileAttribute<?> OWNERS =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// Held, or the setting would go with the logger: what Ratis' own copy of gRPC says of itself.
    private static final java.util.logging.Logger TRANSPORT =
            java.util.logging.Logger.getLogger("org.apache.ratis.thirdparty.io.grpc");

    static {
        TRANSPORT.setLevel(java.util.logging.Level.WARNING);
        // A port that is taken would end the process without a word of ours; and so would whatever
        // any thread of this process throws: Ratis makes itself the handler of that.
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        ExitUtils.disableSystemExit();
        ExitUtils.setTerminateOnUncaughtException(false);
        Thread.setDefaultUncaughtExceptionHandler(before);
        // Java warns of how its copy of Netty gets memory, which goes another way then.
        if (System.getProperty(NO_UNSAFE) == null) {
            System.setProperty(NO_UNSAFE, "true");
        }
    }

    private RaftRuntime() {}

    /// Before anything else of Ratis is touched; once is enough.
    static void tame() {
        // Done when this class is loaded.
    }

    /// Has native code loaded from a directory where nothing may run in that for temporary files,
    /// as in a container: without it there is no TLS. It is there for a moment only. Before the
    /// first member is started; a place that was named by a system property stays.
    ///
    /// @param directory must be there
    static void loadFrom(Path directory) throws IOException {
        if (System.getProperty(UNPACK) == null
                && !mayRun(Path.of(System.getProperty("java.io.tmpdir")))
                && mayRun(directory)) {
            System.setProperty(UNPACK, directory.toString());
        }
    }

    /// Whether what lies in a directory may be run. On Linux, access(2) answers no for a file on a
    /// file system that is mounted noexec, whatever its permissions.
    private static boolean mayRun(Path directory) throws IOException {
        Path probe;
        try {
            probe = Files.createTempFile(directory, "kitchen-", ".probe", OWNERS);
        } catch (IOException _) {
            return false;
        }
        try {
            return Files.isExecutable(probe);
        } finally {
            Files.delete(probe);
        }
    }
}
