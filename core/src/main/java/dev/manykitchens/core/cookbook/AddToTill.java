package dev.manykitchens.core.cookbook;

import dev.manykitchens.core.recipe.JobContext;
import dev.manykitchens.core.recipe.Parameter;
import dev.manykitchens.core.recipe.Recipe;
import dev.manykitchens.core.value.Row;
import dev.manykitchens.core.value.Value;
import dev.manykitchens.core.value.ValueType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Adds sales to a till, one at a time: look at the total, write the total plus one. All jobs of
/// one process that name the same till share it. Without a lock two of them can look at the same
/// total and write the same sum, and a sale is lost; another process has a till of its own,
/// whatever its name. Gives a [TillReceipt].
///
/// A till lives as long as its process; a new name is a new till.
public final class AddToTill implements Recipe {

    private static final int MOST_TILLS = 1_000;
    private static final long MOST_SALES = 1_000_000_000;
    private static final int SALES_BETWEEN_CHECKPOINTS = 1_024;

    /// Of so many checkpoints one lies between looking and writing.
    private static final int ONE_IN_BETWEEN_OF = 4;

    private static final Map<String, Till> TILLS = new LinkedHashMap<>();

    @Override
    public String name() {
        return "add_to_till";
    }

    @Override
    public String summary() {
        return "adds sales to a till that the jobs of a process share, with or without a lock";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                Parameter.optional(
                        "till", Value.of("till"), "the till's name; a new name is a new till"),
                Parameter.optional(
                        "sales", Value.of(1_000_000), "how many sales are added, one by one"),
                Parameter.optional(
                        "locked", Value.of("no"), "yes: one job at a time may touch the till"));
    }

    @Override
    public ValueType resultType() {
        return ValueType.TEXT;
    }

    @Override
    public void check(Row arguments) {
        long _ = Limits.within(arguments, 1, "sales", 0, MOST_SALES);
        String locked = arguments.text(2);
        if (!locked.equals("yes") && !locked.equals("no")) {
            throw new IllegalArgumentException("locked must be yes or no, was \"" + locked + "\"");
        }
    }

    @Override
    public Value result(Row arguments, JobContext context) {
        check(arguments);
        Till till = till(arguments.text(0));
        long sales = arguments.longValue(1);
        if (arguments.text(2).equals("yes")) {
            till.addLocked(sales, context);
        } else {
            till.add(sales, context);
        }
        return Value.of(
                new TillReceipt(sales, till.total.get(), ProcessHandle.current().pid()).toString());
    }

    private static Till till(String name) {
        synchronized (TILLS) {
            Till till = TILLS.computeIfAbsent(name, _ -> new Till());
            if (TILLS.size() > MOST_TILLS) {
                TILLS.remove(TILLS.keySet().iterator().next());
            }
            return till;
        }
    }

    /// A counter. Its total is read and written in opaque mode: each sale really looks and really
    /// writes, and nothing ties the two together.
    private static final class Till {
        private final AtomicLong total = new AtomicLong();
        private final ReentrantLock lock = new ReentrantLock();

        void add(long sales, JobContext context) {
            for (long sale = 0; sale < sales; sale++) {
                boolean mayStop = sale % SALES_BETWEEN_CHECKPOINTS == 0;
                boolean inBetween = sale / SALES_BETWEEN_CHECKPOINTS % ONE_IN_BETWEEN_OF == 0;
                long seen = total.getOpaque();
                // Between looking and writing a thread can lose Python's lock too: one stove is no
                // lock. Most often it is elsewhere when it does.
                if (mayStop && inBetween) {
                    context.checkpoint();
                }
                total.setOpaque(seen + 1);
                if (mayStop && !inBetween) {
                    context.checkpoint();
                }
            }
        }

        void addLocked(long sales, JobContext context) {
            for (long sale = 0; sale < sales; sale++) {
                // Outside the lock: who holds it must not wait for a stove that another needs to
                // get the lock.
                if (sale % SALES_BETWEEN_CHECKPOINTS == 0) {
                    context.checkpoint();
                }
                lock.lock();
                try {
                    total.setOpaque(total.getOpaque() + 1);
                } finally {
                    lock.unlock();
                }
            }
        }
    }
}
