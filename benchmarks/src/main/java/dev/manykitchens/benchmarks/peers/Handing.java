package dev.manykitchens.benchmarks.peers;

/// How jobs are handed in: rows are compared only with rows of the same kind.
public enum Handing {

    /// Many jobs in one call or message, to worker processes.
    BATCH("many at once"),

    /// Every job travels to a worker process by itself, many under way.
    EACH("each by itself"),

    /// The next job is handed in when the result of the last is there.
    ONE_AT_A_TIME("one at a time"),

    /// Threads of this JVM run them.
    HERE("in this JVM");

    private final String words;

    Handing(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
