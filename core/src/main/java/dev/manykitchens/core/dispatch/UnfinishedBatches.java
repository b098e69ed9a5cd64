package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.ByNumber;
import dev.manykitchens.core.collection.Lineup;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.List;

/// The batches that have jobs without an outcome, by number and in the order in which they came.
final class UnfinishedBatches {

    private final ByNumber<BatchQueue> byNumber = new ByNumber<>();
    private final Lineup<BatchQueue> inOrder = new Lineup<>();

    int size() {
        return inOrder.size();
    }

    /// The batch of this number; null when there is none.
    @Nullable BatchQueue find(long number) {
        return byNumber.get(number);
    }

    /// Takes in a batch, whose number must be new.
    void add(BatchQueue batch) {
        byNumber.put(batch.number(), batch);
        batch.standAt(inOrder.putLast(batch));
    }

    /// Lets a batch go.
    ///
    /// @return whether it was here
    boolean remove(BatchQueue batch) {
        if (batch.place() == Lineup.NOWHERE) {
            return false;
        }
        inOrder.leave(batch.place());
        batch.standAt(Lineup.NOWHERE);
        byNumber.remove(batch.number());
        return true;
    }

    /// Those of a submitter, oldest first.
    List<BatchQueue> of(Submitter submitter) {
        return inOrder.stream().filter(batch -> batch.lane().submitter() == submitter).toList();
    }

    /// All of them, oldest first.
    Collection<BatchQueue> all() {
        return inOrder;
    }
}
