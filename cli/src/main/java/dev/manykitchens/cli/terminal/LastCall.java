package dev.manykitchens.cli.terminal;

import java.time.Duration;

/// Ends this JVM though somebody else's shutdown hook, such as a recipe's, never returns.
public final class LastCall {

    /// How long other hooks may take.
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private LastCall() {}

    /// From now on the JVM ends within this time, at the latest with this exit code and without
    /// waiting for anybody.
    public static void within(Duration patience, int exitCode) {
        Thread.ofPlatform()
                .daemon()
                .name("last-call")
                .start(() -> {
                    try {
                        Thread.sleep(patience);
                    } catch (InterruptedException _) {
                        // Nobody but us knows this thread: all the more reason to end.
                    }
                    Runtime.getRuntime().halt(exitCode);
                });
    }
}
