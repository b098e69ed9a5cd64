package dev.manykitchens.proto.link;

import java.time.Duration;
import java.util.Objects;

/// What both ends must agree on and no message says.
public final class Protocol {

    /// The version of the contract that this build speaks.
    public static final int VERSION = 1;

    /// The most bytes of one job's arguments, and of one result, that travel: 16 MiB.
    public static final long LARGEST_VALUE_BYTES = 16L << 20;

    /// Senders end a message when it holds about so many bytes: 4 MiB.
    public static final long TARGET_MESSAGE_BYTES = 4L << 20;

    /// The most bytes of one message that a receiver takes: 64 MiB.
    public static final int LARGEST_MESSAGE_BYTES = 64 << 20;

    /// The most leases, and the most permits, that one message names.
    public static final int MOST_HELD = 100_000;

    /// After so long without traffic an end probes the connection; the other end permits it twice
    /// as often. Heartbeats decide who is alive, this only notices a connection that a network
    /// forgot.
    public static final Duration KEEPALIVE = Duration.ofSeconds(10);

    private Protocol() {}

    /// The version of this build, such as `0.1.0`; "unpackaged" when it runs from classes instead
    /// of a jar.
    public static String buildVersion() {
        return Objects.requireNonNullElse(
                Protocol.class.getPackage().getImplementationVersion(), "unpackaged");
    }
}
