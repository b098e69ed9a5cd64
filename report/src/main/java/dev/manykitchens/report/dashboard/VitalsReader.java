package dev.manykitchens.report.dashboard;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Reads once a second what this process uses, aside: reading may take long, the first time
/// seconds.
final class VitalsReader {

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Vitals> source;
    private final Executor aside;
    private final AtomicReference<Optional<Vitals>> read = new AtomicReference<>(Optional.empty());

    /// Whether somebody is reading.
    private volatile boolean reading;

    private boolean begun;
    private long begunNanos;

    /// @param aside runs what reads
    VitalsReader(Supplier<Vitals> source, Executor aside) {
        this.source = source;
        this.aside = aside;
    }

    /// What was read since the last call; empty when nothing was. Begins to read when a second has
    /// passed. For one caller at a time.
    Optional<Vitals> newest(long nowNanos) {
        if (!reading && (!begun || nowNanos - begunNanos >= SECOND_NANOS)) {
            begun = true;
            begunNanos = nowNanos;
            reading = true;
            aside.execute(this::read);
        }
        return read.getAndSet(Optional.empty());
    }

    /// Reads once more, at once, whatever was read a moment ago.
    ///
    /// @param told hears it, on the thread that reads
    void readNow(Consumer<Vitals> told) {
        aside.execute(() -> told.accept(source.get()));
    }

    private void read() {
        try {
            read.set(Optional.of(source.get()));
        } finally {
            reading = false;
        }
    }
}
