package dev.manykitchens.cli.scene;

import java.time.Duration;
import java.util.List;

/// What a scene says before it measures: words for people and a range that decides whether it was
/// kept.
///
/// | promise | kept when the measurement is |
/// |---|---|
/// | a wait | from 3 % below to 15 % + 25 ms above it |
/// | computing, alone | from 15 % below to 50 % + 25 ms above it |
/// | a gain by cores | at least 75 % of it and no loss, at most 20 % above the cores that are used |
/// | no gain | from 0.75 to 1.15 times as fast |
/// | a share | at most 10 points away |
/// | a result | the same, to the letter |
public sealed interface Promise {

    /// What waits take at least, as a factor: nobody waits less than was said, but clocks differ.
    double WAIT_REACHED = 0.97;

    /// What waits may take longer, as a factor.
    double WAIT_SLACK = 0.15;

    /// What anything may take longer: threads wake up late, messages travel.
    Duration ALLOWANCE = Duration.ofMillis(25);

    /// What computing takes at least, as a factor: cores run faster for a moment.
    double AMOUNT_REACHED = 0.85;

    /// What computing may take longer, as a factor: somebody else uses the core too.
    double AMOUNT_SLACK = 0.5;

    /// What a gain must reach of its promise, as a factor.
    double GAIN_REACHED = 0.75;

    /// What a small gain must reach of its promise, unless it is above 1 all the same: what is
    /// slower than one thread is no gain, however busy the machine was.
    double NO_LOSS = 0.95;

    /// What a gain may be above the cores that are used, as a factor.
    double GAIN_SLACK = 1.2;

    /// What a share may be above or below its promise.
    double SHARE_SLACK = 0.1;

    /// The most that counts as no gain.
    double NO_GAIN = 1.15;

    /// The promise in words.
    String text();

    /// Whether this measurement keeps the promise.
    boolean keptBy(Measured measured);

    /// Whether a busy machine can break it. What is wrong and not slow is never measured again.
    boolean dependsOnTime();

    /// A number within a range, both ends included.
    record Within(Quantity quantity, String text, double low, double high) implements Promise {
        public Within {
            if (!(low <= high)) {
                throw new IllegalArgumentException(
                        "a promise must have low <= high, was " + low + " to " + high);
            }
        }

        @Override
        public boolean keptBy(Measured measured) {
            return measured instanceof Measured.Figure(Quantity unit, double value)
                    && unit == quantity
                    && value >= low
                    && value <= high;
        }

        @Override
        public boolean dependsOnTime() {
            return true;
        }
    }

    /// A result, to the letter.
    record Exactly(String text) implements Promise {
        @Override
        public boolean keptBy(Measured measured) {
            return measured instanceof Measured.Said(String said) && said.equals(text);
        }

        @Override
        public boolean dependsOnTime() {
            return false;
        }
    }

    /// An answer that follows from measured times: one of several that are all right.
    record OneOf(String text, List<String> answers) implements Promise {
        public OneOf {
            answers = List.copyOf(answers);
        }

        @Override
        public boolean keptBy(Measured measured) {
            return measured instanceof Measured.Said(String said) && answers.contains(said);
        }

        @Override
        public boolean dependsOnTime() {
            return true;
        }
    }

    /// The jobs take about so long, because they wait so long.
    static Promise waits(Duration expected) {
        return takes(seconds(expected), expected, WAIT_REACHED, expected, WAIT_SLACK);
    }

    /// The jobs take from about the one to about the other.
    static Promise between(Duration shortest, Duration longest) {
        String text =
                shortest.equals(longest)
                        ? seconds(shortest)
                        : seconds(shortest) + " to " + seconds(longest);
        return takes(text, shortest, WAIT_REACHED, longest, WAIT_SLACK);
    }

    /// The jobs take about so long on a core of their own, because they compute so much.
    static Promise computes(Duration expected) {
        return takes(seconds(expected), expected, AMOUNT_REACHED, expected, AMOUNT_SLACK);
    }

    private static Promise takes(
            String text, Duration shortest, double reached, Duration longest, double slack) {
        return new Within(
                Quantity.SECONDS,
                text,
                shortest.toNanos() / 1e9 * reached,
                longest.plus(ALLOWANCE).toNanos() / 1e9 + longest.toNanos() / 1e9 * slack);
    }

    private static String seconds(Duration duration) {
        return Quantity.SECONDS.text(duration.toNanos() / 1e9);
    }

    /// The jobs run so many times as fast as the first pool, on at most `cores` cores.
    ///
    /// @param expected what `cores` cores of this machine give at this moment, from 1 to `cores`
    static Promise gains(double expected, int cores) {
        return cores == 1
                ? gainsNothing()
                : new Within(
                        Quantity.TIMES,
                        Quantity.TIMES.text(expected),
                        Math.max(expected * GAIN_REACHED, Math.min(1, expected * NO_LOSS)),
                        cores * GAIN_SLACK);
    }

    /// The jobs run no faster than on the first pool, and not much slower.
    static Promise gainsNothing() {
        return gainsNothing(1);
    }

    /// The jobs run no faster than on the first pool, and a little slower, because they travel.
    ///
    /// @param expected at most 1
    static Promise gainsNothing(double expected) {
        return new Within(
                Quantity.TIMES,
                Quantity.TIMES.text(expected) + ", no gain",
                expected * GAIN_REACHED,
                NO_GAIN);
    }

    /// About this share, from 0 to 1.
    static Promise share(double expected) {
        return new Within(
                Quantity.SHARE,
                Quantity.SHARE.text(expected),
                expected - SHARE_SLACK,
                Math.min(1.02, expected + SHARE_SLACK));
    }

    /// A number of at least `low`.
    static Promise atLeast(Quantity quantity, double low) {
        return new Within(
                quantity, "at least " + quantity.text(low), low, Double.POSITIVE_INFINITY);
    }

    /// A number of at most `high`.
    static Promise atMost(Quantity quantity, double high) {
        return new Within(quantity, "at most " + quantity.text(high), 0, high);
    }

    /// A result, to the letter.
    static Promise exactly(String text) {
        return new Exactly(text);
    }
}
