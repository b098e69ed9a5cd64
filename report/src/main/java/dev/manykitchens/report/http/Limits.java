package dev.manykitchens.report.http;

import java.time.Duration;

/// What visitors may cost.
///
/// Most of it the JDK's server takes from system properties, read once in a JVM when the first
/// server is made. So these are set before that, where nobody has set them, and hold for every
/// server of the JVM.
final class Limits {

    /// Requests that are answered at once; more are told to come again.
    static final int REQUESTS = 32;

    /// Visitors who are sent events; more are told to come again.
    static final int STREAMS = 32;

    /// Requests to change something that are looked at at once; more are told to come again.
    static final int ACTIONS = 8;

    /// The most bytes that a request to change something may send.
    static final int BODY = 4096;

    /// So soon a visitor comes back whose events broke off.
    static final Duration COME_BACK = Duration.ofSeconds(1);

    /// From the last byte of the header until the answer is written; so long may each event take,
    /// too. When it is over before anything was written, that is said, in a line.
    static final Duration REQUEST = Duration.ofSeconds(10);

    private static final long SECONDS = REQUEST.toSeconds();

    private Limits() {}

    static void set() {
        set("jdk.httpserver.maxConnections", 256);
        set("sun.net.httpserver.maxIdleConnections", 64);
        // In seconds, looked at every so many milliseconds: silent connections, slow headers.
        set("sun.net.httpserver.idleInterval", SECONDS);
        set("sun.net.httpserver.maxReqTime", SECONDS);
        set("sun.net.httpserver.clockTick", 1_000);
        // The first line counts as a header.
        set("sun.net.httpserver.maxReqHeaders", 100);
        set("sun.net.httpserver.maxReqHeaderSize", 16 * 1024);
        // What is left of a request that was refused is not read: its connection is closed.
        set("sun.net.httpserver.drainAmount", 0);
        // Else the second request of a connection waits 40 ms.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private static void set(String property, long value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Long.toString(value));
        }
    }
}
