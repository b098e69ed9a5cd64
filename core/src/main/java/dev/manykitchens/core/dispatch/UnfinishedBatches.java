package dev.manykitchens.core.dispatch;

import dev.manykitchens.core.collection.ByNumber;
import dev.manykitchens.core.collection.Chain;

import org.jspecify.annotations.Nullable;

import java.util.Collection;

/// The batches that have jobs without an outcome, by number and in the order in which they came.
final class UnfinishedBatches {

    private final ByNumber<BatchQueue> byNumber = new ByNumber<>();
    private final Chain<BatchQueue> inOrder = new Chain<>();

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
        inOrder.putLast(batch.amongAll());
    }

    /// Lets a batch go.
    ///
    /// @return whether it was here
    boolean remove(BatchQueue batch) {
        if (!inOrder.leave(batch.amongAll())) {
            return false;
        }
        byNumber.remove(batch.number());
        return true;
    }

    /// All of them, oldest first.
    Collection<BatchQueue> all() {
        return inOrder;
    }
}
