package dev.manykitchens.core.scenario;

/// What some worker JVMs of a pool are like.
///
/// @param name unique in its scenario
/// @param speed how fast its cores are, as a part of those that amounts of work are calibrated on:
///   at 0.5 all computing takes twice as long, waits take as long as ever; above 0, at most 100
/// @param count how many in a row are of this kind, before the next kind's turn comes
public record WorkerKind(String name, double speed, int count) {

    /// The highest speed.
    public static final double MOST_SPEED = 100;

    /// The lowest speed.
    public static final double LEAST_SPEED = 0.001;

    /// The most workers of a kind in a row.
    public static final int MOST_COUNT = 10_000;

    public WorkerKind {
        if (!(speed >= LEAST_SPEED && speed <= MOST_SPEED)) {
            throw new IllegalArgumentException(
                    "the speed of a worker must be from %s to %.0f, was %s (%s)"
                            .formatted(LEAST_SPEED, MOST_SPEED, speed, name));
        }
        if (count < 1 || count > MOST_COUNT) {
            throw new IllegalArgumentException(
                    "a kind of workers must have from 1 to %d of them, had %d (%s)"
                            .formatted(MOST_COUNT, count, name));
        }
    }
}
