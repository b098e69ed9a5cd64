package dev.manykitchens.report.progress;

import dev.manykitchens.core.comparison.ComparisonListener;
import dev.manykitchens.core.comparison.ComparisonOptions;
import dev.manykitchens.core.measurement.MeasuredRound;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How far a comparison is: rounds done, rounds expected, and the time they will take. Thread-safe.
///
/// A pool that is slow gets fewer rounds than were asked for, so what is expected changes with what
/// was measured. There is no guess of the time before every pool has run once.
final class RoundsLeft implements ComparisonListener {

    private final ComparisonOptions options;
    private final Map<String, Course> courses = new LinkedHashMap<>();
    private final int pools;
    private String doing = "";

    RoundsLeft(int pools, ComparisonOptions options) {
        this.pools = pools;
        this.options = options;
    }

    /// How far one pool is.
    private static final class Course {
        private int warmUps;
        private long warmUpNanos;
        private int rounds;
        private long roundNanos;

        private double nanosPerRound() {
            return rounds > 0
                    ? roundNanos / (double) rounds
                    : warmUps > 0 ? warmUpNanos / (double) warmUps : Double.NaN;
        }
    }

    @Override
    public synchronized void opening(String pool) {
        doing = "opening " + pool;
    }

    @Override
    public synchronized void opened(String pool, Duration startup) {
        courses.put(pool, new Course());
    }

    @Override
    public synchronized void warmingUp(String pool) {
        doing = "warming up " + pool;
    }

    @Override
    public synchronized void warmedUp(String pool, MeasuredRound round) {
        Course course = course(pool);
        course.warmUps++;
        course.warmUpNanos += round.round().wallNanos();
    }

    @Override
    public synchronized void measuring(String pool) {
        doing = "measuring " + pool;
    }

    @Override
    public synchronized void seekingBreakEven(String pool) {
        doing = "break-even of " + pool;
    }

    @Override
    public synchronized void measured(String pool, int number, MeasuredRound round) {
        Course course = course(pool);
        course.rounds++;
        course.roundNanos += round.round().wallNanos();
    }

    /// What goes on now, as in "warming up processes:2"; empty before the first pool is opened.
    synchronized String doing() {
        return doing;
    }

    /// Rounds that are over, warm-ups included.
    synchronized long done() {
        return courses.values().stream().mapToLong(c -> (long) c.warmUps + c.rounds).sum();
    }

    /// Rounds that there will be in all, warm-ups included, as far as can be told now.
    synchronized long expected() {
        int unopened = pools - courses.size();
        long each = (long) options.warmUp().expectedRounds(0) + options.rounds();
        return done()
                + unopened * each
                + courses.values().stream().mapToLong(this::roundsLeft).sum();
    }

    /// The time for the rounds that are left; empty before every pool has run once.
    synchronized Optional<Duration> timeLeft() {
        double nanos = 0;
        for (Course course : courses.values()) {
            double each = course.nanosPerRound();
            if (Double.isNaN(each)) {
                return Optional.empty();
            }
            nanos += each * roundsLeft(course);
        }
        return courses.size() < pools || nanos == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.round(nanos)));
    }

    private long roundsLeft(Course course) {
        long maxNanos = options.maxTime().toNanos();
        long rounds = options.expectedRounds(course.nanosPerRound());
        boolean warm = course.rounds > 0 || course.warmUpNanos >= maxNanos;
        long warmUps =
                warm
                        ? 0
                        : Math.max(
                                0,
                                options.warmUp().expectedRounds(course.warmUps) - course.warmUps);
        return warmUps + Math.max(0, rounds - course.rounds);
    }

    private Course course(String pool) {
        return courses.computeIfAbsent(pool, _ -> new Course());
    }
}
