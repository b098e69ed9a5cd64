package dev.manykitchens.proto.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Looks for the coordinator of a cluster, the one of several that leads: where the next stream is
/// opened, and after which pause. Confined to one thread.
///
/// ```
/// a stream to the first ends ─ a moment ─▶ to the second ─ a moment ─▶ to the third ─ back-off ─▶ to the first …
/// ```
///
/// After a failure the next one is tried, also when the stream had been welcomed: one that is gone
/// may leave whoever dials it without an answer for seconds, and one that does not lead says so at
/// once. [BackOff] bounds the rounds.
public final class CoordinatorSearch {

    /// Between two tries of a round: long enough to keep all workers of a leader that died from
    /// coming to another at the same moment.
    static final Duration MOMENT = Duration.ofMillis(50);

    private final RandomGenerator random;
    private final BackOff backOff;
    private Dial dial;
    private int failures;

    /// The longest that a stream lasted since the last pause.
    private Duration lasted = Duration.ZERO;

    /// @param random draws the waits
    public CoordinatorSearch(Dial dial, RandomGenerator random) {
        this.dial = dial;
        this.random = random;
        this.backOff = new BackOff(random, dial.endpoints().size());
    }

    /// Where the next stream is to be opened.
    public Dial dial() {
        return dial;
    }

    /// Whether each of them has been tried since a stream was welcomed, so that it is worth a word.
    public boolean hasTriedAll() {
        return failures >= dial.endpoints().size();
    }

    /// The stream that was opened there ended; the next one goes elsewhere, where there is more
    /// than one coordinator.
    ///
    /// @param welcomed how long it lasted since its welcome; zero when it was not welcomed
    /// @return how long to wait before it
    public Duration failed(Duration welcomed) {
        dial = dial.next();
        if (welcomed.isPositive()) {
            failures = 0;
        }
        lasted = welcomed.compareTo(lasted) > 0 ? welcomed : lasted;
        failures++;
        if (failures % dial.endpoints().size() != 0) {
            return Duration.ofNanos(random.nextLong(MOMENT.toNanos() + 1));
        }
        Duration pause = backOff.after(lasted);
        lasted = Duration.ZERO;
        return pause;
    }
}
