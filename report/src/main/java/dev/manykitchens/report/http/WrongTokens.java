package dev.manykitchens.report.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/// Slows down who guesses: each address may show ten wrong tokens, and one more every second. Who
/// has used that up is refused before anybody looks at the token. Thread-safe.
final class WrongTokens {

    /// So many wrong tokens of one address are looked at in a row.
    static final int MOST = 10;

    /// So soon one more is.
    static final Duration EACH = Duration.ofSeconds(1);

    /// Addresses that are remembered; of more, those that were heard of last.
    private static final int MOST_ADDRESSES = 1_000;

    private final LongSupplier clock;

    /// When each address has paid for all its wrong tokens: it may be [#MOST] ahead.
    private final SequencedMap<InetAddress, Long> paidAtNanos =
            new LinkedHashMap<>(16, 0.75f, true);

    /// @param clock nanoseconds
    WrongTokens(LongSupplier clock) {
        this.clock = clock;
    }

    /// Whether a token of this address is looked at now.
    synchronized boolean mayTry(InetAddress address) {
        Long paid = paidAtNanos.get(address);
        return paid == null || paid - clock.getAsLong() <= EACH.multipliedBy(MOST - 1L).toNanos();
    }

    /// One was wrong.
    synchronized void wrong(InetAddress address) {
        long now = clock.getAsLong();
        long paid = paidAtNanos.getOrDefault(address, now);
        paidAtNanos.put(address, Math.max(0, paid - now) + now + EACH.toNanos());
        if (paidAtNanos.size() > MOST_ADDRESSES) {
            var _ = paidAtNanos.pollFirstEntry();
        }
    }
}
