package dev.manykitchens.cli.cluster;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/// Says lines, in sequence, on a thread of its own: whoever has news does not wait for a terminal
/// that takes none, because somebody stopped it with Ctrl-S. What does not fit meanwhile is left
/// out and counted. Thread-safe.
public final class NewsDesk implements AutoCloseable {

    /// So many lines wait to be said.
    static final int MOST_WAITING = 1_000;

    /// The last lines are waited for so long.
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final Consumer<String> out;
    private final Thread thread;

    // Guarded by this monitor.
    private final Queue<String> waiting = new ArrayDeque<>();
    private long leftOut;
    private boolean closing;

    private NewsDesk(Consumer<String> out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("news").unstarted(this::run);
    }

    /// Begins to say what comes.
    ///
    /// @param out takes a line, and may take its time
    public static NewsDesk open(Consumer<String> out) {
        NewsDesk desk = new NewsDesk(out);
        desk.thread.start();
        return desk;
    }

    /// Says a line, soon. Never blocks.
    public synchronized void say(String line) {
        // Once something is left out, that must be said before anything that came later.
        if (leftOut > 0 || waiting.size() >= MOST_WAITING) {
            leftOut++;
        } else {
            waiting.add(line);
        }
        notifyAll();
    }

    private void run() {
        try {
            for (String line = next(); line != null; line = next()) {
                out.accept(line);
            }
        } catch (InterruptedException _) {
            // Nobody knows this thread: then it ends without a word.
        }
    }

    /// The next line; null when there is none and none will come.
    private synchronized @Nullable String next() throws InterruptedException {
        while (waiting.isEmpty() && leftOut == 0 && !closing) {
            wait();
        }
        if (waiting.isEmpty() && leftOut > 0) {
            long count = leftOut;
            leftOut = 0;
            return "%d lines were left out here, they came faster than they could be shown"
                    .formatted(count);
        }
        return waiting.poll();
    }

    /// Says what is left, if that does not take long.
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            boolean _ = thread.join(LAST_LINES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
