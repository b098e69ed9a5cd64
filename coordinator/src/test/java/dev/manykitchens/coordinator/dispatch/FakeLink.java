package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.Adjustment;
import dev.manykitchens.coordinator.link.BatchTold;
import dev.manykitchens.coordinator.link.Greeting;
import dev.manykitchens.coordinator.link.WorkerLink;
import dev.manykitchens.core.dispatch.Command;

import java.util.ArrayList;
import java.util.List;

/// A worker that exists only as a list of what it was told.
final class FakeLink implements WorkerLink {

    final List<String> told = new ArrayList<>();
    final List<Command.Assign> assigned = new ArrayList<>();
    final List<Greeting> greetings = new ArrayList<>();
    int acknowledged;

    /// What the last echo said of results.
    long resultsHeard;

    @Override
    public void welcome(Greeting greeting) {
        greetings.add(greeting);
        told.add((greeting.resumed() ? "welcome back " : "welcome ") + greeting.worker());
    }

    @Override
    public void assign(Command.Assign assign, BatchTold batch, Portion portion) {
        assigned.add(assign);
        told.add(
                "assign "
                        + assign.lease()
                        + switch (portion) {
                            case WHOLE -> " and all that there is of the batch";
                            case FIRST -> " and what the batch is";
                            case LATER -> "";
                        });
    }

    @Override
    public void cancel(long lease, List<Integer> jobs) {
        told.add("cancel " + lease + " " + jobs);
    }

    @Override
    public void drain(String reason) {
        told.add("drain " + reason);
    }

    @Override
    public void adjust(Adjustment adjustment) {
        StringBuilder text = new StringBuilder("adjust");
        adjustment.threads().ifPresent(count -> text.append(" threads=").append(count));
        adjustment.stoves().ifPresent(count -> text.append(" stoves=").append(count));
        adjustment.prefetch().ifPresent(chunks -> text.append(" prefetch=").append(chunks));
        told.add(text.toString());
    }

    @Override
    public void halt(String reason) {
        told.add("halt " + reason);
    }

    @Override
    public void echo(long sentNanos, long heardNanos, long resultsHeard) {
        told.add("echo " + sentNanos);
        this.resultsHeard = resultsHeard;
    }

    @Override
    public void grant(long ticket) {
        told.add("grant " + ticket);
    }

    @Override
    public void refuse(long ticket, String reason) {
        told.add("refuse " + ticket);
    }

    @Override
    public void endBatch(long batch) {
        told.add("end batch " + batch);
    }

    @Override
    public void acknowledge() {
        acknowledged++;
    }

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
