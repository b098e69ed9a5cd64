package dev.manykitchens.coordinator.python;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.manykitchens.coordinator.link.Adjustment;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.core.dispatch.Command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.concurrent.Semaphore;

/// The way to one Python process: messages become lines, written by a thread that may wait.
/// Confined to the coordinator's loop, except where said.
final class PythonLink implements WorkerLink {

    /// So many messages may be heard and not handled; then Python waits.
    private static final int MOST_UNHANDLED = 64;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final PythonProcess process;
    private final Semaphore unhandled = new Semaphore(MOST_UNHANDLED);

    private boolean ended;

    PythonLink(PythonProcess process) {
        this.process = process;
    }

    @Override
    public void welcome(Greeting greeting) {
        say(
                "welcome",
                JSON.objectNode()
                        .put("heartbeat", greeting.heartbeat().toNanos())
                        .put("prefetch", greeting.prefetch()));
    }

    /// Calibrated work is measured anew in Python, so the rate of this JVM does not matter there.
    @Override
    public void assign(Command.Assign assign, BatchTold told, Portion portion) {
        say("assign", Assignments.of(assign, told.batch()));
    }

    @Override
    public void cancel(long lease, List<Integer> jobs) {
        ObjectNode told = JSON.objectNode().put("lease", lease);
        told.putArray("jobs")
                .addAll(jobs.stream().map(job -> (JsonNode) JSON.numberNode(job)).toList());
        say("cancel", told);
    }

    @Override
    public void drain(String reason) {
        say("drain", JSON.objectNode().put("reason", reason));
    }

    /// Its threads and processes are made once, when it starts.
    @Override
    public void adjust(Adjustment adjustment) {
        throw new IllegalStateException("Python cannot be made another size, was to be");
    }

    @Override
    public void halt(String reason) {
        throw new IllegalStateException("Python is killed as a process, was told to halt");
    }

    @Override
    public void echo(long sentNanos, long heardNanos, long resultsHeard) {
        say("echo", JSON.numberNode(heardNanos));
    }

    /// Permits are given out in Python itself: its processes share what the pool has.
    @Override
    public void grant(long ticket) {
        throw new IllegalStateException("Python asks nobody for permits, was granted one");
    }

    @Override
    public void refuse(long ticket, String reason) {
        throw new IllegalStateException("Python asks nobody for permits, was refused one");
    }

    @Override
    public void endBatch(long batch) {
        // Every assignment holds what is to be known of its batch.
    }

    @Override
    public void acknowledge() {
        unhandled.release();
    }

    @Override
    public void complete() {
        ended = true;
        process.endInput();
    }

    @Override
    public void abort(String reason) {
        ended = true;
        process.kill();
    }

    @Override
    public void turnAway(String reason) {
        abort(reason);
    }

    /// Waits until one more message may be passed on. Called by the thread that hears.
    void awaitRoom() throws InterruptedException {
        unhandled.acquire();
    }

    private void say(String word, JsonNode told) {
        if (!ended) {
            process.write(joined((word + " ").getBytes(US_ASCII), told));
        }
    }

    /// A line that is nothing but JSON.
    static byte[] line(JsonNode told) {
        return joined(new byte[0], told);
    }

    private static byte[] joined(byte[] begin, JsonNode told) {
        byte[] json = MAPPER.writeValueAsBytes(told);
        byte[] line = new byte[begin.length + json.length + 1];
        System.arraycopy(begin, 0, line, 0, begin.length);
        System.arraycopy(json, 0, line, begin.length, json.length);
        line[line.length - 1] = '\n';
        return line;
    }
}
