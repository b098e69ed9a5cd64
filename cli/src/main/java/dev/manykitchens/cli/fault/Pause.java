package dev.manykitchens.cli.fault;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// A process that stands still, until this is closed, or this process ends, however it does.
///
/// A shell stops it and waits for the end of its own standard input before it lets it go on: were
/// this process killed while another stands still, that one could not see it and would stay for
/// ever.
public final class Pause implements AutoCloseable {

    private static final String SCRIPT =
            "trap '' INT TERM HUP; kill -STOP \"$1\" && echo stopped && read _; kill -CONT \"$1\"";

    private static final long CONTINUE_LIMIT_SECONDS = 5;

    private final Process shell;

    private Pause(Process shell) {
        this.shell = shell;
    }

    /// Stops a process; it stands still when this returns.
    ///
    /// @throws IOException when it cannot be stopped, in one line
    public static Pause of(long pid) throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", SCRIPT, "sh", Long.toString(pid))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (shell.getInputStream().read() < 0) {
            throw new IOException("a process must be there to be paused, %d is not".formatted(pid));
        }
        return new Pause(shell);
    }

    /// Lets it go on.
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            boolean _ = shell.waitFor(CONTINUE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "a paused worker must go on, could not be told: " + e.getMessage(), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
