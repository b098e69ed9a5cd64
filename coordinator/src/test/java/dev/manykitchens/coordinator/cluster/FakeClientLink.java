package dev.manykitchens.coordinator.cluster;

import dev.manykitchens.coordinator.link.ClientLink;
import dev.manykitchens.core.event.RunEvent;
import dev.manykitchens.core.job.Outcome;
import dev.manykitchens.core.value.Column;

import java.util.ArrayList;
import java.util.List;

/// A client that exists only as a list of what it was told.
final class FakeClientLink implements ClientLink {

    final List<String> told = new ArrayList<>();
    boolean ready = true;

    @Override
    public void welcome(Welcome welcome) {
        told.add("welcome");
    }

    @Override
    public void accept(long batch, long number, boolean resumed) {
        told.add("accept " + batch + (resumed ? " resumed " + number : ""));
    }

    @Override
    public void refuse(long batch, int jobs, Outcome reason) {
        told.add("refuse %d %s".formatted(batch, reason.describe()));
    }

    @Override
    public void kept(long batch, long number) {
        told.add("kept %d %d".formatted(batch, number));
    }

    @Override
    public void succeeded(long batch, int first, Column results) {
        told.add("succeeded %d %d+%d".formatted(batch, first, results.size()));
    }

    @Override
    public void ended(long batch, int first, int count, Outcome outcome) {
        told.add("ended %d %s %d+%d".formatted(batch, outcome.kind(), first, count));
    }

    @Override
    public void finished(long batch) {
        told.add("finished " + batch);
    }

    @Override
    public void event(RunEvent event) {}

    @Override
    public void pong(long sentNanos, long heardNanos) {}

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public void acknowledge() {}

    @Override
    public void complete() {
        told.add("complete");
    }

    @Override
    public void abort(String reason) {
        told.add("abort " + reason);
    }

    @Override
    public void turnAway(String reason) {
        told.add("turn away " + reason);
    }
}
