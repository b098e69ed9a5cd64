package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.Chain;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/// The batches of one lane that want the same thing: those of the highest priority first, among
/// equals the one that has waited longest. No operation looks at more than one batch, however many
/// there are.
final class WaitingBatches {

    private SequencedSet<BatchQueue> highest = new LinkedHashSet<>();
    private int priority;
    private Lane lane;

    /// A number that grows from lane to lane that enters a line or goes to its end; 0: in none.
    private long enteredLine;

    private final Chain.Place<WaitingBatches> place = new Chain.Place<>(this);

    /// Those of lower priorities, highest first; null as long as there were none, as in most lanes.
    private @Nullable NavigableMap<Integer, SequencedSet<BatchQueue>> others;

    /// With one batch.
    WaitingBatches(BatchQueue batch) {
        lane = batch.lane();
        priority = batch.priority();
        highest.add(batch);
    }

    /// Begins again with one batch, of any lane; there must be none.
    void begin(BatchQueue batch) {
        lane = batch.lane();
        priority = batch.priority();
        enteredLine = 0;
        highest.add(batch);
    }

    /// When its lane entered the line that it stands in, or stood in until its submitter was
    /// paused: who came there later has a higher number; 0 when it stands in none.
    long enteredLine() {
        return enteredLine;
    }

    void enterLine(long number) {
        enteredLine = number;
    }

    Lane lane() {
        return lane;
    }

    /// Its place among the lanes that wait.
    Chain.Place<WaitingBatches> place() {
        return place;
    }

    /// The priority of the first.
    int priority() {
        return priority;
    }

    /// The one whose turn it is; there must be one.
    BatchQueue first() {
        return highest.getFirst();
    }

    boolean isEmpty() {
        return highest.isEmpty();
    }

    boolean contains(BatchQueue batch) {
        return alike(batch.priority()).contains(batch);
    }

    void add(BatchQueue batch) {
        int its = batch.priority();
        if (its == priority) {
            highest.add(batch);
        } else if (its > priority) {
            lower().put(priority, highest);
            highest = new LinkedHashSet<>();
            highest.add(batch);
            priority = its;
        } else {
            lower().computeIfAbsent(its, _ -> new LinkedHashSet<>()).add(batch);
        }
    }

    /// Lets a batch go; whether it was here.
    boolean remove(BatchQueue batch) {
        int its = batch.priority();
        SequencedSet<BatchQueue> equals = alike(its);
        if (!equals.remove(batch)) {
            return false;
        }
        if (equals.isEmpty() && others != null) {
            if (its != priority) {
                others.remove(its);
            } else if (!others.isEmpty()) {
                var next = others.pollFirstEntry();
                priority = next.getKey();
                highest = next.getValue();
            }
        }
        return true;
    }

    /// Puts a batch behind those of its priority, when it is here.
    void toTheEnd(BatchQueue batch) {
        SequencedSet<BatchQueue> equals = alike(batch.priority());
        if (equals.size() > 1 && equals.contains(batch)) {
            equals.addLast(batch);
        }
    }

    /// Whether each stands with its equals, for the invariants.
    boolean isSorted() {
        return highest.stream().allMatch(batch -> batch.priority() == priority)
                && (others == null
                        || others.entrySet().stream()
                                .allMatch(each ->
                                        each.getKey() < priority
                                                && !each.getValue().isEmpty()
                                                && each.getValue().stream()
                                                        .allMatch(batch ->
                                                                batch.priority()
                                                                        == each.getKey())));
    }

    /// Whether all of them are among these, for the invariants.
    boolean isWithin(Collection<BatchQueue> batches) {
        return batches.containsAll(highest)
                && (others == null || others.values().stream().allMatch(batches::containsAll));
    }

    private SequencedSet<BatchQueue> alike(int its) {
        if (its == priority) {
            return highest;
        }
        SequencedSet<BatchQueue> equals = others == null ? null : others.get(its);
        return equals == null ? new LinkedHashSet<>(0) : equals;
    }

    private NavigableMap<Integer, SequencedSet<BatchQueue>> lower() {
        NavigableMap<Integer, SequencedSet<BatchQueue>> known = others;
        if (known == null) {
            known = new TreeMap<>(Comparator.reverseOrder());
            others = known;
        }
        return known;
    }
}
