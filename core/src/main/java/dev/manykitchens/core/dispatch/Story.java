package dev.manykitchens.core.dispatch;

import org.jspecify.annotations.Nullable;

/// The last inputs, to be told when something is wrong.
final class Story {

    private static final int LENGTH = 32;

    private final long[] times = new long[LENGTH];
    private final @Nullable Input[] inputs = new @Nullable Input[LENGTH];
    private long count;

    void add(long nowNanos, Input input) {
        int place = (int) (count++ % LENGTH);
        times[place] = nowNanos;
        inputs[place] = input;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, count - LENGTH); i < count; i++) {
            int place = (int) (i % LENGTH);
            text.append(times[place]).append(' ').append(inputs[place]).append('\n');
        }
        return text.toString();
    }
}
