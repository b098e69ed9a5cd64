package dev.manykitchens.report.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Writes server-sent events to one visitor, who must take each of them in time.
final class TimelyEventWriter implements EventWriter {

    private final OutputStream out;
    private final ScheduledExecutorService deadlines;
    private final Duration limit;

    TimelyEventWriter(OutputStream out, ScheduledExecutorService deadlines, Duration limit) {
        this.out = out;
        this.deadlines = deadlines;
        this.limit = limit;
    }

    @Override
    public void send(String id, String event, String data) throws IOException {
        write("id: %s\nevent: %s\ndata: %s\n\n".formatted(id, event, data));
    }

    /// Says how soon to come back after a break.
    void sayWhenToComeBack(Duration pause) throws IOException {
        write("retry: " + pause.toMillis() + "\n\n");
    }

    private void write(String text) throws IOException {
        Thread writer = Thread.currentThread();
        // An interrupt closes the connection that is written to.
        Future<?> deadline =
                deadlines.schedule(writer::interrupt, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            deadline.cancel(false);
        }
    }
}
