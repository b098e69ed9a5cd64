package dev.manykitchens.core.job;

import dev.manykitchens.core.value.Column;
import dev.manykitchens.core.value.Value;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// How all jobs of a batch ended, in packed columns: ten million integer results take 90 MB.
/// Immutable.
public final class BatchResult {

    private final Column column;
    private final byte[] kinds;
    private final Map<Integer, Outcome> others;
    private final Map<Outcome.Kind, Integer> counts;

    /// A result made of what a collector gathered; the arrays are not copied and must not be
    /// changed.
    ///
    /// @param column one value a job; those of jobs that did not succeed are never read
    /// @param kinds for each job the code of its [Outcome.Kind]
    /// @param others the outcome of each job that failed, timed out or lost its worker
    public BatchResult(Column column, byte[] kinds, Map<Integer, Outcome> others) {
        if (column.size() != kinds.length) {
            throw new IllegalArgumentException(
                    "there must be one kind for each of the "
                            + column.size()
                            + " values, were "
                            + kinds.length);
        }
        int[] counted = new int[Outcome.Kind.values().length];
        for (byte kind : kinds) {
            counted[kind]++;
        }
        Map<Outcome.Kind, Integer> byKind = new EnumMap<>(Outcome.Kind.class);
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            byKind.put(kind, counted[kind.code()]);
        }
        this.counts = Collections.unmodifiableMap(byKind);
        int explained = kinds.length - count(Outcome.Kind.SUCCEEDED) - cancelled();
        if (others.size() != explained) {
            throw new IllegalArgumentException(
                    "there must be an outcome for each of the "
                            + explained
                            + " other jobs, were "
                            + others.size());
        }
        this.column = column;
        this.kinds = kinds;
        this.others = Map.copyOf(others);
    }

    /// How many jobs there were.
    public int size() {
        return kinds.length;
    }

    /// The kind of a job's outcome.
    public Outcome.Kind kind(int job) {
        return Outcome.Kind.ofCode(kinds[job]);
    }

    /// How a job ended.
    ///
    /// @param job its position, from 0
    public Outcome outcome(int job) {
        return switch (kind(job)) {
            case SUCCEEDED -> new Outcome.Succeeded(column.get(job));
            case CANCELLED -> Outcome.CANCELLED;
            case ORPHANED -> Outcome.ORPHANED;
            case FAILED, TIMED_OUT, WORKER_LOST -> {
                Outcome other = others.get(job);
                if (other == null) {
                    throw new AssertionError("job " + job + " has a kind but no outcome");
                }
                yield other;
            }
        };
    }

    /// How many jobs ended in each way; every kind is there, also those with none.
    public Map<Outcome.Kind, Integer> counts() {
        return counts;
    }

    /// How many jobs ended in this way.
    public int count(Outcome.Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /// Whether every job gave a result.
    public boolean allSucceeded() {
        return count(Outcome.Kind.SUCCEEDED) == size();
    }

    /// Whether every job was tried to its end, good or bad: false when some were cancelled.
    public boolean complete() {
        return cancelled() == 0;
    }

    private int cancelled() {
        return count(Outcome.Kind.CANCELLED) + count(Outcome.Kind.ORPHANED);
    }

    /// The jobs that gave no result, in order of submission; cancelled ones are among them.
    public Stream<JobResult> failures() {
        return IntStream.range(0, size())
                .filter(job -> kind(job) != Outcome.Kind.SUCCEEDED)
                .mapToObj(job -> new JobResult(job, outcome(job)));
    }

    /// The first job that gave no result.
    public Optional<JobResult> firstFailure() {
        return allSucceeded() ? Optional.empty() : failures().findFirst();
    }

    /// Every job's value in order of submission, as a view of the packed column.
    ///
    /// @throws JobFailedException when a job gave none
    public List<Value> values() {
        requireAll();
        return new View<>(size(), column::get);
    }

    /// Every job's value in order of submission as plain Java objects ([Value#toJava]), as a view
    /// of the packed column.
    ///
    /// @throws JobFailedException when a job gave none
    public List<Object> objects() {
        requireAll();
        return new View<>(size(), job -> column.get(job).toJava());
    }

    /// Every job's value, packed.
    ///
    /// @throws JobFailedException when a job gave none
    public Column column() {
        requireAll();
        return column;
    }

    private void requireAll() {
        firstFailure()
                .ifPresent(failure -> {
                    throw new JobFailedException(failure, this);
                });
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchResult theirs
                && Arrays.equals(kinds, theirs.kinds)
                && IntStream.range(0, size())
                        .allMatch(job -> outcome(job).equals(theirs.outcome(job)));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(kinds) + others.hashCode();
    }

    @Override
    public String toString() {
        return size() + " jobs " + counts;
    }

    private static final class View<T> extends AbstractList<T> implements RandomAccess {
        private final int size;
        private final IntFunction<T> at;

        View(int size, IntFunction<T> at) {
            this.size = size;
            this.at = at;
        }

        @Override
        public T get(int index) {
            return at.apply(Objects.checkIndex(index, size));
        }

        @Override
        public int size() {
            return size;
        }
    }
}
