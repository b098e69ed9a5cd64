package dev.manykitchens.replication;

import org.apache.ratis.util.ExitUtils;

/// What Ratis would do to the process that it runs in, and does not.
final class RaftRuntime {

    private static final String NO_UNSAFE = "org.apache.ratis.thirdparty.io.netty.noUnsafe";

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
}
