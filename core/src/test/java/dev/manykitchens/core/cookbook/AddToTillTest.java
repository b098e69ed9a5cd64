package dev.manykitchens.core.cookbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.JobRandom;
import dev.manykitchens.core.recipe.QuietContext;
import dev.manykitchens.core.recipe.RecipeBook;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class AddToTillTest {

    private final AddToTill recipe = new AddToTill();

    @Test
    void oneJobLosesNothing() {
        assertThat(receipt("alone", 1_000, "no", QuietContext.create()))
                .isEqualTo(new TillReceipt(1_000, 1_000, ProcessHandle.current().pid()));
        assertThat(receipt("alone", 500, "no", QuietContext.create()).total()).isEqualTo(1_500);
    }

    @Test
    void anotherNameIsAnotherTill() {
        assertThat(receipt("first", 10, "no", QuietContext.create()).total()).isEqualTo(10);
        assertThat(receipt("second", 10, "no", QuietContext.create()).total()).isEqualTo(10);
    }

    @Test
    void withALockNoSaleIsLost() throws Exception {
        assertThat(largestTotal("locked", 100_000, "yes")).isEqualTo(400_000);
    }

    @Test
    void withoutALockSalesAreLost() throws Exception {
        // Enough sales that the four jobs overlap even when they must share one core.
        assertThat(largestTotal("unlocked", 5_000_000, "no")).isLessThan(20_000_000);
    }

    @Test
    void aSaleIsLostWheneverTheStoveChangesHandsBetweenLookingAndWriting() {
        // One stove is no lock, in Python neither: at this checkpoint a second job adds its sales
        // and they are gone.
        List<TillReceipt> inner = new ArrayList<>();
        JobContext handingOver =
                new JobContext() {
                    @Override
                    public int job() {
                        return 0;
                    }

                    @Override
                    public int attempt() {
                        return 1;
                    }

                    @Override
                    public JobRandom random() {
                        return JobRandom.of(1, 0);
                    }

                    @Override
                    public void checkpoint() {
                        inner.add(receipt("handed over", 100, "no", QuietContext.create()));
                    }
                };

        TillReceipt outer = receipt("handed over", 1, "no", handingOver);

        assertThat(inner).extracting(TillReceipt::total).containsExactly(100L);
        assertThat(outer.total()).isEqualTo(1);
    }

    @Test
    void theOldestOfVeryManyTillsIsForgotten() {
        receipt("oldest", 5, "no", QuietContext.create());
        for (int i = 0; i < 1_000; i++) {
            receipt("till-" + i, 1, "no", QuietContext.create());
        }

        assertThat(receipt("oldest", 5, "no", QuietContext.create()).total()).isEqualTo(5);
    }

    @Test
    void aReceiptIsReadBack() {
        TillReceipt receipt = new TillReceipt(3, 7, 42);

        assertThat(TillReceipt.parse(receipt.toString())).isEqualTo(receipt);
        assertThatIllegalArgumentException().isThrownBy(() -> TillReceipt.parse("added three"));
    }

    /// What the till shows in the end after four jobs that begin together.
    private long largestTotal(String till, long sales, String locked) throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<TillReceipt>> receipts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                receipts.add(
                        threads.submit(() -> {
                            together.await();
                            return receipt(till, sales, locked, QuietContext.create());
                        }));
            }
        }
        long largest = 0;
        for (Future<TillReceipt> receipt : receipts) {
            largest = Math.max(largest, receipt.get().total());
        }
        return largest;
    }

    private TillReceipt receipt(String till, long sales, String locked, JobContext context) {
        Row row =
                RecipeBook.pack(
                                recipe,
                                List.of(List.of(Value.of(till), Value.of(sales), Value.of(locked))))
                        .row(0);
        return TillReceipt.parse(recipe.result(row, context).toString());
    }
}
