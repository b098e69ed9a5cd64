package dev.manykitchens.proto.link;

import java.io.IOException;
import java.io.Reader;
import java.util.Properties;

/// What a worker JVM is told by whoever spawns it, as text on its standard input: the command line
/// and the environment of a process can be read by others, and the token is a secret.
///
/// @param host where the coordinator listens
/// @param port and on which port
/// @param token the text of the [Token] that allows to join
/// @param name what the worker is to be called
/// @param threads how many chunks it runs at once
/// @param stoves permits to compute; 0: no limit
/// @param switchIntervalNanos after so long a computing thread gives its stove to one that waits;
///   0: it keeps it
/// @param parentPid the process whose end is the worker's end too
/// @param speed how fast it computes calibrated work, above 0; 1 is as fast as it can
public record WorkerSettings(
        String host,
        int port,
        String token,
        String name,
        int threads,
        int stoves,
        long switchIntervalNanos,
        long parentPid,
        double speed) {

    public WorkerSettings {
        if (port < 1
                || port > 65_535
                || threads < 1
                || stoves < 0
                || switchIntervalNanos < 0
                || !(speed > 0)) {
            throw new IllegalArgumentException(
                    "a worker's settings must have a port from 1 to 65535, at least 1 thread, a speed above 0, and no negative stoves or switch interval, were %d, %d, %s, %d, %d"
                            .formatted(port, threads, speed, stoves, switchIntervalNanos));
        }
    }

    /// The settings as [#read] takes them.
    public String toText() {
        return """
        host=%s
        port=%d
        token=%s
        name=%s
        threads=%d
        stoves=%d
        switch-interval-nanos=%d
        parent-pid=%d
        speed=%s
        """
                .formatted(
                        host,
                        port,
                        token,
                        name,
                        threads,
                        stoves,
                        switchIntervalNanos,
                        parentPid,
                        speed);
    }

    /// Reads settings to the end of the text.
    ///
    /// @throws IllegalArgumentException naming what is missing or malformed
    public static WorkerSettings read(Reader reader) throws IOException {
        Properties lines = new Properties();
        lines.load(reader);
        return new WorkerSettings(
                text(lines, "host"),
                (int) number(lines, "port"),
                text(lines, "token"),
                text(lines, "name"),
                (int) number(lines, "threads"),
                (int) number(lines, "stoves"),
                number(lines, "switch-interval-nanos"),
                number(lines, "parent-pid"),
                decimal(lines, "speed"));
    }

    /// The same without the token.
    @Override
    public String toString() {
        return "%s:%d %s threads=%d stoves=%d parent=%d speed=%s"
                .formatted(host, port, name, threads, stoves, parentPid, speed);
    }

    private static String text(Properties lines, String key) {
        String value = lines.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "a worker JVM must be told its "
                            + key
                            + " on its standard input, was told "
                            + lines.stringPropertyNames()
                            + "; it is meant to be started by a pool, see Pools.open(\"processes:N\")");
        }
        return value.strip();
    }

    private static double decimal(Properties lines, String key) {
        String value = text(lines, key);
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a worker's " + key + " must be a number, was \"" + value + "\"", e);
        }
    }

    private static long number(Properties lines, String key) {
        String value = text(lines, key);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a worker's " + key + " must be a whole number, was \"" + value + "\"", e);
        }
    }
}
