package dev.manykitchens.cli.drill;

import dev.manykitchens.coordinator.client.ClusterOperator;
import dev.manykitchens.coordinator.membership.MemberState;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;

/// Watches coordinators until one of them says that it leads: each is asked again and again, on a
/// thread of its own, because one that is gone may keep whoever asks waiting. Thread-safe.
final class LeaderWatch implements AutoCloseable {

    /// Between an answer and the next question.
    private static final long PAUSE_MILLIS = 20;

    private static final long NOT_YET = Long.MIN_VALUE;
    private static final long NEVER = Long.MIN_VALUE + 1;
    private static final double SECOND = 1e9;

    private final long beganNanos = System.nanoTime();
    private final AtomicLong ledNanos = new AtomicLong(NOT_YET);
    private final List<Thread> threads = new ArrayList<>();

    /// A coordinator that is asked.
    interface Asked extends AutoCloseable {

        /// Whether it says that it leads.
        ///
        /// @throws IllegalStateException when it does not answer
        /// @throws IllegalArgumentException when nobody can make sense of its answer
        boolean leads();

        @Override
        void close();

        /// Who asks over the wire.
        static Asked of(ClusterOperator operator) {
            return new Asked() {
                @Override
                public boolean leads() {
                    return operator.members().stream()
                            .anyMatch(member ->
                                    member.answers() && member.role() == MemberState.Role.LEADER);
                }

                @Override
                public void close() {
                    operator.close();
                }
            };
        }
    }

    private LeaderWatch() {}

    /// Begins; the time counts from now.
    ///
    /// @param others closed with this
    static LeaderWatch begin(List<Asked> others) {
        LeaderWatch watch = new LeaderWatch();
        for (Asked other : others) {
            watch.threads.add(Thread.ofVirtual().start(() -> watch.ask(other)));
        }
        return watch;
    }

    private void ask(Asked other) {
        try (other) {
            while (ledNanos.get() == NOT_YET) {
                if (leads(other)) {
                    boolean _ = ledNanos.compareAndSet(NOT_YET, System.nanoTime());
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException _) {
            // It is closed.
        }
    }

    private static boolean leads(Asked other) {
        try {
            return other.leads();
        } catch (IllegalStateException | IllegalArgumentException _) {
            return false;
        }
    }

    /// From the beginning until one said that it leads, in seconds; empty: none had when this was
    /// closed, or has until now.
    OptionalDouble seconds() {
        long led = ledNanos.get();
        return led == NOT_YET || led == NEVER
                ? OptionalDouble.empty()
                : OptionalDouble.of((led - beganNanos) / SECOND);
    }

    /// Asks no more: whoever leads from now on does so for another reason.
    @Override
    public void close() {
        boolean _ = ledNanos.compareAndSet(NOT_YET, NEVER);
        threads.forEach(Thread::interrupt);
    }
}
