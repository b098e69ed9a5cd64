package dev.manykitchens.coordinator.dispatch;

import dev.manykitchens.coordinator.link.WorkerHello;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Lets in whom it is told to know, and keeps what it hears. Confined to the loop.
final class RecordedSupply implements WorkerSupply {

    final List<String> known = new ArrayList<>();
    final List<String> said = new ArrayList<>();

    @Override
    public Admittance admit(WorkerHello hello, Predicate<String> isTaken) {
        return known.contains(hello.wantedName())
                ? new Admittance.As(hello.wantedName(), Set.of())
                : new Admittance.Refused("not one of ours");
    }

    @Override
    public void joined(String worker) {
        said.add(worker + " joined");
    }

    @Override
    public void used(String worker) {
        said.add(worker + " used");
    }

    @Override
    public void draining(String worker) {
        said.add(worker + " draining");
    }

    @Override
    public void left(String worker) {
        said.add(worker + " left");
    }

    @Override
    public void streamBroke(String worker, String why) {
        said.add(worker + " stream broke");
    }

    @Override
    public void cameBack(String worker) {
        said.add(worker + " came back");
    }

    @Override
    public void givenUp(String worker, String why) {
        said.add(worker + " given up");
    }

    @Override
    public void notNeeded() {
        said.add("not needed");
    }
}
