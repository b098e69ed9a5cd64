package dev.manykitchens.simulator.study;

import java.util.Optional;

/// How a study is done.
///
/// @param replications how often each pool is run at least
/// @param precision replications go on until half the 95 % interval of the headline figure of each
///   pool (the mean response where jobs keep coming, otherwise the elapsed time) is at most this
///   part of it; empty: not
/// @param mostReplications they end there all the same
/// @param timelines whether the timeline of each pool's first replication is kept
public record StudyOptions(
        int replications, Optional<Double> precision, int mostReplications, boolean timelines) {

    /// The most replications that can be asked for.
    public static final int MOST_REPLICATIONS = 100_000;

    public StudyOptions {
        if (replications < 1 || replications > MOST_REPLICATIONS) {
            throw new IllegalArgumentException(
                    "replications must be from 1 to %d, were %d"
                            .formatted(MOST_REPLICATIONS, replications));
        }
        if (precision.isPresent() && replications < 2) {
            throw new IllegalArgumentException(
                    "a precision needs at least 2 replications, had " + replications);
        }
        precision.ifPresent(part -> {
            if (!(part > 0 && part < 1)) {
                throw new IllegalArgumentException(
                        "a precision must be above 0 %% and below 100 %%, was %s"
                                .formatted(100 * part + " %"));
            }
        });
        if (mostReplications < replications || mostReplications > MOST_REPLICATIONS) {
            throw new IllegalArgumentException(
                    "the most replications must be from %d to %d, were %d"
                            .formatted(replications, MOST_REPLICATIONS, mostReplications));
        }
    }

    /// Without timelines.
    public StudyOptions(int replications, Optional<Double> precision, int mostReplications) {
        this(replications, precision, mostReplications, false);
    }

    /// The same with timelines, or without.
    public StudyOptions withTimelines(boolean kept) {
        return new StudyOptions(replications, precision, mostReplications, kept);
    }
}
